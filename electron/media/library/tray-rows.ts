import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { ReadableDb, WritableDb } from '../../db/connection.ts';
import type { PictureTrayTable } from '../../db/schema.ts';
import { builder, reading, writing } from '../../db/statement.ts';

/** A picture in the tray. */
export type TrayRow = {
  readonly seq: number;
  readonly id: string;
  readonly shopId: string;
  /** The listing it was dropped on. */
  readonly productId: string | null;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly state: PictureTrayTable['state'];
  readonly error: AppError | null;
  /** The hash of the recipe it was made under, once `ready`. */
  readonly recipe: string | null;
  readonly addedAt: number;
};

const fromTable = (row: PictureTrayTable): TrayRow => ({
  seq: row.seq, id: row.id, shopId: row.shop_id, productId: row.product_id, name: row.name, bytes: row.bytes, sha256: row.sha256, state: row.state,
  error: row.error === null ? null : (JSON.parse(row.error) as AppError), recipe: row.recipe, addedAt: row.added_at,
});

// Whether a listing still shows it is read off the listing: an edit that was taken back brings its pictures back without anybody's help.
const shownSince = sql<boolean>`(t.placed_image IS NOT NULL AND EXISTS (SELECT 1 FROM product AS p WHERE p.id = t.placed_product AND instr(p.doc, t.placed_image) > 0))`;
const inTray = sql<boolean>`t.dismissed = 0 AND NOT ${shownSince}`;

const visible = reading<{ shop: string; product: string | null }>()((_, p) =>
  sql<Pick<PictureTrayTable, 'seq' | 'state'>>`SELECT seq, state FROM picture_tray AS t WHERE shop_id = ${p('shop')} AND (${p('product')} IS NULL OR product_id = ${p('product')}) AND ${inTray} ORDER BY seq DESC`.compile(builder));
const some = reading<{ seqs: string }>()((_, p) => sql<PictureTrayTable>`SELECT t.* FROM json_each(${p('seqs')}) AS j JOIN picture_tray AS t ON t.seq = j.value ORDER BY t.seq DESC`.compile(builder));
const byIds = reading<{ ids: string }>()((_, p) => sql<PictureTrayTable>`SELECT t.* FROM json_each(${p('ids')}) AS j JOIN picture_tray AS t ON t.id = j.value WHERE ${inTray} ORDER BY t.seq`.compile(builder));
const waitingRows = reading<{ after: number; limit: number }>()((_, p) => sql<PictureTrayTable>`SELECT * FROM picture_tray WHERE seq > ${p('after')} AND state = 'waiting' AND dismissed = 0 ORDER BY seq LIMIT ${p('limit')}`.compile(builder));
const bound = reading()(() => sql<PictureTrayTable>`SELECT * FROM picture_tray WHERE product_id IS NOT NULL AND dismissed = 0 ORDER BY product_id, seq`.compile(builder));
const same = reading<{ shop: string; product: string | null; sha256: string; name: string }>()((_, p) =>
  sql<PictureTrayTable>`SELECT t.* FROM picture_tray AS t WHERE sha256 = ${p('sha256')} AND shop_id = ${p('shop')} AND name = ${p('name')} AND product_id IS ${p('product')} AND ${inTray} LIMIT 1`.compile(builder));
const count = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM picture_tray AS t WHERE ${inTray}`.compile(builder));
const add = writing<{ id: string; shop: string; product: string | null; name: string; bytes: number; sha256: string; at: number }>()((_, p) =>
  sql`INSERT INTO picture_tray (id, shop_id, product_id, name, bytes, sha256, state, error, recipe, placed_product, placed_image, dismissed, added_at)
    VALUES (${p('id')}, ${p('shop')}, ${p('product')}, ${p('name')}, ${p('bytes')}, ${p('sha256')}, 'waiting', NULL, NULL, NULL, NULL, 0, ${p('at')})`.compile(builder));
const become = writing<{ id: string; state: PictureTrayTable['state']; error: string | null; recipe: string | null }>()((q, p) => q.updateTable('picture_tray').set({ state: p('state'), error: p('error'), recipe: p('recipe') }).where('id', '=', p('id')));
const loosen = writing<{ id: string }>()((q, p) => q.updateTable('picture_tray').set({ product_id: null }).where('id', '=', p('id')));
const placed = writing<{ id: string; product: string; image: string }>()((q, p) => q.updateTable('picture_tray').set({ placed_product: p('product'), placed_image: p('image') }).where('id', '=', p('id')));
const dismiss = writing<{ id: string; dismissed: number }>()((q, p) => q.updateTable('picture_tray').set({ dismissed: p('dismissed') }).where('id', '=', p('id')));
const drop = writing<{ id: string }>()((q, p) => q.deleteFrom('picture_tray').where('id', '=', p('id')));
const original = writing<{ shop: string; sha256: string; bytes: number; at: number }>()((_, p) =>
  sql`INSERT INTO picture_original (shop_id, sha256, bytes, added_at) VALUES (${p('shop')}, ${p('sha256')}, ${p('bytes')}, ${p('at')}) ON CONFLICT (shop_id, sha256) DO UPDATE SET added_at = excluded.added_at`.compile(builder));
const originalOf = reading<{ shop: string; sha256: string }>()((q, p) => q.selectFrom('picture_original').selectAll().where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')));
const originalGone = writing<{ shop: string; sha256: string }>()((q, p) => q.deleteFrom('picture_original').where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')));
const madeOf = reading<{ shop: string; sha256: string; recipe: string }>()((q, p) => q.selectFrom('picture_made').selectAll().where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')).where('recipe', '=', p('recipe')));
const putMade = writing<{ shop: string; sha256: string; recipe: string; made: string; at: number }>()((_, p) =>
  sql`INSERT INTO picture_made (shop_id, sha256, recipe, made, offered, made_at) VALUES (${p('shop')}, ${p('sha256')}, ${p('recipe')}, ${p('made')}, 0, ${p('at')})
    ON CONFLICT (shop_id, sha256, recipe) DO UPDATE SET made = excluded.made, made_at = excluded.made_at`.compile(builder));
const madeGone = writing<{ shop: string; sha256: string; recipe: string }>()((q, p) => q.deleteFrom('picture_made').where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')).where('recipe', '=', p('recipe')));

/** Places of what is in the tray of a shop, newest first, each with its state. */
export const trayPlaces = (db: ReadableDb, shop: string, product: string | null): Pick<PictureTrayTable, 'seq' | 'state'>[] => db.all(visible, { shop, product });
export const trayAt = (db: ReadableDb, seqs: readonly number[]): TrayRow[] => db.all(some, { seqs: JSON.stringify(seqs) }).map(fromTable);
/** Those of them that are in the tray, in the order in which they came. */
export const trayOf = (db: ReadableDb, ids: readonly string[]): TrayRow[] => db.all(byIds, { ids: JSON.stringify(ids) }).map(fromTable);
/** What is still to be read, the first that came first; `after` the place of one. */
export const waitingInTray = (db: ReadableDb, limit: number, after = 0): TrayRow[] => db.all(waitingRows, { after, limit }).map(fromTable);
/** What is to go to a listing by itself, listing by listing, in the order in which it came. */
export const boundForListings = (db: ReadableDb): TrayRow[] => db.all(bound).map(fromTable);
export const sameInTray = (db: ReadableDb, key: { shop: string; product: string | null; sha256: string; name: string }): TrayRow | null => {
  const row = db.get(same, key);
  return row ? fromTable(row) : null;
};
/** Pictures that are on this machine and on no listing. */
export const countTray = (db: ReadableDb): number => db.get(count)!.count;

export function addToTray(db: WritableDb, row: { id: string; shop: string; product: string | null; name: string; bytes: number; sha256: string; at: number }): void {
  db.run(add, row);
  db.run(original, { shop: row.shop, sha256: row.sha256, bytes: row.bytes, at: row.at });
}
export const trayBecomes = (db: WritableDb, id: string, state: TrayRow['state'], { error = null, recipe = null }: { error?: AppError | null; recipe?: string | null } = {}): void =>
  void db.run(become, { id, state, error: error === null ? null : JSON.stringify(error), recipe });
/** The listing it was dropped on is gone: it waits for another. */
export const loosenInTray = (db: WritableDb, id: string): void => void db.run(loosen, { id });
export const notePlaced = (db: WritableDb, id: string, product: string, image: string): void => void db.run(placed, { id, product, image });
export const setDismissed = (db: WritableDb, id: string, dismissed: boolean): void => void db.run(dismiss, { id, dismissed: dismissed ? 1 : 0 });
export const dropFromTray = (db: WritableDb, id: string): void => void db.run(drop, { id });

/** Whether the file of a picture is on this machine. */
export const hasOriginal = (db: ReadableDb, shop: string, sha256: string): boolean => db.get(originalOf, { shop, sha256 }) !== undefined;
export const keepOriginal = (db: WritableDb, shop: string, sha256: string, bytes: number, at: number): void => void db.run(original, { shop, sha256, bytes, at });
export const forgetOriginal = (db: WritableDb, shop: string, sha256: string): void => void db.run(originalGone, { shop, sha256 });

/** What came of a picture under a recipe, while it is here; null when it has to be made. */
export function madeUnder(db: ReadableDb, shop: string, sha256: string, recipe: string): MadePicture | null {
  const row = db.get(madeOf, { shop, sha256, recipe });
  return row ? (JSON.parse(row.made) as MadePicture) : null;
}
export const keepMade = (db: WritableDb, shop: string, recipe: string, made: MadePicture, at: number): void => void db.run(putMade, { shop, sha256: made.facts.sha256, recipe, made: JSON.stringify(made), at });
export const forgetMade = (db: WritableDb, shop: string, sha256: string, recipe: string): void => void db.run(madeGone, { shop, sha256, recipe });

/** Part of taking a scope off this device (`sync/revoke.ts`), in its transaction. The bytes go with the shop's other files. */
export function trayLeaves(db: WritableDb, scope: string): void {
  if (scope === 'common') return;
  const whose = scope === 'admin' ? `'vendor:' || shop_id NOT IN (SELECT scope FROM scope)` : `shop_id = '${scope.slice('vendor:'.length)}'`;
  db.exec(`INSERT OR IGNORE INTO file_leaving (shop_id) SELECT shop_id FROM picture_original WHERE ${whose} UNION SELECT shop_id FROM picture_tray WHERE ${whose};
    ${['picture_tray', 'picture_original', 'picture_made', 'picture_owed'].map((table) => `DELETE FROM ${table} WHERE ${whose}`).join('; ')}`);
}

const forget = writing()((q) => q.deleteFrom('picture_tray').where('dismissed', '=', 1));
/** What was taken out of the tray before the console was closed does not come back. */
export const forgetDismissed = (db: WritableDb): void => void db.run(forget);
const shops = reading()(() => sql<{ shop_id: string }>`SELECT DISTINCT shop_id FROM picture_tray`.compile(builder));
export const shopsOfTray = (db: ReadableDb): string[] => db.column(shops);
