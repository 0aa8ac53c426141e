import { sql } from 'kysely';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { filesThere } from '#server/files/of-products.ts';
import { checkSuspended, suspendedShops } from '#server/moderation/sanctions.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { Guard, Stored } from '#server/sync/entity-store.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { checkFilesToSubmit, skuKey } from '#shared/catalog/rules.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Mutation } from '#shared/sync/model.ts';

/**
 * The rules a product cannot see by itself: its shop exists and keeps its currency, its category exists,
 * no other product of the shop has one of its SKUs, and what it is submitted with is on the server.
 *
 * Where SKUs come in, the shop's row is held until the commit, so that two consoles cannot take one SKU at the same moment.
 */
export async function productGuard(trx: ServerTransaction, dialect: Dialect, mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>): Promise<Guard> {
  const wanted = wantedOf(mutations, current);
  const shops = new Map<string, { readonly currency: string; readonly locations: Readonly<Record<string, unknown>> }>();
  for (const slice of slices([...wanted.shops].sort())) {
    const rows = await dialect.lockRows(trx.selectFrom('shop').select(['id', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
    for (const row of rows) shops.set(row.id, JSON.parse(row.doc) as Shop);
  }
  // Where only stock moves, the shop need not wait for anybody but whoever changes the shop itself.
  for (const slice of slices([...wanted.places].filter((id) => !wanted.shops.has(id)).sort())) {
    const rows = await dialect.holdRows(trx.selectFrom('shop').select(['id', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
    for (const row of rows) shops.set(row.id, JSON.parse(row.doc) as Shop);
  }
  const categories = new Set<string>();
  for (const slice of slices([...wanted.categories])) for (const row of await trx.selectFrom('category').select('id').where('id', 'in', slice).execute()) categories.add(row.id);
  const holders = await holdersOf(trx, wanted.skus, [...shops.keys()]);
  const isThere = await filesThere(trx, mutations, current);
  const suspended = await suspendedShops(trx, mutations, current);

  return {
    check: (before, after) => {
      const [was, is] = [before as Product | null, after as unknown as Product];
      const shop = shops.get(is.shopId);
      const shopCurrency = shop?.currency;
      const arriving = was === null || was.shopId !== is.shopId;
      if (arriving && shopCurrency === undefined) return { code: 'invalid-input', field: 'shopId', rule: 'unknown-shop' };
      if (arriving && shopCurrency !== is.currency) return { code: 'rule-broken', field: 'currency', rule: 'currency-of-shop', details: { currency: shopCurrency! } };
      if (is.categoryId !== null && is.categoryId !== was?.categoryId && !categories.has(is.categoryId)) return { code: 'invalid-input', field: 'categoryId', rule: 'unknown-category' };
      return (shop ? placeGone(shop.locations, was, is) : null) ?? checkSuspended(suspended, was, is) ?? skuTaken(holders, was, is) ?? checkFilesToSubmit(was, is, (sha256) => isThere(is.id, sha256)) ?? figuresTooLarge(is);
    },
    accepted: (before, after) => {
      for (const [key, id] of keysOf(before as Product | null)) holders.get(key)?.delete(id);
      for (const [key, id] of keysOf(after as unknown as Product | null)) if (holders.has(key)) holders.get(key)!.add(id);
    },
  };
}

/** Whose rows the batch needs: shops it writes SKUs to, shops in whose places it moves stock, categories it names, SKUs it brings in. */
function wantedOf(mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>) {
  const wanted = { shops: new Set<string>(), places: new Set<string>(), categories: new Set<string>(), skus: new Set<string>() };
  const note = (set: Set<string>, value: Json | undefined) => void (typeof value === 'string' && set.add(value));
  const noteSkus = (shopId: Json | undefined, skus: readonly (Json | undefined)[]) => {
    note(wanted.shops, shopId);
    for (const sku of skus) note(wanted.skus, sku);
  };
  for (const { action, id, doc, ops } of mutations) {
    if (action === 'create' && doc !== undefined) {
      noteSkus(getAt(doc, 'shopId'), skusIn(doc));
      note(wanted.categories, getAt(doc, 'categoryId'));
    }
    const stored = current.get(id);
    for (const op of ops) {
      if (op.op === 'add' && stored) note(wanted.places, getAt(stored.doc, 'shopId'));
      if (op.op !== 'set') continue;
      if (op.path === 'categoryId') note(wanted.categories, op.value);
      // Also of a product that is made in this very batch: its SKUs are noted with it.
      if (op.path === 'shopId') noteSkus(op.value, stored ? skusIn(stored.doc) : []);
      // A place somebody took out meanwhile takes no stock any more: what comes to a place asks the shop whether it is there.
      if (stored && /^variants\/[^/]+\/stock\//.test(op.path)) note(wanted.places, getAt(stored.doc, 'shopId'));
      const [collection, , field, more] = op.path.split('/');
      if (collection !== 'variants' || more !== undefined) continue;
      const sku = field === undefined ? (op.value === null ? null : getAt(op.value, 'sku')) : field === 'sku' ? op.value : null;
      if (typeof sku === 'string') noteSkus(stored ? getAt(stored.doc, 'shopId') : undefined, [sku]);
    }
  }
  return wanted;
}

const skusIn = (doc: Json): Json[] => {
  const variants = getAt(doc, 'variants');
  return typeof variants === 'object' && variants !== null ? Object.values(variants).map((variant) => getAt(variant as Json, 'sku')) : [];
};

type Holders = Map<string, Set<string>>;
const holderKey = (shopId: string, sku: string) => `${shopId} ${skuKey(sku)}`;
const keysOf = (doc: Product | null): [key: string, id: string][] => (doc === null ? [] : Object.values(doc.variants).map(({ sku }) => [holderKey(doc.shopId, sku), doc.id]));

/** Which products of these shops hold the SKUs now. The database folds only plain letters, so accented ones are asked for in both cases. */
async function holdersOf(trx: ServerTransaction, skus: ReadonlySet<string>, shops: readonly string[]): Promise<Holders> {
  const holders: Holders = new Map(shops.flatMap((shop) => [...skus].map((sku): [string, Set<string>] => [holderKey(shop, sku), new Set()])));
  if (shops.length === 0) return holders;
  const plain = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const forms = new Set([...skus].flatMap((sku) => [plain(sku.trim()), plain(skuKey(sku)), plain(sku.trim().toUpperCase())]));
  for (const slice of slices([...forms])) {
    const rows = await trx.selectFrom('variant').innerJoin('product', 'product.id', 'variant.product_id')
      .select(['variant.sku', 'variant.product_id', 'product.shop_id'])
      .where(sql<string>`lower(variant.sku)`, 'in', slice).where('product.shop_id', 'in', shops).execute();
    for (const row of rows) holders.get(holderKey(row.shop_id, row.sku))?.add(row.product_id);
  }
  return holders;
}

function skuTaken(holders: Holders, before: Product | null, after: Product): AppError | null {
  for (const [id, variant] of Object.entries(after.variants)) {
    const was = before?.variants[id as keyof typeof before.variants];
    if (was && before?.shopId === after.shopId && skuKey(was.sku) === skuKey(variant.sku)) continue;
    for (const by of holders.get(holderKey(after.shopId, variant.sku)) ?? []) {
      if (by !== after.id) return { code: 'sku-taken', field: `variants/${id}/sku`, rule: 'sku-unique-in-shop', details: { sku: variant.sku, by } };
    }
  }
  return null;
}

/** Stock that comes to lie at a place the shop no longer has, or never had; what leaves such a place is welcome. */
function placeGone(locations: Readonly<Record<string, unknown>>, before: Product | null, after: Product): AppError | null {
  if (before?.variants === after.variants) return null;
  for (const [id, variant] of Object.entries(after.variants)) {
    const was = before?.shopId === after.shopId ? before.variants[id as keyof typeof before.variants] : undefined;
    if (was?.stock === variant.stock) continue;
    for (const [place, level] of Object.entries(variant.stock)) {
      const had = was?.stock[place as keyof typeof was.stock];
      if (Object.hasOwn(locations, place) || (level.onHand <= (had?.onHand ?? 0) && level.incoming <= (had?.incoming ?? 0))) continue;
      return { code: 'rule-broken', field: `variants/${id}/stock/${place}`, rule: 'place-gone' };
    }
  }
  return null;
}

/** Sums over many variants can leave the range of exact numbers even where each figure is in it. */
function figuresTooLarge(product: Product): AppError | null {
  const sums = { onHand: 0, reserved: 0, incoming: 0 };
  for (const variant of Object.values(product.variants)) {
    for (const level of Object.values(variant.stock)) for (const name of ['onHand', 'reserved', 'incoming'] as const) sums[name] += Math.abs(level[name]);
  }
  const broken = (['onHand', 'reserved', 'incoming'] as const).find((name) => sums[name] > Number.MAX_SAFE_INTEGER / 2);
  return broken === undefined ? null : { code: 'rule-broken', field: 'variants', rule: 'figures-too-large', details: { figure: broken } };
}
