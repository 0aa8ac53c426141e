import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import type { FileKey, FileStore } from './file-store.ts';

const SHOP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
/** So much is read at once when a content is looked through. */
const READ_BYTES = 1024 * 1024;

const ifThere = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
};

/**
 * Files in a folder of this machine: `<root>/kept/<shop>/<sha256>`, uploads in `<root>/uploads/<shop>/<sha256>` on the same disk, so that one
 * becomes the other by a rename. Each shop has its own: what one sends can neither be read nor be spoilt by another, even when both have the same.
 */
export function localFolder(root: string): FileStore {
  const at = (where: 'kept' | 'uploads', { shopId, sha256 }: FileKey): string => {
    // Names come from the wire: whatever is no plain id must not become a path, whoever forgot to look.
    assert(SHOP.test(shopId) && HASH.test(sha256), () => 'not a file key');
    return join(root, where, shopId, sha256);
  };
  const sizeOf = async (path: string) => (await ifThere(stat(path)))?.size ?? null;

  return {
    held: async (key) => (await sizeOf(at('uploads', key))) ?? 0,
    size: (key) => sizeOf(at('kept', key)),
    read: (key, from, to) => (from >= to ? nothing() : createReadStream(at('kept', key), { start: from, end: to - 1, highWaterMark: 256 * 1024 })),

    append: async (key, offset, content, most) => {
      const path = at('uploads', key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, constants.O_RDWR | (offset === 0 ? constants.O_CREAT : 0), 0o600).catch((cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? null : Promise.reject(cause)));
      const held = file === null ? 0 : (await file.stat()).size;
      if (file === null || held !== offset) {
        await file?.close();
        return { fits: false, held };
      }
      try {
        const end = await writeBehind(file, offset, content, most);
        return { fits: true, held: end };
      } catch (cause) {
        if (cause instanceof RangeError) await rm(path, { force: true });
        throw cause;
      } finally {
        await file.close();
      }
    },

    keep: async (key) => {
      const [upload, kept] = [at('uploads', key), at('kept', key)];
      // What lies on the disk counts, not what passed by: a cut, a crash or another sender may have come between.
      const hash = createHash('sha256');
      for await (const block of createReadStream(upload, { highWaterMark: READ_BYTES })) hash.update(block as Buffer);
      if (hash.digest('hex') !== key.sha256) {
        await rm(upload, { force: true });
        return false;
      }
      await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
      await synced(upload, 'r+');
      await rename(upload, kept);
      if (process.platform !== 'win32') await synced(dirname(kept), 'r');
      return true;
    },

    remove: async (key) => {
      await rm(at('kept', key), { force: true });
      await rm(at('uploads', key), { force: true });
    },

    uploadsBefore: async function* (moment) {
      for await (const shopId of namesIn(join(root, 'uploads'))) {
        if (!SHOP.test(shopId)) continue;
        for await (const sha256 of namesIn(join(root, 'uploads', shopId))) {
          if (!HASH.test(sha256)) continue;
          const found = await ifThere(stat(join(root, 'uploads', shopId, sha256)));
          if (found !== null && found.mtimeMs < moment) yield { shopId, sha256 };
        }
      }
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* namesIn(folder: string): AsyncGenerator<string> {
  const listing = await ifThere(opendir(folder));
  if (listing === null) return;
  for await (const { name } of listing) yield name;
}

/** @returns how many bytes are held afterwards */
async function writeBehind(file: FileHandle, offset: number, content: AsyncIterable<Uint8Array>, most: number): Promise<number> {
  let end = offset;
  for await (const block of content) {
    if (end + block.byteLength > most) throw new RangeError(`more than ${most} bytes`);
    for (let done = 0; done < block.byteLength; ) done += (await file.write(block, done, block.byteLength - done, end + done)).bytesWritten;
    end += block.byteLength;
  }
  return end;
}

async function synced(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
