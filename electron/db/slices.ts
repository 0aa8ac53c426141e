import { open } from 'node:fs/promises';
import type { ReadableDb, WritableDb } from './connection.ts';

/** A change that is made in slices, so that questions are answered in between: every `yield` is a place to pause. */
export type SlicedWork<T> = (db: WritableDb) => Generator<void, T, void>;

/** The same for work that only looks. */
export type SlicedLook<T> = (db: ReadableDb) => Generator<void, T, void>;

/** Without pauses. */
export function toTheEnd<T>(slices: Generator<void, T, void>): T {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** Lets what was written to a file so far reach the disk, without keeping anybody waiting; where that fails the commit itself will say so. */
export async function reachDisk(file: string): Promise<void> {
  try {
    const handle = await open(file, 'r+');
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
  }
}
