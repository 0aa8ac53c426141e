import { sql } from 'kysely';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { effectiveRecipe, recipeHashOf } from '#shared/media/effective-recipe.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading, writing } from '../../db/statement.ts';
import { KEEP_LOOSE_MS } from '../../files/tidy.ts';
import { ORIGINAL, watermarkOf } from './here.ts';
import { hasListed, listedOfContent, listedOfShop } from './listed-rows.ts';
import { forgetMade, forgetOriginal, hasOriginal, keepOriginal } from './tray-rows.ts';

const shops = reading()(() => sql<{ shop_id: string }>`SELECT shop_id FROM picture_original UNION SELECT shop_id FROM picture_made UNION SELECT id FROM shop`.compile(builder));
// Shown by a listing for so long, it is not expected back in the tray.
const dropPlaced = writing<{ before: number }>()((_, p) => sql`DELETE FROM picture_tray WHERE added_at < ${p('before')} AND placed_image IS NOT NULL AND EXISTS (SELECT 1 FROM product AS p WHERE p.id = placed_product AND instr(p.doc, placed_image) > 0)`.compile(builder));
const oldMade = reading<{ shop: string; before: number }>()((_, p) => sql<{ sha256: string; recipe: string }>`SELECT sha256, recipe FROM picture_made AS m WHERE shop_id = ${p('shop')} AND made_at < ${p('before')}
  AND NOT EXISTS (SELECT 1 FROM picture_tray AS t WHERE t.sha256 = m.sha256 AND t.shop_id = m.shop_id)`.compile(builder));
const looseOriginals = reading<{ shop: string; before: number }>()((_, p) => sql<{ sha256: string }>`SELECT sha256 FROM picture_original AS o WHERE shop_id = ${p('shop')} AND added_at < ${p('before')}
  AND NOT EXISTS (SELECT 1 FROM picture_tray AS t WHERE t.sha256 = o.sha256 AND t.shop_id = o.shop_id) AND NOT EXISTS (SELECT 1 FROM product_picture AS l WHERE l.shop_id = o.shop_id AND l.sha256 = o.sha256)
  AND NOT EXISTS (SELECT 1 FROM media_upload AS u WHERE u.shop_id = o.shop_id AND u.sha256 = o.sha256 AND u.state = 'waiting')`.compile(builder));
const madeDocs = reading<{ shop: string }>()((q, p) => q.selectFrom('picture_made').select('made').where('shop_id', '=', p('shop')));
const onTheirWay = reading<{ shop: string }>()((q, p) => q.selectFrom('media_upload').select('sha256').where('shop_id', '=', p('shop')).where('state', '<>', 'sent'));

const NAME = /^([0-9a-f]{64})\.([a-z]+)(\..+)?$/;

/** Recipes under which the listings of a shop show their pictures now, as `<sha256> <hash>`. */
function shownNow(db: ReadableDb, shopId: string): Set<string> {
  const watermark = watermarkOf(db, shopId);
  return new Set(listedOfShop(db, shopId).map(({ sha256, recipe }) => `${sha256} ${recipeHashOf(effectiveRecipe(recipe === null ? null : (JSON.parse(recipe) as Recipe), watermark))}`));
}

const entriesOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** What nothing names and nobody touched for so long goes; a file that is named and was not known (the cache was begun anew) is known again. */
async function tidyFiles(db: CacheDb, folder: string, shopId: string, now: number): Promise<void> {
  const needed = new Set([...db.all(madeDocs, { shop: shopId }).flatMap(({ made }) => (JSON.parse(made) as MadePicture).derivatives.map(({ sha256 }) => sha256)), ...(db.column(onTheirWay, { shop: shopId }) as string[])]);
  for (const half of await entriesOf(folder)) {
    if (!/^[0-9a-f]{2}$/.test(half)) continue;
    for (const name of await entriesOf(join(folder, half))) {
      const [, sha256, ending, rest] = NAME.exec(name) ?? [];
      const path = join(folder, half, name);
      const found = await stat(path).catch(() => null);
      if (!db.isOpen || sha256 === undefined || found === null) continue;
      const isOld = found.mtimeMs < now - (rest === undefined ? KEEP_LOOSE_MS : DAY_MS);
      if (rest !== undefined) {
        // A process died while it wrote this one.
        if (isOld) await rm(path, { force: true });
      } else if (ending !== ORIGINAL) {
        if (isOld && !needed.has(sha256)) await rm(path, { force: true });
      } else if (!hasOriginal(db, shopId, sha256)) {
        if (listedOfContent(db, shopId, sha256).length > 0) await db.inTurn((writable) => keepOriginal(writable, shopId, sha256, found.size, now));
        else if (isOld) await rm(path, { force: true });
      }
    }
  }
}

/**
 * Lets go of pictures that nothing names any more: no listing, nothing in the tray, nothing on its way, and no undo of the last days.
 *
 * @param folder where contents of a shop lie
 * @param now this machine's clock
 */
export async function tidyPictures(db: CacheDb, folder: (shopId: string) => string, now: number): Promise<void> {
  // Before all products were looked at nobody knows what is named.
  if (!hasListed(db)) return;
  const before = now - KEEP_LOOSE_MS;
  await db.inTurn((writable) => void writable.run(dropPlaced, { before }));
  for (const shopId of db.column(shops) as string[]) {
    const shown = shownNow(db, shopId);
    const made = db.all(oldMade, { shop: shopId, before }).filter(({ sha256, recipe }) => !shown.has(`${sha256} ${recipe}`));
    const loose = db.all(looseOriginals, { shop: shopId, before });
    await db.inTurn((writable) => {
      for (const { sha256, recipe } of made) forgetMade(writable, shopId, sha256, recipe);
      for (const { sha256 } of loose) forgetOriginal(writable, shopId, sha256);
    });
    await tidyFiles(db, folder(shopId), shopId, now);
    if (!db.isOpen) return;
  }
}
