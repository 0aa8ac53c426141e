import { sql } from 'kysely';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

/**
 * The shop of what an edit or a conflict is about, as SQL: of a shop the shop itself, of a product or an order where it lies now, else where the server had it.
 * NULL: nobody here knows any more.
 *
 * @param row `outbox` or `conflict`
 */
export const shopOf = (row: 'outbox' | 'conflict') => {
  const of = sql.raw(row);
  const made = row === 'outbox' ? sql`, outbox.doc ->> '$.shopId'` : sql``;
  return sql<string | null>`CASE ${of}.entity WHEN 'shop' THEN ${of}.entity_id ELSE coalesce((SELECT shop_id FROM product WHERE product.id = ${of}.entity_id), (SELECT shop_id FROM orders WHERE orders.id = ${of}.entity_id),
    (SELECT shop_id FROM conversation WHERE conversation.id = ${of}.entity_id), (SELECT shop_id FROM message WHERE message.id = ${of}.entity_id),
    (SELECT shadow.doc ->> '$.shopId' FROM shadow WHERE shadow.entity = ${of}.entity AND shadow.id = ${of}.entity_id)${made}) END`;
};

/** Only rows of one shop, and those nobody knows the shop of: nothing waits hidden. `shop` null: all. */
export const inShop = (row: 'outbox' | 'conflict', shop: string | null) => sql<boolean>`(${shop} IS NULL OR coalesce(${shopOf(row)}, ${shop}) = ${shop})`;

const ofMids = reading<{ mids: string }>()((_, p) => sql<{ mid: string; shop: string | null }>`SELECT mid, ${shopOf('outbox')} AS shop FROM outbox WHERE mid IN (SELECT value FROM json_each(${p('mids')}))`.compile(builder));

/** The shops of some edits, by their ids; null where it is not known. */
export const shopOfEdits = (db: ReadableDb, mids: readonly string[]): ReadonlyMap<string, string | null> =>
  new Map(db.all(ofMids, { mids: JSON.stringify(mids) }).map(({ mid, shop }) => [mid, shop]));

export type ShopCounts = { readonly shop: string | null; readonly unsent: number; readonly rejected: number; readonly conflicts: number };
const byShop = reading()(() => sql<ShopCounts>`SELECT shop, sum(unsent) AS unsent, sum(rejected) AS rejected, sum(conflicts) AS conflicts FROM (
    SELECT ${shopOf('outbox')} AS shop, state <> 'rejected' AS unsent, state = 'rejected' AS rejected, 0 AS conflicts FROM outbox
    UNION ALL SELECT ${shopOf('conflict')}, 0, 0, 1 FROM conflict WHERE settled_at IS NULL) GROUP BY shop`.compile(builder));

/** How much of each shop waits, was refused or is in conflict; `shop` null: of records nobody knows the shop of. */
export const countsByShop = (db: ReadableDb): ShopCounts[] => db.all(byShop);
