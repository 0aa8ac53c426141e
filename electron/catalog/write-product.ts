import { sql } from 'kysely';
import type { ProductColumns, VariantColumns } from '#shared/catalog/cache-tables.ts';
import type { Product } from '#shared/catalog/model.ts';
import { projectProduct, projectVariants } from '#shared/catalog/projection.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ChangedPart } from '../db/changes.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing, type Writing } from '../db/statement.ts';
import { dropListed, noteListed } from '../media/library/listed-rows.ts';
import { listingFacts } from './listing-facts.ts';
import { keepParsed, parsedProduct } from './parsed-product.ts';
import { codesTouched, searchTouched } from './touched.ts';

const columnNames = [
  'id', 'shop_id', 'status', 'kind', 'sku', 'brand', 'category_id', 'price', 'price_to', 'compare_at', 'on_hand', 'reserved', 'available', 'incoming',
  'variant_count', 'sort_fr', 'sort_en', 'sort_ar', 'complete_fr', 'complete_en', 'complete_ar', 'google_fr', 'google_en', 'google_ar', 'score', 'in_review', 'missing', 'tags', 'updated_at',
] as const satisfies readonly (keyof ProductColumns)[];

const storedColumns = reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['rid', ...columnNames]).where('id', '=', p('id')));
const storedWhole = reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['rid', ...columnNames, 'version', 'doc']).where('id', '=', p('id')));

/** A product as the cache holds it: its columns, its place, and its record. */
export type StoredProduct = ProductColumns & { readonly rid: number; readonly version: number; readonly before: Product };

/** A product with everything stored beside it, in one look; undefined when it is not there. */
export function storedProduct(db: ReadableDb, id: string): StoredProduct | undefined {
  const row = db.get(storedWhole, { id });
  return row && { ...row, before: parsedProduct(db, row.doc) };
}

/** The same; null also for one whose record cannot even be read. */
export function storedIfReadable(db: ReadableDb, id: string): StoredProduct | null {
  try {
    return storedProduct(db, id) ?? null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

const insertProduct = writing<ProductColumns & { version: number; doc: string }>()((q, p) => {
  const values = Object.fromEntries(columnNames.map((name) => [name, p(name)])) as ProductColumns;
  return q.insertInto('product').values({ ...values, version: p('version'), doc: p('doc') } as never);
});
const storedVariants = reading<{ id: string }>()((q, p) => q.selectFrom('variant').selectAll().where('product_id', '=', p('id')).orderBy('rowid' as never));
const insertVariant = writing<VariantColumns>()((q, p) => q.insertInto('variant').values({ product_id: p('product_id'), variant_id: p('variant_id'), sku: p('sku'), gtin: p('gtin') }));
const deleteVariants = writing<{ id: string }>()((q, p) => q.deleteFrom('variant').where('product_id', '=', p('id')));
const deleteProduct = writing<{ rid: number }>()((q, p) => q.deleteFrom('product').where('rid', '=', p('rid')));
const markDirty = writing<{ rid: number }>()((_, p) => sql`INSERT OR IGNORE INTO fts_dirty (rid) VALUES (${p('rid')})`.compile(builder));

/** One UPDATE per set of columns that ever changed together: SQLite touches only the indexes of the columns it is told to set. */
const updates = new Map<string, Writing<Record<string, string | number | null>>>();
function updateOf(changed: readonly (keyof ProductColumns)[]): Writing<Record<string, string | number | null>> {
  const key = changed.join();
  const known = updates.get(key);
  if (known) return known;
  const made = writing<Record<string, string | number | null>>()((q, p) =>
    q.updateTable('product').set(Object.fromEntries([...changed, 'version', 'doc'].map((name) => [name, p(name)]))).where('rid', '=', p('rid') as number));
  updates.set(key, made);
  return made;
}

/**
 * Writes a product with everything derived from it: columns, variant look-up, and a note for the full text, which follows in the background.
 * Used alike for edits, downloads and undo, so that what is derived never differs from the record.
 *
 * @param version of the server's copy this record is based on
 * @param known the product as it is stored now, where the caller has it at hand: what did not change is then not looked at again
 */
export function putProduct(db: WritableDb, doc: Product, version: number, known?: StoredProduct): void {
  const stored = known ?? db.get(storedColumns, { id: doc.id });
  const columns = projectProduct(doc, listingFacts(db, doc), known && { doc: known.before, columns: known });
  const text = JSON.stringify(doc);
  keepParsed(db, text, doc);
  noteListed(db, doc, known?.before);
  if (stored === undefined) {
    const { lastRowid } = db.run(insertProduct, { ...columns, version, doc: text });
    for (const variant of projectVariants(doc)) db.run(insertVariant, variant);
    db.run(markDirty, { rid: lastRowid });
    db.notes.product(doc.id, ['rows']);
    return;
  }
  const changed = columnNames.filter((name) => stored[name] !== columns[name]);
  const values: Record<string, string | number | null> = { rid: stored.rid, version, doc: text };
  for (const name of changed) values[name] = columns[name];
  db.run(updateOf(changed), values);
  if (known === undefined || codesTouched(known.before, doc)) putVariants(db, doc);
  const parts: ChangedPart[] = changed;
  if (known === undefined || searchTouched(known.before, doc)) {
    db.run(markDirty, { rid: stored.rid });
    parts.push('search');
  }
  db.notes.product(doc.id, parts);
}

/** The same for a product of which nothing that is here is to be believed: what hangs on it is made anew. */
export function restoreProduct(db: WritableDb, doc: Product, version: number): void {
  db.run(deleteVariants, { id: doc.id });
  putProduct(db, doc, version);
}

function putVariants(db: WritableDb, doc: Product): void {
  const before = db.all(storedVariants, { id: doc.id });
  const after = projectVariants(doc);
  if (before.length === after.length && before.every((was, i) => was.variant_id === after[i]!.variant_id && was.sku === after[i]!.sku && was.gtin === after[i]!.gtin)) return;
  db.run(deleteVariants, { id: doc.id });
  for (const variant of after) db.run(insertVariant, variant);
}

/** Takes a product out of the cache with everything derived from it; does nothing when it is not there. */
export function removeProduct(db: WritableDb, id: string): void {
  const stored = db.get(storedColumns, { id });
  if (stored === undefined) return;
  dropListed(db, id);
  db.run(deleteVariants, { id });
  const { changes } = db.run(deleteProduct, { rid: stored.rid });
  assert(changes === 1, () => `product ${id} was there twice`);
  db.run(markDirty, { rid: stored.rid });
  db.notes.product(id, ['rows']);
}

