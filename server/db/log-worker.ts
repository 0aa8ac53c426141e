/** Writes the log of a database back into its file whenever it is asked to, without holding up anybody who reads or writes. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { assert } from '#shared/kernel/assert.ts';

assert(parentPort, () => 'the checkpoint worker runs in a worker thread');
const port = parentPort;
const database = new Database((workerData as { file: string }).file, { fileMustExist: true });
database.pragma('synchronous = FULL');
port.on('message', () => {
  database.pragma('wal_checkpoint(PASSIVE)');
  port.postMessage('done');
});
