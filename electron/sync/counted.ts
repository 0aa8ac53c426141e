import { sql } from 'kysely';
import type { Json } from '#shared/kernel/json.ts';
import { bucketOf, countIn, noRecords, type Sums } from '#shared/sync/digest.ts';
import type { EntityName, ScopeName } from '#shared/sync/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading, readingNow } from '../db/statement.ts';
import { scopeOf } from './store.ts';

/** A record as the server counts it: by the version of the server's copy, whatever edits lie on top. */
export type CountedHere = { readonly entity: EntityName; readonly id: string; readonly version: number };
/** What a look at a scope found: where it stands, the sums of all its records, and those of some buckets by name. */
export type ScopeLook = { readonly cursor: string; readonly sums: Sums; readonly records: readonly CountedHere[] };

/** So many records are hashed in some 5 ms. */
const ROWS_AT_ONCE = 2_000;

type Row = { id: string; version: number };
const shadowed = reading()(() => sql<{ entity: EntityName; id: string; version: number; shop: string | null; there: number }>`SELECT entity, id, version, CASE entity WHEN 'shop' THEN id WHEN 'category' THEN NULL ELSE doc ->> '$.shopId' END AS shop, doc IS NOT NULL AS there FROM shadow`.compile(builder));

/** Every record of an entity in a scope; products and orders from the index that lists are made of, which is a tenth of the records' bytes. */
function rowsOf(db: ReadableDb, entity: EntityName, shopId: string | null): IterableIterator<Row> {
  const from = entity === 'product' ? sql`product INDEXED BY product_list` : entity === 'order' ? sql`orders INDEXED BY order_list` : entity === 'conversation' ? sql`conversation INDEXED BY conversation_list` : entity === 'message' ? sql`message INDEXED BY message_text` : sql.table(entity);
  const where = shopId === null ? sql`` : sql`WHERE ${sql.ref(entity === 'shop' ? 'id' : 'shop_id')} = ${shopId}`;
  return db.each(readingNow<Row>(sql<Row>`SELECT id, version FROM ${from} ${where}`.compile(builder)));
}

/**
 * Counts a scope as it is in this cache, with pauses.
 *
 * @param named buckets whose records are wanted by name
 */
export function* lookAtScope(db: ReadableDb, scope: ScopeName, named: ReadonlySet<number>): Generator<void, ScopeLook | null, void> {
  const here = scopeOf(db, scope);
  if (here === undefined) return null;
  const sums = noRecords();
  const records: CountedHere[] = [];
  const take = (record: CountedHere): void => {
    countIn(sums, record);
    if (named.has(bucketOf(record.id))) records.push(record);
  };
  const shopId = scope.startsWith('vendor:') ? scope.slice('vendor:'.length) : null;
  const entities: readonly EntityName[] = scope === 'common' ? ['category'] : ['shop', 'product', 'order', 'conversation', 'message'];
  // A record with edits is counted as the server's copy of it: it may be changed, deleted or only made here.
  const copies = db.all(shadowed).filter(({ entity }) => entities.includes(entity));
  const edited = new Set(copies.map(({ entity, id }) => `${entity} ${id}`));
  for (const { entity, id, version, shop, there } of copies) if (there === 1 && (shopId === null || shop === shopId)) take({ entity, id, version });
  let count = 0;
  for (const entity of entities) {
    for (const { id, version } of rowsOf(db, entity, shopId)) {
      if (edited.size === 0 || !edited.has(`${entity} ${id}`)) take({ entity, id, version });
      if (++count % ROWS_AT_ONCE === 0) yield;
    }
  }
  return { cursor: here.cursor, sums, records };
}

/** What the server's copy of a record says here; undefined when there is none, null when it cannot even be read. */
export function contentHere(db: ReadableDb, entity: EntityName, id: string): Json | null | undefined {
  const text = db.get(copyText, { entity, id })?.doc ?? db.get(rowText[entity], { id })?.doc;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
const copyText = reading<{ entity: string; id: string }>()((q, p) => q.selectFrom('shadow').select('doc').where('entity', '=', p('entity')).where('id', '=', p('id')).where('doc', 'is not', null));
const rowText = {
  product: reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id'))),
  shop: reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id'))),
  category: reading<{ id: string }>()((q, p) => q.selectFrom('category').select('doc').where('id', '=', p('id'))),
  order: reading<{ id: string }>()((q, p) => q.selectFrom('orders').select('doc').where('id', '=', p('id'))),
  conversation: reading<{ id: string }>()((q, p) => q.selectFrom('conversation').select('doc').where('id', '=', p('id'))),
  message: reading<{ id: string }>()((q, p) => q.selectFrom('message').select('doc').where('id', '=', p('id'))),
};
