import { appendFileSync, closeSync, constants, existsSync, fsyncSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress, type ZlibOptions, type ZstdOptions } from 'node:zlib';
import { z } from 'zod';
import { AppFailure } from '#shared/kernel/errors.ts';
import { snapshotManifest, type SnapshotManifest } from '#shared/sync/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { openCache } from '../db/open.ts';
import { readFileIfThere, syncFolder } from '../runtime/atomic-file.ts';

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
  /** Content of one chunk to its place; several may be on their way at once. */
  write(offset: number, content: Uint8Array): void | Promise<void>;
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

/** How chunks are unpacked and recognised. */
export type ChunkCodec = {
  /** @param bytes how long the content should be; a chunk that says otherwise is damaged and may end in any error */
  unpack(encoding: SnapshotManifest['encoding'], wire: Uint8Array, bytes: number): Promise<Uint8Array>;
  sha256(content: Uint8Array): string | Promise<string>;
};

const gunzipped = promisify<Uint8Array, ZlibOptions, Uint8Array>(gunzip);
const unzstd = promisify<Uint8Array, ZstdOptions, Uint8Array>(zstdDecompress);
/** Above the content, so that its end is seen in the same turn. */
const SPARE = 64;
export const nodeCodec: ChunkCodec = {
  unpack: async (encoding, wire, bytes) => {
    if (encoding === 'identity') return wire;
    // In one turn of another thread: in pieces of the usual 16 KiB it took twice as long. A chunk that grows without end is cut off.
    const room = { chunkSize: bytes + SPARE, maxOutputLength: bytes + SPARE };
    return encoding === 'gzip' ? gunzipped(wire, room) : unzstd(wire, room);
  },
  // In one go, 2 ms for a chunk; on a thread of the pool it is first copied, which takes as long.
  sha256: (content) => hash('sha256', content),
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
    write: async (offset, content) => {
      try {
        const handle = await open(side, constants.O_RDWR | constants.O_CREAT, 0o600);
        try {
          let written = 0;
          while (written < content.byteLength) written += (await handle.write(content, written, content.byteLength - written, offset + written)).bytesWritten;
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw meaningOf(cause);
      }
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
