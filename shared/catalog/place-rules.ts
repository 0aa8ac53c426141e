import type { AppError } from '../kernel/errors.ts';
import type { FieldOp } from '../sync/model.ts';
import type { LocationId, Product } from './model.ts';

/** What lies at a place: the first product found there, and its pieces over all its variants. */
export type HeldAt = { readonly product: string; readonly pieces: number };

/** The places an edit of a shop takes out. */
export function leavingPlaces(ops: readonly FieldOp[]): string[] {
  return ops.flatMap((op) => {
    const [collection, place, ...more] = op.path.split('/');
    return collection === 'locations' && place !== undefined && more.length === 0 && op.op === 'set' && op.value === null ? [place] : [];
  });
}

/** What a product has at a place, pieces promised to buyers or on their way there included; null when nothing. */
export function heldAt(product: Pick<Product, 'id' | 'variants'>, place: string): HeldAt | null {
  let pieces = 0;
  let some = false;
  for (const { stock } of Object.values(product.variants)) {
    const level = stock[place as LocationId];
    if (level === undefined || (level.onHand === 0 && level.reserved === 0 && level.incoming === 0)) continue;
    some = true;
    pieces += level.onHand + level.incoming;
  }
  return some ? { product: product.id, pieces } : null;
}

/** The refusal to take a place out while stock lies there. */
export const placeHoldsStock = (place: string, { product, pieces }: HeldAt): AppError => ({ code: 'rule-broken', field: `locations/${place}`, rule: 'place-holds-stock', details: { product, pieces } });
