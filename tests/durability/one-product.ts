import { putProduct } from '#electron/catalog/write-product.ts';
import { openCache } from '#electron/db/open.ts';
import { aProduct, at, variantIdOf } from '#tests/builders/catalog.ts';

export const pricePath = `variants/${variantIdOf(1)}/price`;

/** A cache with one product at a price of 1,000, closed in order. */
export function prepareCache(file: string): void {
  const cache = openCache(file, { now: () => at(1) });
  cache.now((db) => putProduct(db, aProduct({ n: 1 }), 1));
  cache.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  cache.close();
}
