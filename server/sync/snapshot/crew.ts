import { Worker } from 'node:worker_threads';
import type { WorkerAnswer, WorkerTask } from './worker.ts';

/** A snapshot worker for the length of one piece of work. */
export type Crew = { ask(task: WorkerTask): Promise<WorkerAnswer>; dismiss(): Promise<void> };

/** Starts a worker; tasks are answered one after the other, and its failure is the answer to all that wait. */
export function hireCrew(): Crew {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [], name: 'snapshot' });
  const waiting: { resolve: (answer: WorkerAnswer) => void; reject: (cause: unknown) => void }[] = [];
  let ended: Error | null = null;
  const fail = (cause: Error) => {
    ended ??= cause;
    for (const { reject } of waiting.splice(0)) reject(cause);
  };
  worker.on('message', (answer: WorkerAnswer) => waiting.shift()?.resolve(answer));
  worker.on('error', (cause) => fail(cause instanceof Error ? cause : new Error('snapshot worker failed', { cause })));
  worker.on('exit', (code) => fail(new Error(`snapshot worker ended (${code})`)));
  return {
    ask: (task) => new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      waiting.push({ resolve, reject });
      worker.postMessage(task);
    }),
    dismiss: async () => {
      await worker.terminate();
    },
  };
}
