import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { DerivativePurpose } from '#shared/media/model.ts';

/** One size of a picture, ready to be shown. */
export type Shown = { readonly mime: string; readonly data: Uint8Array; readonly width: number; readonly height: number };
export type ShownKey = { readonly shopId: string; readonly sha256: string; readonly recipe: string; readonly purpose: DerivativePurpose };

/** So many bytes of pictures that can be had again are kept, of all shops together. */
export const MOST_SHOWN_BYTES = 200_000_000;

const NAME = /^([0-9a-f]{64})\.([0-9a-f]{16})\.(thumbnail|\d+)\.(\d+)x(\d+)\.webp$/;
const SHOP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
type Entry = { readonly path: string; readonly bytes: number; readonly width: number; readonly height: number };

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/**
 * Pictures that were only looked at: fetched from the server, or made for a quick look. Bounded: what was not looked at for longest goes first.
 *
 * @param root the folder of the account's files; those of a shop lie in `<root>/<shop>/pictures/shown`, and go with it
 */
export function shownFolder(root: string, most = MOST_SHOWN_BYTES) {
  const nameOf = ({ shopId, sha256, recipe, purpose }: ShownKey) => `${shopId} ${sha256}.${recipe}.${purpose}`;
  const folderOf = (shopId: string) => join(root, shopId, 'pictures', 'shown');
  // In the order of their last use: a Map keeps the order in which entries were set.
  const entries = new Map<string, Entry>();
  let total = 0;

  const load = (): void => {
    const found = filesIn(root).filter((name) => SHOP.test(name)).flatMap((shopId) => filesIn(folderOf(shopId)).flatMap((file) => {
      const [, sha256, recipe, purpose, width, height] = NAME.exec(file) ?? [];
      const path = join(folderOf(shopId), file);
      const stat = sha256 === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
      return stat ? [{ name: `${shopId} ${sha256}.${recipe}.${purpose}`, usedAt: stat.mtimeMs, entry: { path, bytes: stat.size, width: Number(width), height: Number(height) } }] : [];
    }));
    for (const { name, entry } of found.sort((a, b) => a.usedAt - b.usedAt)) {
      entries.set(name, entry);
      total += entry.bytes;
    }
  };
  load();

  const forget = (name: string): Entry | undefined => {
    const entry = entries.get(name);
    if (entry && entries.delete(name)) total -= entry.bytes;
    return entry;
  };

  return {
    get: async (key: ShownKey): Promise<Shown | null> => {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (!entry) return null;
      try {
        const data = await readFile(entry.path);
        entries.delete(name);
        entries.set(name, entry);
        await utimes(entry.path, new Date(), new Date());
        return { mime: 'image/webp', data, width: entry.width, height: entry.height };
      } catch {
        // The shop has left, or somebody tidied the folder by hand.
        forget(name);
        return null;
      }
    },
    /** Keeps a picture as long as there is room; a disk that takes no more is no reason not to show it. */
    put: async (key: ShownKey, { data, width, height }: Omit<Shown, 'mime'>): Promise<void> => {
      const folder = folderOf(key.shopId);
      const path = join(folder, `${key.sha256}.${key.recipe}.${key.purpose}.${width}x${height}.webp`);
      const beside = join(folder, `${randomUUID()}.part`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        await writeFile(beside, data, { mode: 0o600 });
        await rename(beside, path);
      } catch {
        return rm(beside, { force: true });
      }
      forget(nameOf(key));
      entries.set(nameOf(key), { path, bytes: data.byteLength, width, height });
      total += data.byteLength;
      for (const [name] of entries) {
        if (total <= most) break;
        const gone = forget(name);
        if (gone) await rm(gone.path, { force: true });
      }
    },
    bytes: () => total,
  };
}
export type ShownFolder = ReturnType<typeof shownFolder>;
