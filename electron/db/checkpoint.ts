import { Worker } from 'node:worker_threads';

/**
 * Writes a long log back into the cache file on a thread of its own; edits and questions go on meanwhile.
 *
 * @throws what SQLite said, when it could not (a full disk): the log simply stays, nothing is lost
 */
export function checkpointAside(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { execArgv: [], name: 'checkpoint', workerData: { file } });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}
