import { protocol, type Session } from 'electron';
import { readWindowFile, windowHeaders } from '#electron/ipc/window-files.ts';
import { isOwnAddress, SCHEME } from './origin.ts';

/** Makes `app://` behave like https (origin, storage, fetch). Only before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
}

/** Answers one `app://` request from the window's folder, with the same policy and headers as the browser shell. */
export async function answerAppRequest(windowDir: string, request: Pick<Request, 'url' | 'method'>): Promise<Response> {
  const headers = { ...windowHeaders(null), 'content-type': 'text/plain; charset=utf-8' };
  if (!isOwnAddress(request.url)) return new Response('Forbidden', { status: 403, headers });
  if (request.method !== 'GET') return new Response('Method not allowed', { status: 405, headers });
  const file = await readWindowFile(windowDir, new URL(request.url).pathname);
  return file ? new Response(new Uint8Array(file.body), { headers: { ...headers, ...file.headers } }) : new Response('Not found', { status: 404, headers });
}

/** Serves the window's files to a session, and lets its pages reach nothing else: the network belongs to the data process. */
export function serveWindowFiles(session: Session, windowDir: string): void {
  session.protocol.handle(SCHEME, (request) => answerAppRequest(windowDir, request));
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = isOwnAddress(details.url) || /^(blob:app:\/\/comptoir\/|data:|devtools:)/.test(details.url);
    decide({ cancel: !own });
  });
}
