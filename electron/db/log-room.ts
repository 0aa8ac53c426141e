import { closeSync, openSync, writeSync } from 'node:fs';
import type { CacheDb } from './cache-db.ts';

/** Room for the edits between two quiet moments, bytes. */
export const LOG_ROOM = 8 * 1024 * 1024;
const SLICE = 1024 * 1024;

/**
 * Makes the log file as long as it will soon be. A log that grows with an edit makes the file system note the new length in the same wait
 * for the disk: 0.34 ms instead of 0.21 for seven pages. SQLite writes over a log from its start, and takes zeros at its end for what
 * they are: nothing (each frame of a log carries the salt of its header and a checksum).
 *
 * Call it again until it answers false, then let it reach the disk; each call takes a millisecond. No change of anybody can run meanwhile, because the right to
 * write is held. The log lies beside the file: opening and closing it here drops none of the locks SQLite holds on the file itself.
 *
 * @param room bytes the log should have
 * @returns whether there is more to do
 */
export function reserveLog(cache: CacheDb, room = LOG_ROOM): boolean {
  if (cache.inMemory || cache.logBytes() >= room) return false;
  return cache.now(() => {
    const handle = openSync(`${cache.file}-wal`, 'r+');
    try {
      // Its length is looked at again now that nobody else can be writing.
      const from = cache.logBytes();
      const zeros = Buffer.alloc(Math.min(SLICE, Math.max(0, room - from)));
      writeSync(handle, zeros, 0, zeros.length, from);
      return from + zeros.length < room;
    } finally {
      closeSync(handle);
    }
  });
}
