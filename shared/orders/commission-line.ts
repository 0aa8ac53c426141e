import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { basisPoints, currency, minor } from '../kernel/money.ts';

/**
 * What the marketplace keeps of a line and why, as it was when the line was sold: a rule that changes later changes nothing here.
 * `ruleId` null: the default. Amounts in minor units of the order's currency; `vat` is the tax on the commission.
 */
export const commissionLine = z.object({
  ruleId: uuid.nullable(),
  ruleName: z.string().max(120).nullable(),
  base: minor,
  value: z.discriminatedUnion('type', [
    z.object({ type: z.literal('percent'), rate: basisPoints }),
    z.object({ type: z.literal('fixed'), amount: minor, currency }),
  ]),
  amount: minor,
  vat: minor,
  rounding: z.literal('half-away-from-zero'),
});
export type CommissionLine = z.infer<typeof commissionLine>;
