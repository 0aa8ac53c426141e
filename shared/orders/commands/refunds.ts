import type { AppError } from '../../kernel/errors.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Order } from '../model.ts';
import { planRefund } from '../refunds/plan.ts';
import type { CommandOf } from './command.ts';
import type { Said } from './said.ts';

/** What is asked for is worked out at once, so that whoever decides sees amounts and not only a wish. */
export function askRefund(order: Order, { wish, reason, returnId }: CommandOf<'ask-refund'>): Result<readonly Said[], AppError> {
  const plan = planRefund(order, wish);
  if (!plan.ok) return plan;
  const { amount, shipping, lines } = plan.value;
  return ok([{ kind: 'refund-asked', amount, shipping, lines: Object.fromEntries(Object.entries(lines).map(([id, part]) => [id, { quantity: part.quantity, amount: part.amount }])), reason, returnId }]);
}
