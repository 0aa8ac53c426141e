import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ifMissing } from './if-missing.ts';
import { keyIn, placeOf, StorageFailed, type MediaStorage } from './storage.ts';

/** Pictures in a folder of this machine, each written beside and renamed: `<root>/<shop>/<two>/<sha256>`. */
export function storageFolder(root: string): MediaStorage {
  const at = (key: Parameters<typeof placeOf>[0]) => join(root, placeOf(key));
  let written = 0;
  return {
    name: 'folder',
    put: async (key, content) => {
      const path = at(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.${process.pid}-${written++}.part`;
      try {
        const file = await open(beside, 'w', 0o600);
        try {
          await file.writeFile(content);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, path);
      } catch (cause) {
        await rm(beside, { force: true });
        throw cause;
      }
      if (process.platform === 'win32') return;
      const folder = await open(dirname(path), 'r');
      await folder.sync().finally(() => folder.close());
    },
    size: async (key) => (await stat(at(key)).catch(ifMissing(null)))?.size ?? null,
    read: async function* (key, from, to) {
      if (from >= to) return;
      try {
        yield* createReadStream(at(key), { start: from, end: to - 1, highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw new StorageFailed('folder: the picture cannot be read', { cause });
      }
    },
    remove: (key) => rm(at(key), { force: true }),
    list: async function* () {
      const folder = await opendir(root, { recursive: true }).catch(ifMissing(null));
      if (folder === null) return;
      for await (const entry of folder) {
        if (!entry.isFile()) continue;
        const key = keyIn(join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'));
        const found = key && (await stat(at(key)).catch(ifMissing(null)));
        if (key && found) yield { ...key, bytes: found.size };
      }
    },
  };
}
