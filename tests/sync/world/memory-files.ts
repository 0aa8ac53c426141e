import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { ChunkCodec, SideProgress, SnapshotFiles } from '#electron/sync/snapshot-files.ts';

export const ENCODINGS = ['identity', 'gzip'] as const;

/** Unpacks and hashes without leaving the thread. */
export const inlineCodec: ChunkCodec = {
  unpack: (encoding, wire) => new Promise((resolve) => resolve(encoding === 'gzip' ? gunzipSync(wire) : wire)),
  sha256: (content) => createHash('sha256').update(content).digest('hex'),
};

/** A console's disk beside the cache: survives a crash of the console, like the real one. */
export type SideFile = { bytes: Buffer; progress: SideProgress | null };
export const emptySide = (): SideFile => ({ bytes: Buffer.alloc(0), progress: null });

type Opening = { readonly open: (content: Uint8Array, indexes: 'now' | 'later') => CacheDb; readonly published: (next: CacheDb) => void };

/** The place where a snapshot is put together, in memory. */
export function memoryFiles(side: SideFile, { open, published }: Opening): SnapshotFiles {
  const discard = () => Object.assign(side, emptySide());
  return {
    freeBytes: () => Promise.resolve(1e12),
    progress: () => side.progress,
    saveProgress: (progress) => {
      side.progress = structuredClone(progress);
    },
    write: (offset, content) => {
      const end = offset + content.byteLength;
      if (side.bytes.length < end) side.bytes = Buffer.concat([side.bytes, Buffer.alloc(end - side.bytes.length)]);
      side.bytes.set(content, offset);
    },
    read: (offset, length) => side.bytes.subarray(offset, offset + length),
    cutAt: (bytes) => {
      side.bytes = side.bytes.subarray(0, bytes);
    },
    open: () => open(side.bytes, 'later'),
    flush: () => Promise.resolve(),
    discard,
    publish: (next, current) => {
      const content = next.sqlite.serialize();
      next.close();
      current.close();
      discard();
      const opened = open(content, 'now');
      published(opened);
      return opened;
    },
  };
}
