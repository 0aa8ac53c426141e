import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { Change } from '#server/sync/entity-store.ts';
import type { Product } from '#shared/catalog/model.ts';
import { liveProduct } from '#shared/catalog/review.ts';
import type { Json } from '#shared/kernel/json.ts';

/** Which originals a listing names, by hash, and whether buyers see each once it is published: one that waits for a moderator they do not. */
export function picturesNamed(doc: Product): ReadonlyMap<string, boolean> {
  const named = new Map<string, boolean>();
  const note = ({ images }: Product, isLive: boolean): void => {
    for (const id in images) {
      const picture = images[id]!.picture ?? null;
      if (picture !== null) named.set(picture.sha256, isLive);
    }
  };
  note(doc, !doc.review);
  if (doc.review) note(liveProduct(doc), true);
  return named;
}

const nothing: ReadonlyMap<string, boolean> = new Map();
const insertUses = bulkInsert('media_use', ['shop_id', 'asset', 'product_id', 'is_live']);
type Uses = { readonly shopId: string; readonly named: ReadonlyMap<string, boolean> };

const usesOf = (doc: Json | null): Uses => (doc === null ? { shopId: '', named: nothing } : { shopId: (doc as unknown as Product).shopId, named: picturesNamed(doc as unknown as Product) });
const sameUses = (a: Uses, b: Uses): boolean => a.named.size === b.named.size && (a.named.size === 0 || a.shopId === b.shopId) && [...a.named].every(([asset, isLive]) => b.named.get(asset) === isLive);

const rowsOf = (id: string, { shopId, named }: Uses) => [...named].map(([asset, isLive]) => ({ shop_id: shopId, asset, product_id: id, is_live: isLive ? 1 : 0 }));

/** Keeps which listing shows which original, in the transaction that writes the listing: what a console says of it counts for nothing. */
export async function usesFollow(trx: ServerTransaction, dialect: Dialect, changes: readonly Pick<Change, 'id' | 'before' | 'after'>[]): Promise<void> {
  const moved = changes.map(({ id, before, after }) => ({ id, was: usesOf(before), is: usesOf(after) })).filter(({ was, is }) => !sameUses(was, is));
  for (const slice of slices(moved.filter(({ was }) => was.named.size > 0).map(({ id }) => id))) await trx.deleteFrom('media_use').where('product_id', 'in', slice).execute();
  await insertUses(trx, dialect, moved.flatMap(({ id, is }) => rowsOf(id, is)));
}
