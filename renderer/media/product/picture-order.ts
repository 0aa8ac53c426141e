import type { ProductImage } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp } from '#shared/sync/model.ts';

/** A picture of a listing with its id, in the order buyers see them. */
export type Placed = readonly [id: string, image: ProductImage];

/** The operations that put the picture at one place of an order at another; those that stay where they are get none. */
export function moveOps(order: readonly Placed[], from: number, to: number): FieldOp[] {
  const moved = order[from];
  if (moved === undefined) return [];
  return order.toSpliced(from, 1).toSpliced(to, 0, moved).flatMap(([id, { position }], at): FieldOp[] => (position === at ? [] : [{ op: 'set', path: `images/${id}/position`, base: position, value: at }]));
}

/** Takes a picture off the listing; its file stays where it is, so that undoing brings it back. */
export const removeOp = ([id, image]: Placed): FieldOp => ({ op: 'set', path: `images/${id}`, base: image as unknown as Json, value: null });

/**
 * How much lighter what buyers download is than what was dropped.
 *
 * @returns a share, 0 to 1; null when it is no lighter
 */
export const savedShare = (before: number, after: number): number | null => (before > 0 && after < before ? 1 - after / before : null);
