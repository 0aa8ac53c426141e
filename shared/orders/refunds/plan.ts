import { assertNever } from '../../kernel/assert.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Currency, Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { shareOut } from '../../kernel/share-out.ts';
import type { LineId, Order } from '../model.ts';
import type { RefundPart } from '../money.ts';
import { leftToRefund, type LeftToRefund, type LineLeft } from './left.ts';
import type { RefundWish } from './wish.ts';

/** A refund worked out to the last centime: `amount` is the sum of the lines' parts and of `shipping`; each line says what of its commission goes back to the shop. */
export type RefundPlan = { readonly amount: Minor; readonly shipping: Minor; readonly lines: Readonly<Record<LineId, RefundPart>> };

type Parts = { readonly shipping: Minor; readonly lines: ReadonlyMap<LineId, { readonly quantity: number; readonly amount: Minor }> };
const refuse = (name: string, details: AppError['details'], id?: string): Result<never, AppError> => err({ code: 'rule-broken', rule: name, details, ...(id === undefined ? {} : { field: id }) });

/**
 * Works out what a wish comes to: how much of each line and of the shipping, and what of the commission goes back with it.
 *
 * @returns refused, with figures, where a line, the shipping or all together would give back more than was paid and not given back yet
 */
export function planRefund(order: Order, wish: RefundWish): Result<RefundPlan, AppError> {
  const left = leftToRefund(order);
  const parts = wish.by === 'amount' ? ok(shared(left, wish.amount)) : wish.by === 'parts' ? named(left, wish, order.currency) : assertNever(wish);
  if (!parts.ok) return parts;
  const plan = withCommission(left, parts.value);
  if (plan.amount === 0) return refuse('refund-of-nothing', {});
  return plan.amount > left.amount ? refuse('refund-more-than-paid', { asked: plan.amount, have: left.amount, haveMinor: left.amount, currency: order.currency }) : ok(plan);
}

/** The same for money that has gone back already, however much it was: it is shared over what is left of each part. */
export const planOfRefunded = (order: Order, amount: Minor): RefundPlan => {
  const left = leftToRefund(order);
  return withCommission(left, shared(left, amount));
};

function named(left: LeftToRefund, { lines, shipping }: Extract<RefundWish, { by: 'parts' }>, currency: Currency): Result<Parts, AppError> {
  const found = new Map<LineId, { quantity: number; amount: Minor }>();
  for (const [id, { quantity, amount }] of Object.entries(lines)) {
    const line = left.lines.find((one) => one.id === id);
    if (line === undefined) return refuse('no-such-line', {}, `lines/${id}`);
    const { sku } = line.standing.line;
    if (quantity > line.pieces) return refuse('refund-more-pieces-than-left', { asked: quantity, have: line.pieces, sku }, `lines/${id}`);
    const price = amount ?? priceOf(line, quantity);
    if (price > line.amount) return refuse('refund-more-than-line', { asked: price, have: line.amount, haveMinor: line.amount, currency, sku }, `lines/${id}`);
    if (price > 0 || quantity > 0) found.set(line.id, { quantity, amount: price });
  }
  return shipping > left.shipping ? refuse('refund-more-than-shipping', { asked: shipping, have: left.shipping, haveMinor: left.shipping, currency }, 'shipping') : ok({ shipping, lines: found });
}

/** What some pieces cost, so that all pieces of a line one by one come to what the line cost; never more than is left of it. */
function priceOf({ paid, standing, given, amount }: LineLeft, quantity: number): Minor {
  const upTo = (pieces: number): number => (standing.ordered === 0 ? 0 : rounded(paid, pieces, standing.ordered));
  return Math.min(amount, upTo(given.quantity + quantity) - upTo(given.quantity)) as Minor;
}

function shared({ lines, shipping }: LeftToRefund, amount: Minor): Parts {
  const parts = shareOut([...lines.map((line) => line.amount), shipping], amount);
  return { shipping: parts.at(-1)!, lines: new Map(lines.map(({ id }, i) => [id, { quantity: 0, amount: parts[i]! }] as const).filter(([, part]) => part.amount !== 0)) };
}

function withCommission({ lines }: LeftToRefund, parts: Parts): RefundPlan {
  const worked = lines.flatMap((line): (readonly [LineId, RefundPart])[] => {
    const part = parts.lines.get(line.id);
    if (part === undefined) return [];
    const upTo = line.given.amount + part.amount;
    // The whole is rounded each time and what went back before is taken off: all refunds together give back what was taken, and no more.
    const back = (of: Minor, before: Minor): Minor => (part.amount === 0 ? 0 : Math.max(0, rounded(of, Math.min(upTo, line.paid), line.paid) - before)) as Minor;
    return [[line.id, { ...part, commission: back(line.commission, line.given.commission), vat: back(line.vat, line.given.vat) }]];
  });
  return { amount: worked.reduce<number>((total, [, { amount }]) => total + amount, parts.shipping) as Minor, shipping: parts.shipping, lines: Object.fromEntries(worked) };
}

/** `of × part / whole`, half a unit up. In BigInt: products pass 2 ** 53. */
const rounded = (of: number, part: number, whole: number): number => (whole === 0 ? 0 : Number((BigInt(of) * BigInt(part) * 2n + BigInt(whole)) / (2n * BigInt(whole))));
