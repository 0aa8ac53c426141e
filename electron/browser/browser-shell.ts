import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '#electron/ipc/log.ts';
import { superviseDataProcess, type ProcessLife, type Supervised } from '#electron/ipc/supervisor.ts';
import type { ProcessStart } from '#electron/ipc/data-process-contract.ts';
import { readWindowFile, windowHeaders } from '#electron/ipc/window-files.ts';
import { closedDoorPage, closedDoorPolicy, stepInsidePage, type ClosedDoor } from './closed-door.ts';
import { closeCodes, SUBPROTOCOL, windowChannel, type ChannelOptions } from './channel.ts';
import { cookieName, cookieOf, refusal } from './guard.ts';
import { doorKeys, sameSecret } from './keys.ts';

/** Where a second console on the same folder asks the first one for a link. */
export const CONTROL_PATH = '/control/link';

export type BrowserShellOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built window, absolute. */
  readonly windowDir: string;
  readonly fork: () => ProcessLife;
  readonly start: ProcessStart;
  readonly log: Log;
  /** Told when the data process comes, goes and comes again. */
  readonly onState?: Pick<Supervised, 'up' | 'down'>;
  readonly channel?: Pick<ChannelOptions, 'maxPayload' | 'pauseAtBytes' | 'dropAtBytes' | 'heartbeatMs'>;
  readonly pausesMs?: readonly number[];
  /** Lets whoever can read this user's files ask for a new link: the next `npm start` on the same folder. */
  readonly controlToken?: string;
};

export type BrowserShell = {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** A link that opens the console once. */
  newLink(): string;
  close(): Promise<void>;
};

/**
 * The console in an ordinary browser of the same machine: a loopback server for the window's files, and one WebSocket per
 * window to the data process. A link with a one-time key opens it; the browser then holds a strict, script-proof cookie.
 *
 * @throws the `listen` error (`EADDRINUSE`, `EACCES`) when the port cannot be had; nothing is left running then
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { log } = options;
  const doors = doorKeys();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const cookie = cookieName(port);

  const channel = windowChannel({
    ...options.channel,
    onText: (window, text) => supervisor.post({ t: 'window', window, text }),
    onClosed: (window) => supervisor.post({ t: 'window-closed', window }),
  });
  const supervisor = superviseDataProcess({
    fork: options.fork,
    start: options.start,
    log,
    ...(options.pausesMs ? { pausesMs: options.pausesMs } : {}),
    on: {
      up: () => options.onState?.up(),
      down: (why) => {
        channel.hangUp(closeCodes.dataProcessRestarts, why.error?.code ?? 'data process starts again');
        options.onState?.down(why);
      },
      window: channel.post,
      event: channel.broadcast,
    },
  });

  const signedIn = (request: IncomingMessage) => {
    const session = cookieOf(request.headers.cookie, cookie);
    return session !== null && doors.isSession(session);
  };
  const closedDoor = (request: IncomingMessage, response: ServerResponse, status: number, why: ClosedDoor) =>
    response
      .writeHead(status, { ...windowHeaders(null), 'content-security-policy': closedDoorPolicy, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(closedDoorPage(why, request.headers['accept-language']));

  const openDoor = (request: IncomingMessage, response: ServerResponse, key: string) => {
    // A browser that loads links ahead of the click may not spend the key.
    if (/prefetch|prerender/.test(String(request.headers['sec-purpose'] ?? ''))) return response.writeHead(503).end();
    const session = doors.open(key);
    if (!session) return signedIn(request) ? response.writeHead(303, { location: '/' }).end() : closedDoor(request, response, 403, 'key-used');
    const headers = { ...windowHeaders(null), 'set-cookie': `${cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`, 'cache-control': 'no-store' };
    const fromElsewhere = /^(cross-site|same-site)$/.test(String(request.headers['sec-fetch-site'] ?? ''));
    return fromElsewhere
      ? response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(stepInsidePage)
      : response.writeHead(303, { ...headers, location: '/' }).end();
  };

  const newLink = () => `${origin}/?key=${doors.newKey()}`;
  // Not for pages: a browser would send an Origin with a POST.
  const handOutLink = (request: IncomingMessage, response: ServerResponse) =>
    options.controlToken && request.headers.origin === undefined && sameSecret(request.headers.authorization ?? '', `Bearer ${options.controlToken}`)
      ? response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(newLink())
      : response.writeHead(403).end();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusal(request.headers, port, false);
    if (refused) {
      log.warn({ code: refused }, 'refused a request that is not from this console');
      return response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('Forbidden\n');
    }
    if (request.method === 'POST' && request.url === CONTROL_PATH) return handOutLink(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405, { allow: 'GET, HEAD' }).end();
    // Only the path is read from the target; an absolute or odd one counts as not found.
    const target = /^(\/[^?#]*)(?:\?([^#]*))?$/.exec(request.url ?? '');
    const pathname = target?.[1] ?? '';
    const key = pathname === '/' && request.method === 'GET' ? new URLSearchParams(target?.[2]).get('key') : null;
    if (key !== null) return openDoor(request, response, key);
    if (!signedIn(request)) return closedDoor(request, response, 401, 'no-key');
    const file = await readWindowFile(options.windowDir, pathname);
    if (!file) return closedDoor(request, response, 404, pathname === '/' ? 'not-built' : 'not-found');
    const host = request.headers.host!;
    return response.writeHead(200, { ...windowHeaders(`ws://${host}`), ...file.headers, 'content-length': file.body.length }).end(request.method === 'HEAD' ? undefined : file.body);
  };

  const refuseUpgrade = (socket: Duplex, status: string) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  server.on('request', (request, response) => {
    answer(request, response).catch((cause: unknown) => {
      log.error({ code: 'internal', cause: (cause as NodeJS.ErrnoException).code ?? 'unknown' }, 'a window file could not be read');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refused = refusal(request.headers, port, true);
    if (refused) {
      log.warn({ code: refused }, 'refused a channel that is not from this console');
      return refuseUpgrade(socket, '403 Forbidden');
    }
    if (!signedIn(request)) return refuseUpgrade(socket, '401 Unauthorized');
    const protocols = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    if (request.url !== '/channel' || !protocols.includes(SUBPROTOCOL)) return refuseUpgrade(socket, '404 Not Found');
    // Before there is anybody to answer, the window is told to come back rather than left waiting.
    if (!supervisor.isUp()) return refuseUpgrade(socket, '503 Service Unavailable');
    return channel.accept(request, socket, head);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    else socket.destroy();
  });

  return {
    origin,
    newLink,
    close: async () => {
      channel.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await supervisor.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
