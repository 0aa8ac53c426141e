import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { ArrivedChunk } from '#electron/sync/chunk-hands.ts';
import type { SideProgress, SnapshotFiles } from '#electron/sync/snapshot-files.ts';

export const ENCODINGS = ['identity', 'gzip'] as const;

/** A console's disk beside the cache: survives a crash of the console, like the real one. */
export type SideFile = { bytes: Buffer; progress: SideProgress | null };
export const emptySide = (): SideFile => ({ bytes: Buffer.alloc(0), progress: null });

function unpacked(encoding: ArrivedChunk['encoding'], wire: Uint8Array): Uint8Array | null {
  try {
    return encoding === 'gzip' ? gunzipSync(wire) : wire;
  } catch {
    return null;
  }
}

type Opening = { readonly open: (content: Uint8Array) => CacheDb; readonly published: () => void };

/** The place where a snapshot is put together, in memory. */
export function memoryFiles(side: SideFile, { open, published }: Opening): SnapshotFiles {
  const discard = () => Object.assign(side, emptySide());
  return {
    freeBytes: () => Promise.resolve(1e12),
    progress: () => side.progress,
    saveProgress: (progress) => {
      side.progress = structuredClone(progress);
    },
    hands: () => ({
      putAway: ({ encoding, wire, sha256, offset }) => {
        const content = unpacked(encoding, wire);
        if (content === null || createHash('sha256').update(content).digest('hex') !== sha256) return false;
        const end = offset + content.byteLength;
        if (side.bytes.length < end) side.bytes = Buffer.concat([side.bytes, Buffer.alloc(end - side.bytes.length)]);
        side.bytes.set(content, offset);
        return true;
      },
      end: () => Promise.resolve(),
    }),
    read: (offset, length) => side.bytes.subarray(offset, offset + length),
    cutAt: (bytes) => {
      side.bytes = side.bytes.subarray(0, bytes);
    },
    open: () => open(side.bytes),
    flush: () => Promise.resolve(),
    discard,
    publish: (next, current) => {
      current.close();
      discard();
      published();
      return next;
    },
  };
}
