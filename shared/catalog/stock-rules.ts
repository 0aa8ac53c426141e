import type { AppError } from '../kernel/errors.ts';
import type { StockLevel, Variant } from './model.ts';

export const availableOf = (level: StockLevel): number => level.onHand - level.reserved;

/** Stock of one variant over all its places. */
export function totalStock(variant: Pick<Variant, 'stock'>): StockLevel & { available: number } {
  const total = { onHand: 0, reserved: 0, incoming: 0, available: 0 };
  for (const level of Object.values(variant.stock)) {
    total.onHand += level.onHand;
    total.reserved += level.reserved;
    total.incoming += level.incoming;
    total.available += availableOf(level);
  }
  return total;
}

/**
 * Stock never goes below zero: no pieces on the shelf that are not there. A movement upwards is welcome even where the figure is below zero already.
 *
 * Pieces reserved by orders may exceed what is on hand (a breakage after the sale); that shows as negative "available" and is no error.
 *
 * @param before the same place before the change, to name how many pieces were there
 * @param path of the place: `variants/…/stock/…`
 */
export function checkStockLevel(before: StockLevel | undefined, after: StockLevel, path: string): AppError | null {
  for (const name of ['onHand', 'reserved', 'incoming'] as const) {
    const have = before?.[name] ?? 0;
    if (after[name] < 0 && after[name] < have) {
      return { code: 'stock-below-zero', field: `${path}/${name}`, rule: 'stock-not-negative', details: { have, delta: after[name] - have, missing: -after[name] } };
    }
  }
  return null;
}

const sameLevel = (a: StockLevel | undefined, b: StockLevel): boolean => a?.onHand === b.onHand && a.reserved === b.reserved && a.incoming === b.incoming;

/** All places of a variant whose figures the edit changed. A place leaves the record only when nothing lies there. */
export function checkStock(before: Variant['stock'] | undefined, after: Variant['stock'], path: string): AppError | null {
  for (const [place, level] of Object.entries(after)) {
    const earlier = before?.[place as keyof typeof before];
    if (sameLevel(earlier, level)) continue;
    const error = checkStockLevel(earlier, level, `${path}/${place}`);
    if (error) return error;
  }
  for (const [place, level] of Object.entries(before ?? {})) {
    if (!(place in after) && (level.onHand !== 0 || level.reserved !== 0)) {
      return { code: 'rule-broken', field: `${path}/${place}`, rule: 'place-holds-stock', details: { onHand: level.onHand, reserved: level.reserved } };
    }
  }
  return null;
}
