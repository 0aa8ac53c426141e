import { sql } from 'kysely';
import { effectiveRecipe, recipeHashOf } from '#shared/media/effective-recipe.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../../db/connection.ts';
import { builder, reading, writing } from '../../db/statement.ts';
import { watermarkOf } from './here.ts';

/** A picture of listings as it has to be on the server: made under what it is shown by now, and noted to be sent. */
export type Owing = {
  readonly shopId: string;
  readonly sha256: string;
  readonly name: string;
  readonly recipe: Recipe;
  readonly hash: string;
  /** The listings that show it. */
  readonly productIds: readonly string[];
  readonly isHere: boolean;
  readonly isMade: boolean;
};

type Row = { product_id: string; shop_id: string; sha256: string; name: string; recipe: string | null; here: number };
// Only what can be made here: the file is on this machine, or an edit of this console asks for it.
const makeable = reading<{ shop: string }>()((_, p) => sql<Row>`
  SELECT l.product_id, l.shop_id, l.sha256, l.name, l.recipe, EXISTS (SELECT 1 FROM picture_original AS o WHERE o.shop_id = l.shop_id AND o.sha256 = l.sha256) AS here
  FROM (SELECT shop_id, sha256 FROM picture_original WHERE shop_id = ${p('shop')} UNION SELECT shop_id, sha256 FROM picture_owed WHERE shop_id = ${p('shop')}) AS k
  JOIN product_picture AS l ON l.shop_id = k.shop_id AND l.sha256 = k.sha256 ORDER BY l.product_id, l.image_id`.compile(builder));
const made = reading<{ shop: string }>()((_, p) => sql<{ sha256: string; recipe: string; offered: number }>`SELECT sha256, recipe, offered FROM picture_made WHERE shop_id = ${p('shop')}`.compile(builder));
const originals = reading<{ shop: string }>()((_, p) => sql<{ sha256: string; role: string }>`SELECT sha256, role FROM media_upload WHERE shop_id = ${p('shop')} AND role LIKE '{"kind":"original"%'`.compile(builder));
const shops = reading()(() => sql<{ shop_id: string }>`SELECT shop_id FROM picture_original UNION SELECT shop_id FROM picture_owed`.compile(builder));
const owe = writing<{ shop: string; sha256: string }>()((_, p) => sql`INSERT OR IGNORE INTO picture_owed (shop_id, sha256) VALUES (${p('shop')}, ${p('sha256')})`.compile(builder));
const settled = writing<{ shop: string; sha256: string }>()((q, p) => q.deleteFrom('picture_owed').where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')));
const owed = reading<{ shop: string }>()((q, p) => q.selectFrom('picture_owed').select('sha256').where('shop_id', '=', p('shop')));
const offered = writing<{ shop: string; sha256: string; recipe: string }>()((q, p) => q.updateTable('picture_made').set({ offered: 1 }).where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')).where('recipe', '=', p('recipe')));

/** Shops of which something may be owed. */
export const shopsWithPictures = (db: ReadableDb): string[] => db.column(shops);
export const originalRole = (productId: string): string => JSON.stringify({ kind: 'original', productId });
export const noteOffered = (db: WritableDb, shop: string, sha256: string, recipe: string): void => void db.run(offered, { shop, sha256, recipe });
export const noteSettled = (db: WritableDb, shop: string, sha256: string): void => void db.run(settled, { shop, sha256 });

/**
 * What is still to be made or to be noted for sending of a shop's pictures, by what its listings say now. Nothing is remembered of how it came to be: a
 * recipe that was changed back, or a mark that was taken away again, owes nothing.
 */
export function owingOf(db: ReadableDb, shopId: string): Owing[] {
  const rows = db.all(makeable, { shop: shopId });
  if (rows.length === 0) return [];
  const watermark = watermarkOf(db, shopId);
  const asked = new Set(db.column(owed, { shop: shopId }) as string[]);
  const madeAs = new Map(db.all(made, { shop: shopId }).map(({ sha256, recipe, offered: sent }) => [`${sha256} ${recipe}`, sent === 1]));
  const sentFor = new Set(db.all(originals, { shop: shopId }).map(({ sha256, role }) => `${sha256} ${role}`));
  const named = new Map<string | null, { recipe: Recipe; hash: string }>();
  const found = new Map<string, Owing & { productIds: string[]; sent: boolean }>();
  for (const { product_id, sha256, name, recipe: own, here } of rows) {
    let under = named.get(own);
    if (under === undefined) {
      const recipe = effectiveRecipe(own === null ? null : (JSON.parse(own) as Recipe), watermark);
      under = { recipe, hash: recipeHashOf(recipe) };
      named.set(own, under);
    }
    const key = `${sha256} ${under.hash}`;
    const known = found.get(key) ?? { shopId, sha256, name, ...under, productIds: [], isHere: here === 1, isMade: madeAs.has(key), sent: madeAs.get(key) === true };
    // An original that is on the server already needs no second word from who only changed its recipe.
    if (here === 1 && !asked.has(sha256) && !sentFor.has(`${sha256} ${originalRole(product_id)}`)) known.sent = false;
    known.productIds.push(product_id);
    found.set(key, known);
  }
  return [...found.values()].filter(({ sent }) => !sent).map(({ sent: _, ...owing }) => owing);
}

type Edit = { entity: string; entity_id: string; ops: string };
const editsSince = reading<{ cseq: number }>()((_, p) => sql<Edit>`SELECT entity, entity_id, ops FROM outbox WHERE cseq > ${p('cseq')} AND action = 'patch' AND entity IN ('product', 'shop') AND (entity = 'shop' OR instr(ops, '"images/') > 0) ORDER BY cseq`.compile(builder));
const lastEdit = reading()(() => sql<{ cseq: number }>`SELECT coalesce(max(cseq), 0) AS cseq FROM outbox`.compile(builder));
const elsewhere = reading<{ id: string }>()((_, p) => sql<{ shop_id: string; sha256: string; image_id: string }>`SELECT shop_id, sha256, image_id FROM product_picture AS l WHERE (product_id = ${p('id')} OR shop_id = ${p('id')})
  AND NOT EXISTS (SELECT 1 FROM picture_original AS o WHERE o.shop_id = l.shop_id AND o.sha256 = l.sha256)`.compile(builder));

export const lastEditHere = (db: ReadableDb): number => db.get(lastEdit)!.cseq;

/** Pictures whose files are not here and whose recipe an edit of this console has changed since: who changes it makes it. */
export function changedElsewhere(db: ReadableDb, since: number): { readonly shop: string; readonly sha256: string }[] {
  return db.all(editsSince, { cseq: since }).flatMap(({ entity, entity_id: id, ops }) => {
    const paths = (JSON.parse(ops) as FieldOp[]).map(({ path }) => path);
    const marks = entity === 'shop' && paths.includes('watermark');
    const touched = new Set(paths.flatMap((path) => /^images\/([^/]+)(?:\/(?:recipe|picture))?$/.exec(path)?.[1] ?? []));
    if (!marks && touched.size === 0) return [];
    return db.all(elsewhere, { id }).filter(({ image_id }) => marks || touched.has(image_id)).map(({ shop_id: shop, sha256 }) => ({ shop, sha256 }));
  });
}
export const noteOwed = (db: WritableDb, owing: readonly { readonly shop: string; readonly sha256: string }[]): void => owing.forEach((one) => void db.run(owe, one));
