import { appendFileSync, closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppFailure } from '#shared/kernel/errors.ts';
import { snapshotManifest, type SnapshotManifest } from '#shared/sync/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { openCache } from '../db/open.ts';
import { readFileIfThere, syncFolder } from '../runtime/atomic-file.ts';
import { hireHands, type ChunkHands } from './chunk-hands.ts';

/** What was fetched so far of a snapshot, so that a console that was cut off goes on where it stopped. */
export type SideProgress = { readonly manifest: SnapshotManifest; readonly done: readonly number[] };

/**
 * The place beside the cache where a snapshot is put together. The cache in use is not touched until `publish`.
 * Everything about files goes through here: a simulator gives another one that keeps them in memory.
 */
export type SnapshotFiles = {
  /** Bytes this user may still write to the disk of the cache. */
  freeBytes(): Promise<number>;
  progress(): SideProgress | null;
  saveProgress(progress: SideProgress): void;
  /** Whoever puts arrived chunks into their places; told when there are no more. */
  hands(): ChunkHands;
  /** What lies at a place; shorter than asked where the file ends. */
  read(offset: number, length: number): Uint8Array;
  /** Cuts off what does not belong to the snapshot, made by an earlier try to build on it. */
  cutAt(bytes: number): void;
  /** Opens the snapshot as a cache without indexes; cheap to write to, because nobody depends on it yet. */
  open(): CacheDb;
  /** Lets what was written so far reach the disk, so that `publish` has little left to wait for. */
  flush(): Promise<void>;
  /** Throws away whatever is there. */
  discard(): void;
  /**
   * Puts `side` durably in the place of `current` and opens it. Both are closed. After a crash at any point there is one of
   * them, whole, under the cache's name.
   */
  publish(side: CacheDb, current: CacheDb): CacheDb;
};

const sideProgress = z.object({ manifest: snapshotManifest, done: z.array(z.int().min(0)) });

/** What a failed write means; a full disk is something the seller can mend. */
function meaningOf(cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new AppFailure({ code: 'disk-full', attempted: 'snapshot' }, { cause }) : cause;
}
function writing<T>(write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw meaningOf(cause);
  }
}

/** The note beside the file: the manifest in the first line, then the number of each chunk that is there, one per line. */
function readNote(text: string): SideProgress | null {
  const [manifest, ...lines] = text.split('\n');
  try {
    // The last line is empty, or half a number where writing it was cut off.
    const parsed = sideProgress.safeParse({ manifest: JSON.parse(manifest!) as unknown, done: lines.slice(0, -1).map(Number) });
    return parsed.success ? parsed.data : null;
  } catch {
    // Not ours, or from another version: fetched again.
    return null;
  }
}

/** The real thing, for a cache file: `<file>.next` and `<file>.next.json` beside it. */
export function snapshotFilesFor(file: string, now: () => EpochMs): SnapshotFiles {
  const side = `${file}.next`;
  const sidecar = `${side}.json`;
  /** What the note says already. */
  let noted: { readonly id: string; count: number } | null = null;
  const withFile = <T>(flags: string, use: (handle: number) => T): T => {
    const handle = openSync(side, flags, 0o600);
    try {
      return use(handle);
    } finally {
      closeSync(handle);
    }
  };
  return {
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(dirname(file));
      return bavail * bsize;
    },
    progress: () => {
      const text = readFileIfThere(sidecar);
      return text === null || !existsSync(side) ? null : readNote(text);
    },
    // Not synced: chunks are looked at again before they are believed, so a note that is lost or too early costs a chunk at most.
    // Added to, not replaced: a file renamed over another is written to the disk at once, which took as long as hashing the chunk.
    saveProgress: ({ manifest, done }) => writing(() => {
      if (noted?.id === manifest.id && noted.count <= done.length) {
        appendFileSync(sidecar, done.slice(noted.count).map((chunk) => `${chunk}\n`).join(''));
      } else {
        writeFileSync(`${sidecar}.new`, [JSON.stringify(manifest), ...done, ''].join('\n'), { mode: 0o600 });
        renameSync(`${sidecar}.new`, sidecar);
      }
      noted = { id: manifest.id, count: done.length };
    }),
    hands: () => {
      const hands = hireHands(side);
      const meaning = (cause: unknown): never => {
        throw meaningOf(cause);
      };
      return { putAway: async (chunk) => await Promise.resolve(hands.putAway(chunk)).catch(meaning), end: () => hands.end().catch(meaning) };
    },
    read: (offset, length) => {
      if (!existsSync(side)) return new Uint8Array(0);
      return withFile('r', (handle) => {
        const content = Buffer.allocUnsafe(length);
        let have = 0;
        for (let count = -1; have < length && count !== 0; have += count) count = readSync(handle, content, have, length - have, offset + have);
        return content.subarray(0, have);
      });
    },
    cutAt: (bytes) => withFile('r+', (handle) => ftruncateSync(handle, bytes)),
    open: () => {
      for (const ending of ['-wal', '-shm', '-journal']) rmSync(side + ending, { force: true });
      return openCache(side, { now, indexes: 'later', draft: true });
    },
    flush: async () => {
      const handle = await open(side, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    discard: () => {
      noted = null;
      for (const ending of ['', '-wal', '-shm', '-journal', '.json', '.json.new']) rmSync(side + ending, { force: true });
    },
    publish: (next, current) => {
      next.close();
      withFile('r+', fsyncSync);
      // The log of the old file must be gone, durably, before another file has its name: SQLite would replay it onto the new one.
      current.sqlite.pragma('wal_checkpoint(TRUNCATE)');
      current.close();
      for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true });
      syncFolder(dirname(file));
      renameSync(side, file);
      // The name must be durable before the first edit goes to the new file.
      syncFolder(dirname(file));
      rmSync(sidecar, { force: true });
      noted = null;
      return openCache(file, { now });
    },
  };
}
