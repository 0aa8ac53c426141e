import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { SnapshotManifest } from '#shared/sync/model.ts';

export const CHUNK_BYTES = 4 * 1024 * 1024;
export type Encoding = SnapshotManifest['encoding'];
export type Packed = Pick<SnapshotManifest, 'bytes' | 'sha256' | 'chunks'>;

export const chunkFile = (folder: string, encoding: Encoding, chunk: number): string => join(folder, `${encoding}.${chunk}`);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Cuts a finished file into chunks as they travel, and hashes the content of each and of the whole. Uncompressed chunks are read from the file itself. */
export function pack(folder: string, file: string, encoding: Encoding): Packed {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const whole = createHash('sha256');
    const chunks: Packed['chunks'] = [];
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = 0; at < size; at += CHUNK_BYTES) {
      const content = buffer.subarray(0, readSync(handle, buffer, 0, CHUNK_BYTES, at));
      whole.update(content);
      const packed = compress(content, encoding);
      if (encoding !== 'identity') writeFileSync(chunkFile(folder, encoding, chunks.length), packed, { mode: 0o600 });
      chunks.push({ bytes: content.length, wireBytes: packed.length, sha256: sha256(content) });
    }
    return { bytes: size, sha256: whole.digest('hex'), chunks };
  } finally {
    closeSync(handle);
  }
}

// The lowest levels: higher ones save little on rows of JSON and cost more than the network they spare.
function compress(content: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'identity') return content;
  return encoding === 'gzip' ? gzipSync(content, { level: 1 }) : zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}
