import { sql } from 'kysely';
import type { EntityName, ScopeName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';

/**
 * Up to which of this console's edits (`cseq`) the rows of a scope contain them, whether their answers have arrived or not: the server says so with
 * every last page of a pull. A number for each scope: what has been heard of one shop says nothing about the rows of another.
 */
const PREFIX = 'landed ';

const note = writing<{ key: string; cseq: string }>()((_, p) => sql`INSERT INTO meta (key, value) VALUES (${p('key')}, ${p('cseq')})
  ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)`.compile(builder));
const forget = writing<{ key: string }>()((q, p) => q.deleteFrom('meta').where('key', '=', p('key')));
// A range, not LIKE: the key is an index.
const every = reading()(() => sql<{ key: string; value: string }>`SELECT key, value FROM meta WHERE key > 'landed ' AND key < 'landed!'`.compile(builder));
/** Where a record lies: as the server has it, else where it was made. */
const shopOf = reading<{ entity: string; id: string }>()((_, p) => sql<{ shop: string | null }>`SELECT CASE ${p('entity')} WHEN 'shop' THEN ${p('id')} ELSE coalesce(
  (SELECT doc ->> '$.shopId' FROM shadow WHERE entity = ${p('entity')} AND id = ${p('id')}),
  (SELECT doc ->> '$.shopId' FROM outbox WHERE entity = ${p('entity')} AND entity_id = ${p('id')} AND action = 'create'),
  (SELECT shop_id FROM product WHERE id = ${p('id')}), (SELECT shop_id FROM orders WHERE id = ${p('id')}),
  (SELECT shop_id FROM conversation WHERE id = ${p('id')}), (SELECT shop_id FROM message WHERE id = ${p('id')})) END AS shop`.compile(builder));

/** The rows of a scope contain the effect of every edit up to `cseq`. */
export const noteLanded = (db: WritableDb, scope: ScopeName, cseq: number): void => void db.run(note, { key: PREFIX + scope, cseq: String(cseq) });

/** Where a scope is no longer here, nothing has landed. */
export const forgetLanded = (db: WritableDb, scope: ScopeName): void => void db.run(forget, { key: PREFIX + scope });

/** Another disk of this name has used its numbers: what was said to be contained may be the other's. */
export const forgetAllLanded = (db: WritableDb): void => {
  for (const scope of landedByScope(db).keys()) forgetLanded(db, scope);
};

/** What each scope was told to contain. */
export const landedByScope = (db: ReadableDb): ReadonlyMap<ScopeName, number> => new Map(db.all(every).map(({ key, value }) => [key.slice(PREFIX.length) as ScopeName, Number(value)]));

/** Up to which edit the server's copy of a record contains what was written here, or what others made of it since. */
export function landedFor(db: ReadableDb, entity: EntityName, id: string): number {
  const landed = landedByScope(db);
  if (landed.size === 0) return 0;
  const shop = landed.size === 1 && landed.has('admin' as ScopeName) ? null : (db.get(shopOf, { entity, id })?.shop ?? null);
  return Math.max(landed.get('admin' as ScopeName) ?? 0, (shop === null ? undefined : landed.get(`vendor:${shop}` as ScopeName)) ?? 0);
}
