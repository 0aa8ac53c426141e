import { z } from 'zod';
import { shopId } from '../../auth/model.ts';
import { categoryId, productId, productKind } from '../../catalog/model.ts';
import { endpoints } from '../../contract/http.ts';
import { uuid } from '../../kernel/ids.ts';
import { basisPoints, currency, minor } from '../../kernel/money.ts';
import { epochMs } from '../../kernel/time.ts';
import { commissionRule, commissionValue } from './model.ts';

const id = z.strictObject({ id: uuid });
const keptRule = z.object({ rule: commissionRule, version: z.int(), endedAt: epochMs.nullable() });

/** Commission: the rules administrators make, and which of them holds for a line. */
export const commissionEndpoints = endpoints({
  commissionRules: { method: 'get', path: '/payouts/commission-rules', auth: 'signed-in', summary: 'The rules for commission that hold; above them all stands the default. For administrators.', reply: z.object({ rules: z.array(keptRule) }), errors: ['signed-out', 'forbidden'] },
  saveCommissionRule: {
    method: 'put', path: '/payouts/commission-rules/:id', auth: 'signed-in', summary: 'Make a rule, change it as it stood at a version (0: there is none yet), or end it. What was sold stays as it was. For administrators.',
    params: id, body: z.strictObject({ version: z.int().min(0), rule: commissionRule.omit({ id: true }), ended: z.boolean().default(false) }), reply: z.object({ version: z.int() }), errors: ['signed-out', 'forbidden', 'conflict'],
  },
  commissionOfProduct: {
    method: 'get', path: '/payouts/commission/products/:id', auth: 'signed-in', summary: 'Which rules fit a product as it is now, the one that holds first, and what one piece at its price leads to. For administrators.',
    params: z.strictObject({ id: productId }),
    reply: z.object({ title: z.string(), shopName: z.string(), currency, price: minor, fits: z.array(commissionRule), commission: z.object({ ruleName: z.string().nullable(), base: minor, value: commissionValue, amount: minor }) }),
    errors: ['signed-out', 'forbidden', 'not-found'],
  },
  previewCommission: {
    method: 'post', path: '/payouts/commission/preview', auth: 'signed-in', summary: 'What a rule would have changed in the latest orders, had it held: how many lines, of how many shops, and commission before and after per currency. Nothing is stored. For administrators.',
    body: z.strictObject({ rule: commissionRule, /** The rule as it would no longer be. */ ended: z.boolean().default(false) }),
    reply: z.object({ orders: z.int(), lines: z.int(), changed: z.int(), shops: z.int(), currencies: z.array(z.object({ currency, now: minor, then: minor })) }),
    errors: ['signed-out', 'forbidden'],
  },
  resolveCommission: {
    method: 'post', path: '/payouts/commission/resolve', auth: 'signed-in', summary: 'Which rules fit a line, the one that holds first, and what it leads to. For administrators.',
    body: z.strictObject({
      line: z.strictObject({ productId, kind: productKind, tags: z.array(z.string().max(60)).max(200), /** The nearest first. */ categoryIds: z.array(categoryId).max(20), shopId, currency }),
      amounts: z.strictObject({ quantity: z.int().min(1), net: minor, tax: minor, shipping: minor }), vatRate: basisPoints,
    }),
    reply: z.object({
      fits: z.array(commissionRule),
      /** `ruleId` null: the default. */
      commission: z.object({ ruleId: uuid.nullable(), ruleName: z.string().nullable(), base: minor, value: commissionValue, amount: minor, vat: minor, rounding: z.string() }),
    }),
    errors: ['signed-out', 'forbidden'],
  },
});
