import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { FieldOp } from '../sync/model.ts';
import type { LocationId, StockLevel, Variant, VariantId } from './model.ts';

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

/** Pieces on the shelf, promised to buyers or on their way to it. */
const holds = ({ onHand, reserved, incoming }: StockLevel): boolean => onHand !== 0 || reserved !== 0 || incoming !== 0;

export type HeldStock = StockLevel & { readonly place: LocationId };

/** Where a variant has pieces that stand in the way of its deletion: on hand, promised to buyers, or ordered. */
export function heldStock({ stock }: Pick<Variant, 'stock'>): readonly HeldStock[] {
  return (Object.entries(stock) as [LocationId, StockLevel][]).flatMap(([place, level]) => (holds(level) ? [{ place, ...level }] : []));
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
    if (!(place in after) && holds(level)) {
      return { code: 'rule-broken', field: `${path}/${place}`, rule: 'place-holds-stock', details: { onHand: level.onHand, reserved: level.reserved, incoming: level.incoming } };
    }
  }
  return null;
}

export type StockReason = Extract<FieldOp, { op: 'add' }>['reason'];
const empty: StockLevel = { onHand: 0, reserved: 0, incoming: 0 };

/**
 * A movement of pieces at one place, with its reason; a place the variant was never at begins at zero in the same edit, so that the
 * reason is kept.
 *
 * @param delta pieces, signed
 */
export function movementOps(id: VariantId, variant: Pick<Variant, 'stock'>, place: LocationId, delta: number, reason: StockReason, field: 'onHand' | 'incoming' = 'onHand'): readonly FieldOp[] {
  const path = `variants/${id}/stock/${place}`;
  const move: FieldOp = { op: 'add', path: `${path}/${field}`, delta, reason };
  return variant.stock[place] === undefined ? [{ op: 'set', path, base: null, value: empty }, move] : [move];
}

/**
 * Pieces carried from one place to another: both movements are one edit, so that none is ever in two places or in none.
 *
 * @returns the refusal when fewer lie there, or from and to are the same place
 */
export function transferOps(id: VariantId, variant: Pick<Variant, 'stock'>, way: { from: LocationId; to: LocationId; pieces: number }): Result<readonly FieldOp[], AppError> {
  const { from, to, pieces } = way;
  const have = variant.stock[from]?.onHand ?? 0;
  const field = `variants/${id}/stock/${from}/onHand`;
  if (from === to) return err({ code: 'rule-broken', field, rule: 'transfer-to-itself' });
  if (pieces > have) return err({ code: 'stock-below-zero', field, details: { have, delta: -pieces, missing: pieces - have } });
  return ok([...movementOps(id, variant, from, -pieces, 'transfer'), ...movementOps(id, variant, to, pieces, 'transfer')]);
}
