import type { ProductTable } from '#server/db/schema.ts';
import { filesFollow } from '#server/files/of-products.ts';
import { usesFollow } from '#server/media/uses.ts';
import { casesFollow } from '#server/moderation/follow.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { Change, EntityStore, Stored } from '#server/sync/entity-store.ts';
import { jsonText } from '#server/sync/json-text.ts';
import type { ProductColumns } from '#shared/catalog/cache-tables.ts';
import { checkOp, productDescription } from '#shared/catalog/description.ts';
import type { Product } from '#shared/catalog/model.ts';
import { projectProduct, projectVariants, type ListingFacts, type Projected } from '#shared/catalog/projection.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt, setAt } from '#shared/sync/merge.ts';
import { factsFor } from './listing-facts.ts';
import { productGuard } from './product-guard.ts';

export const productColumns = [
  'id', 'shop_id', 'version', 'status', 'kind', 'sku', 'brand', 'category_id', 'price', 'price_to', 'compare_at', 'on_hand', 'reserved', 'available', 'incoming',
  'variant_count', 'sort_fr', 'sort_en', 'sort_ar', 'complete_fr', 'complete_en', 'complete_ar', 'google_fr', 'google_en', 'google_ar', 'score', 'in_review', 'missing', 'tags', 'updated_at', 'doc',
] as const satisfies readonly (keyof ProductTable)[];

export const insertProducts = bulkInsert('product', productColumns);
export const insertVariants = bulkInsert('variant', ['product_id', 'variant_id', 'sku', 'gtin']);
/** What never changes, and what most edits leave alone (the status, the shop), are in indexes: not naming them spares rewriting those. */
const fixed = ['id', 'kind'];
const rare = ['status', 'shop_id'] as const;
const overwriteProducts = bulkInsert('product', productColumns, { keys: ['id'], update: productColumns.filter((column) => ![...fixed, ...rare].includes(column)) });
const overwriteRare = bulkInsert('product', productColumns, { keys: ['id'], update: productColumns.filter((column) => !fixed.includes(column)) });

/** The row of a product: its record and the columns derived from it; see `projectProduct` for `known`. */
export const productRow = (doc: Product, version: number, facts: ListingFacts, known?: Projected) => ({ ...projectProduct(doc, facts, known), version, doc: jsonText(doc) });

/** The columns records were read with, for as long as somebody holds the record: what an edit leaves alone is not worked out again. */
const columnsRead = new WeakMap<object, ProductColumns>();
const knownOf = (before: Json | null): Projected | undefined => {
  const columns = before === null ? undefined : columnsRead.get(before as object);
  return columns && { doc: before as unknown as Product, columns };
};

/** Products with their variants, kept together. */
export const productStore: EntityStore = {
  description: productDescription,
  checkOp,

  load: async (trx, dialect, ids) => {
    const found = new Map<string, Stored>();
    for (const slice of slices(ids.toSorted())) {
      const rows = await dialect.lockRows(trx.selectFrom('product').select(productColumns).where('id', 'in', slice).orderBy('id')).execute();
      for (const row of rows) {
        const doc = JSON.parse(row.doc) as Json;
        columnsRead.set(doc as object, row);
        found.set(row.id, { version: row.version, doc });
      }
    }
    return found;
  },

  guard: productGuard,

  admit: (doc, actor, madeAt) => {
    const named = setAt(doc, 'createdBy', actor.userId);
    return (getAt(named, 'updatedAt') as number) > madeAt ? setAt(named, 'updatedAt', madeAt) : named;
  },

  save: async (trx, dialect, changes) => {
    const made = changes.filter((change) => change.before === null && change.after !== null);
    const edited = changes.filter((change) => change.before !== null && change.after !== null);
    const gone = changes.filter((change) => change.before !== null && change.after === null).map(({ id }) => id);
    const facts = await factsFor(trx, [...made, ...edited].map(({ after }) => after as unknown as Product));
    const rowOfChange = ({ before, after, version }: Change) => productRow(after as unknown as Product, version, facts(after as unknown as Product), knownOf(before));
    // A plain insert: two consoles that make up the same id must collide, not overwrite each other.
    await insertProducts(trx, dialect, made.map(rowOfChange));
    const moved = ({ before, after }: Change) => getAt(before!, 'status') !== getAt(after!, 'status') || getAt(before!, 'shopId') !== getAt(after!, 'shopId');
    await overwriteRare(trx, dialect, edited.filter(moved).map(rowOfChange));
    await filesFollow(trx, dialect, edited.filter(moved));
    await overwriteProducts(trx, dialect, edited.filter((change) => !moved(change)).map(rowOfChange));
    await usesFollow(trx, dialect, changes);
    await casesFollow(trx, changes);
    const recoded = edited.filter(({ before, after }) => !sameCodes(before as unknown as Product, after as unknown as Product));
    for (const slice of slices([...gone, ...recoded.map(({ id }) => id)])) await trx.deleteFrom('variant').where('product_id', 'in', slice).execute();
    await insertVariants(trx, dialect, [...made, ...recoded].flatMap(({ after }) => projectVariants(after as unknown as Product)));
    for (const slice of slices(gone)) await trx.deleteFrom('product').where('id', 'in', slice).execute();
  },

  shopOf: (doc) => getAt(doc, 'shopId') as string,
};

/** What the variant table is made from; most edits leave it alone. */
function sameCodes(before: Product, after: Product): boolean {
  const ids = Object.keys(after.variants) as (keyof Product['variants'])[];
  return ids.length === Object.keys(before.variants).length && ids.every((id) => {
    const [was, is] = [before.variants[id], after.variants[id]!];
    return was === is || (was !== undefined && was.sku === is.sku && was.gtin === is.gtin);
  });
}
