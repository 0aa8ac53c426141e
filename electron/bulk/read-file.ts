import { Worker } from 'node:worker_threads';
import type { Reading, TableStep } from './table-file.ts';

/** What the thread is told: go on (one more stretch may be sent), or stop. */
export type ReadTask = { readonly path: string; readonly reading: Reading; /** Stretches that may wait for whoever takes them. */ readonly ahead: number };
export type ReadAnswer = { readonly step: TableStep } | { readonly ended: true } | { readonly failed: { readonly code: string | undefined; readonly message: string } };

/** So many stretches (of about a megabyte) are read ahead: enough that neither side waits, few enough that memory stays flat. */
const AHEAD = 4;

/**
 * Reads a file of products in a thread of its own, while the one that asks stores what has come: a stretch of rows at a time, in order.
 *
 * Leaving the loop (`break`, an error) ends the thread; so cancelling is leaving.
 *
 * @throws Error with the `code` of the system when the file cannot be read
 */
export async function* readFile(path: string, reading: Reading): AsyncGenerator<TableStep> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), { execArgv: [], name: 'read file', workerData: { path, reading, ahead: AHEAD } satisfies ReadTask });
  const waiting: ReadAnswer[] = [];
  let wake: (() => void) | null = null;
  const put = (answer: ReadAnswer): void => {
    waiting.push(answer);
    wake?.();
  };
  worker.on('message', put);
  worker.on('error', (cause) => put({ failed: { code: (cause as NodeJS.ErrnoException).code, message: String(cause) } }));
  // Also when a thread dies without a word (no memory left): otherwise nobody would ever be woken.
  worker.on('exit', () => put({ failed: { code: undefined, message: 'the thread that reads ended' } }));
  try {
    for (;;) {
      const answer = waiting.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = null;
      } else if ('step' in answer) {
        worker.postMessage('more');
        yield answer.step;
      } else if ('ended' in answer) return;
      else throw Object.assign(new Error(answer.failed.message), answer.failed.code === undefined ? {} : { code: answer.failed.code });
    }
  } finally {
    await worker.terminate();
  }
}
