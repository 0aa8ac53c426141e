import { z } from 'zod';
import { minor } from '../../kernel/money.ts';
import { lineId } from '../parts.ts';

/**
 * What somebody wants to give back of an order, minor units: by line, piece and shipping, or an amount that is shared over what was paid and not given back.
 * `amount` null: what the pieces cost.
 */
export const refundWish = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('parts'),
    lines: z.record(lineId, z.strictObject({ quantity: z.int().min(0).max(1_000_000), amount: minor.min(0).nullable() })),
    shipping: minor.min(0),
  }),
  z.strictObject({ by: z.literal('amount'), amount: minor.min(1) }),
]);
export type RefundWish = z.infer<typeof refundWish>;
