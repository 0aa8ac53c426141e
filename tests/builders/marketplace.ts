import type { Product } from '#shared/catalog/model.ts';
import { generateMarketplace } from '#server/demo/generate.ts';

/** Products as the demo marketplace has them, as many as asked for, of the demo vendor's shop. */
export function demoProducts(count: number, seed?: number): Product[] {
  const market = generateMarketplace({ vendorProducts: count, ...(seed === undefined ? {} : { seed }) });
  const products: Product[] = [];
  for (const product of market.products()) {
    if (products.length === count) break;
    products.push(product);
  }
  return products;
}

/** Puts a list into heaps by key, in the order of the list. */
export function heaps<T, K>(list: Iterable<T>, keyOf: (one: T) => K): Map<K, T[]> {
  const heaped = new Map<K, T[]>();
  for (const one of list) {
    const heap = heaped.get(keyOf(one));
    if (heap) heap.push(one);
    else heaped.set(keyOf(one), [one]);
  }
  return heaped;
}
