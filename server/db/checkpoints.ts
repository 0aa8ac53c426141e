import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';

/** So many pages of log are worth writing back (32 MB): enough that a page changed often is written once. */
const LOG_PAGES = 4_096;
/** Where the thread did not come to it, the commit that finds this many pages does it after all. */
const SAFETY_PAGES = 32_768;

export type Checkpoints = {
  /** Called after every commit: looks whether it is time. */
  committed(): void;
  /** Waits for one that is under way. */
  close(): Promise<void>;
};

const never: Checkpoints = { committed: () => undefined, close: () => Promise.resolve() };

/**
 * Writes the log of the embedded database back into its file on a thread of its own. Inside a commit, as SQLite does it by itself,
 * it made every third push wait for the disk twice as long.
 */
export function keepCheckpoints(sqlite: Database.Database): Checkpoints {
  if (sqlite.memory) return never;
  sqlite.pragma(`wal_autocheckpoint = ${SAFETY_PAGES}`);
  // Looks without doing anything.
  const state = sqlite.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
  let worker: Worker | null = null;
  let running: Promise<void> | null = null;

  const run = (): Promise<void> => {
    const at = (worker ??= hire(sqlite.name));
    return new Promise((resolve) => {
      const done = () => {
        at.off('message', done);
        at.off('exit', gone);
        resolve();
      };
      // No room, or the process is ending: the log stays as it is, nothing is lost, and a later commit tries again.
      const gone = () => {
        worker = null;
        done();
      };
      at.on('message', done);
      at.on('exit', gone);
      at.postMessage('checkpoint');
    });
  };

  return {
    committed: () => {
      if (running !== null) return;
      const { log, checkpointed } = state.get()!;
      if (log - checkpointed >= LOG_PAGES) running = run().finally(() => (running = null));
    },
    close: async () => {
      await running;
      await worker?.terminate();
    },
  };
}

function hire(file: string): Worker {
  const worker = new Worker(new URL('./log-worker.ts', import.meta.url), { execArgv: [], name: 'checkpoint', workerData: { file } });
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}
