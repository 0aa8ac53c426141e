import { createServer, request as httpRequest, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll } from 'vitest';
import { createLog } from '#server/log.ts';
import type { Logger } from 'pino';

/** A server on a free port of this machine, closed after the suite. */
export async function listening(listener: RequestListener): Promise<{ url: string; port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(server);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, server };
}

const opened: Server[] = [];
afterAll(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; text: string; json: unknown };

/** One call, byte for byte as given: for requests `fetch` would refuse to send. */
export function rawCall(port: number, options: { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer }): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port, method: options.method, path: options.path, headers: options.headers ?? {} }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = answer.headers['content-type']?.startsWith('application/json') === true && answer.headers['content-encoding'] === undefined;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: isJson && text !== '' ? JSON.parse(text) : null });
      });
    });
    call.on('error', reject);
    call.end(options.body);
  });
}

/** The server's real log, written into a list instead of a stream. */
export function keptLog(): { log: Logger; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { log: createLog('debug', sink), text: () => text, lines: () => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) };
}
