import { workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

// A thread of its own: copying a few hundred megabytes from the log into the file takes seconds, and nobody should wait for it.
const { file } = workerData as { readonly file: string };
const sqlite = new Sqlite(file, { fileMustExist: true, timeout: 0 });
try {
  sqlite.pragma('wal_checkpoint(PASSIVE)');
} finally {
  sqlite.close();
}
