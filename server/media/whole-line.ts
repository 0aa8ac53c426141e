import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** So much may wait for the disk before the line has to; a `kill -9` takes it along. */
const MOST_WAITING_BYTES = 128 * 1024;

/**
 * A request whose body ends where its line broke, instead of failing there: whoever writes it down writes all that arrived. A body that fails
 * takes along what stood in the buffers between line and disk, which is sent again after every cut (88 kB each time, measured over 29 cuts).
 */
export function withBodyToTheCut(request: IncomingMessage): Request {
  let ended = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const end = () => {
        if (ended) return;
        ended = true;
        controller.close();
      };
      request.on('data', (block: Buffer) => {
        if (ended) return;
        controller.enqueue(block);
        if ((controller.desiredSize ?? 0) <= 0) request.pause();
      });
      request.on('end', end).on('error', end).on('close', end);
    },
    pull: () => void request.resume(),
    cancel: () => {
      ended = true;
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }));
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(new URL(request.url ?? '/', 'http://localhost'), { method: request.method ?? 'PATCH', headers, body, duplex: 'half' } as RequestInit);
}

/** Answers with what was made of it; to a line that is gone there is nothing to say. */
export async function answerWith(response: ServerResponse, answer: Response): Promise<void> {
  if (response.destroyed) return;
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (!answer.body) return void response.end();
  await pipeline(Readable.fromWeb(answer.body as never), response).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw cause;
  });
}
