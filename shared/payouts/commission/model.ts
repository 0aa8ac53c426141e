import { z } from 'zod';
import { shopId } from '../../auth/model.ts';
import { categoryId, productId, productKind } from '../../catalog/model.ts';
import { uuid } from '../../kernel/ids.ts';
import { basisPoints, currency, minor } from '../../kernel/money.ts';

export const commissionRuleId = uuid.brand<'CommissionRuleId'>();
export type CommissionRuleId = z.infer<typeof commissionRuleId>;

/** What the marketplace keeps of a sale: a share in basis points, or so much for each piece in minor units of one currency. */
export const commissionValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('percent'), rate: basisPoints }),
  z.object({ type: z.literal('fixed'), amount: minor, currency }),
]);
export type CommissionValue = z.infer<typeof commissionValue>;

/** A rule for commission. Dimensions that are null hold for everything; a line has to fit all that are not. */
export const commissionRule = z.object({
  id: commissionRuleId,
  /** Shown beside every amount it led to. */
  name: z.string().min(1).max(120),
  productId: productId.nullable(),
  kind: productKind.nullable(),
  /** A tag of the product that stands for a collection. */
  collection: z.string().max(60).nullable(),
  /** This category and everything below it. */
  categoryId: categoryId.nullable(),
  shopId: shopId.nullable(),
  value: commissionValue,
  /** Whether tax and shipping belong to the base the share is taken of. */
  includeTax: z.boolean(),
  includeShipping: z.boolean(),
  /** Among rules that are equally specific the higher one holds. */
  priority: z.int(),
});
export type CommissionRule = z.infer<typeof commissionRule>;
