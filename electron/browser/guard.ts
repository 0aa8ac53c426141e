import type { IncomingHttpHeaders } from 'node:http';

/** What is wrong with where a request comes from; null when nothing is. */
export type Refusal = 'foreign-host' | 'foreign-origin' | 'no-origin';

const ownHosts = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`];

/**
 * Lets through only requests that were addressed to this console and come from its own pages.
 * The Host check stops names that were made to point at the loopback address (DNS rebinding), the Origin check other pages
 * of the same browser.
 *
 * @param upgrade a WebSocket always has to say where it comes from; a page may leave it out
 */
export function refusal(headers: IncomingHttpHeaders, port: number, upgrade: boolean): Refusal | null {
  const host = headers.host?.toLowerCase() ?? '';
  if (!ownHosts(port).includes(host)) return 'foreign-host';
  if (headers.origin === undefined) return upgrade ? 'no-origin' : null;
  return headers.origin.toLowerCase() === `http://${host}` ? null : 'foreign-origin';
}

/** Cookies are shared by all ports of a host, so each console's carries its port. */
export const cookieName = (port: number) => `comptoir-${port}`;

/** The value of one cookie of a request, or null. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}
