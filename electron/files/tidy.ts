import { stat } from 'node:fs/promises';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { FileFolder } from './file-folder.ts';
import { dropFile, fileRow, fileRows, isNamed, leavingShops, namerOf, noteLeft, putFile } from './file-rows.ts';

/** What no product names stays for so long: an edit may be taken back. The server keeps what it has for longer. */
export const KEEP_LOOSE_MS = 7 * DAY_MS;

/** Files of shops this person no longer works for leave this device. */
export async function removeLeaving(db: CacheDb, folder: FileFolder): Promise<void> {
  for (const shopId of leavingShops(db)) {
    folder.removeShop(shopId);
    await db.inTurn((writable) => noteLeft(writable, shopId));
  }
}

/**
 * Puts folder and cache in step: a content the cache does not know (it was broken and begun anew) but a product names is known again and waits;
 * what no product has named for a week goes.
 *
 * @param now this machine's clock
 */
export async function tidyFolder(db: CacheDb, folder: FileFolder, now: number): Promise<void> {
  for (const row of fileRows(db)) {
    if (row.addedAt > now - KEEP_LOOSE_MS || isNamed(db, row)) continue;
    await folder.remove(row);
    await db.inTurn((writable) => dropFile(writable, row));
  }
  for (const key of folder.here()) {
    if (fileRow(db, key) !== null) continue;
    const { size, mtimeMs } = await stat(folder.pathOf(key));
    const productId = namerOf(db, key);
    if (productId !== null) await db.inTurn((writable) => putFile(writable, { ...key, productId, bytes: size, state: 'waiting', addedAt: now }));
    else if (mtimeMs < now - KEEP_LOOSE_MS) await folder.remove(key);
  }
}
