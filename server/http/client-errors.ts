import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AppError } from '#shared/kernel/errors.ts';

/** What Node's HTTP parser found wrong, before there was a request: our words for it. */
const refusals: Readonly<Record<string, { status: string; error: AppError }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', error: { code: 'too-large', field: 'headers' } },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', error: { code: 'timeout', field: 'request' } },
};
const NOT_HTTP = { status: '400 Bad Request', error: { code: 'invalid-input', field: 'request', rule: 'http' } };

/** Answers what is no HTTP, too long in the head or too slow in the same words as everything else, and closes the connection. */
export function answerBrokenRequests(http: Server): void {
  http.on('clientError', (cause: NodeJS.ErrnoException, socket: Duplex) => {
    // The caller is gone, or an answer is under way on this connection.
    if (cause.code === 'ECONNRESET' || !socket.writable || ('bytesWritten' in socket && Number(socket.bytesWritten) > 0)) return void socket.destroy();
    const { status, error } = refusals[cause.code ?? ''] ?? NOT_HTTP;
    const body = JSON.stringify({ error });
    socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
  });
}
