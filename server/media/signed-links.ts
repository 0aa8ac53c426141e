import { timingSafeEqual } from 'node:crypto';
import { keyed } from '#server/auth/keys.ts';
import type { Clock } from '#shared/kernel/time.ts';
import { HOUR_MS } from '#shared/kernel/time.ts';

/** How long a signed address is good for. */
export const LINK_MS = HOUR_MS;
/** Addresses change this often only, so that a browser finds what it has kept. */
const STEP_MS = LINK_MS / 4;

export type SignedLinks = ReturnType<typeof signedLinks>;
export type LinkCheck = { readonly signed: true; readonly untilMs: number } | { readonly signed: false; readonly why: 'none' | 'expired' | 'wrong' };

/** Addresses that open what is not public, for a while: the path and its end are signed by this server. */
export function signedLinks(key: Uint8Array, clock: Clock) {
  const signatureOf = (path: string, expires: number) => keyed(key, 'picture', path, String(expires));
  return {
    /** A path with its end and signature behind it. */
    sign: (path: string): string => {
      const expires = Math.ceil((clock() + LINK_MS) / STEP_MS) * STEP_MS;
      return `${path}?expires=${expires}&signature=${signatureOf(path, expires)}`;
    },
    check: (path: string, query: Readonly<Record<string, unknown>>): LinkCheck => {
      const { expires, signature } = query;
      if (expires === undefined && signature === undefined) return { signed: false, why: 'none' };
      if (typeof expires !== 'string' || typeof signature !== 'string' || !/^\d{1,15}$/.test(expires)) return { signed: false, why: 'wrong' };
      const right = Buffer.from(signatureOf(path, Number(expires)));
      const given = Buffer.from(signature);
      // Whether it is too late is told only to who has the right signature.
      if (given.length !== right.length || !timingSafeEqual(given, right)) return { signed: false, why: 'wrong' };
      return Number(expires) > clock() ? { signed: true, untilMs: Number(expires) } : { signed: false, why: 'expired' };
    },
  };
}
