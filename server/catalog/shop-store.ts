import { sql } from 'kysely';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { EntityStore, Guard, Stored } from '#server/sync/entity-store.ts';
import { jsonText } from '#server/sync/json-text.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { heldAt, leavingPlaces, placeHoldsStock, type HeldAt } from '#shared/catalog/place-rules.ts';
import { checkShopOp, shopDescription } from '#shared/catalog/shop-description.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Mutation } from '#shared/sync/model.ts';

/** So many products are read at once while a place is searched for stock. */
const SLICE = 500;

/** The first product of the shop with stock at the place; null when nothing lies there. */
async function stockAt(trx: ServerTransaction, shopId: string, place: string): Promise<HeldAt | null> {
  for (let after = ''; ; ) {
    const rows = await trx.selectFrom('product').select(['id', 'doc']).where('shop_id', '=', shopId).where('id', '>', after)
      // Only records that name the place at all are worth reading as JSON.
      .where(sql<boolean>`doc LIKE ${`%"${place}"%`}`).orderBy('id').limit(SLICE).execute();
    for (const { id, doc } of rows) {
      const held = heldAt(JSON.parse(doc) as Product, place);
      if (held !== null) return held;
      after = id;
    }
    if (rows.length < SLICE) return null;
  }
}

/** What a shop cannot see by itself: whether stock still lies at a place somebody takes out. */
async function shopGuard(trx: ServerTransaction, _: Dialect, mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>): Promise<Guard> {
  const held = new Map<string, HeldAt>();
  for (const { id, ops } of mutations) {
    if (!current.has(id)) continue;
    for (const place of leavingPlaces(ops)) {
      const found = held.has(place) ? null : await stockAt(trx, id, place);
      if (found) held.set(place, found);
    }
  }
  return {
    check: (before, after) => {
      const [was, is] = [before as unknown as Shop | null, after as unknown as Shop];
      const gone = Object.keys(was?.locations ?? {}).find((place) => !Object.hasOwn(is.locations, place) && held.has(place));
      return gone === undefined ? null : placeHoldsStock(gone, held.get(gone)!);
    },
    accepted: () => undefined,
  };
}

/** Shops as their own people edit them: profile, places, tax and shipping, closures. They are made and closed elsewhere. */
export const shopStore: EntityStore = {
  description: shopDescription,
  checkOp: checkShopOp,

  load: async (trx, dialect, ids) => {
    const found = new Map<string, Stored>();
    for (const slice of slices(ids.toSorted())) {
      const rows = await dialect.lockRows(trx.selectFrom('shop').select(['id', 'version', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
      for (const row of rows) found.set(row.id, { version: row.version, doc: JSON.parse(row.doc) as Json });
    }
    return found;
  },

  guard: shopGuard,

  admit: (doc) => doc,

  save: async (trx, _, changes) => {
    for (const { id, after, version } of changes) {
      if (after !== null) await trx.updateTable('shop').set({ version, name: getAt(after, 'name') as string, doc: jsonText(after as object) }).where('id', '=', id).execute();
    }
  },

  shopOf: (doc) => getAt(doc, 'id') as string,
};
