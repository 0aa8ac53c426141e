import type { Json } from '#shared/kernel/json.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { order, type LineId, type Order, type OrderFact, type OrderLine } from '#shared/orders/model.ts';

const id = (kind: string, n: number): string => `0197${kind.padStart(4, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const lineIdOf = (n: number): LineId => id('a', n) as LineId;
export const factIdOf = (n: number): string => id('f', n);
export const ORDER_AT = Date.UTC(2026, 5, 1, 9) as EpochMs;

type LineChoice = Partial<Pick<OrderLine, 'quantity' | 'unitPrice' | 'discount' | 'kind' | 'sku' | 'tax'>>;
type Choice = { readonly n?: number; readonly shopId?: string; readonly lines?: readonly LineChoice[]; readonly shipping?: number; readonly acceptBy?: boolean; readonly cash?: boolean; readonly paid?: boolean; readonly facts?: readonly Fact[]; readonly customer?: string; readonly currency?: string };
type Fact = { readonly [K in keyof OrderFact]?: OrderFact[K] } & { readonly kind: OrderFact['kind'] } & Readonly<Record<string, unknown>>;

/** A placed order with two lines (3 pieces at 100.00, 1 at 40.00), paid and ready to be worked on; a case says only what matters to it. */
export function anOrder({ n = 1, shopId = id('5', 1), lines = [{ quantity: 3, unitPrice: 10_000 as Minor }, { quantity: 1, unitPrice: 4_000 as Minor }], shipping = 0, acceptBy = false, cash = false, paid = true, facts = [], customer = 'Nadia Berrada', currency = 'MAD' }: Choice = {}): Order {
  const made: Record<string, OrderLine> = {};
  for (const [i, { quantity = 1, unitPrice = 1_000 as Minor, discount = 0 as Minor, tax = 0 as Minor, kind = 'physical', sku = `SKU-${i + 1}` }] of lines.entries()) {
    const base = (quantity * unitPrice - discount) as Minor;
    const amount = Math.round((base * 350) / 10_000) as Minor;
    made[lineIdOf(i + 1)] = {
      position: i, productId: null, variantId: null, kind, sku, title: `Article ${i + 1}`, quantity, unitPrice, discount, tax,
      commission: { ruleId: null, ruleName: null, base, value: { type: 'percent', rate: 350 as never }, amount, vat: Math.round(amount / 5) as Minor, rounding: 'half-away-from-zero' },
    };
  }
  const whole = Object.values(made).reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, shipping);
  const said: readonly Fact[] = [{ kind: 'placed' }, ...(paid && !cash ? [{ kind: 'payment-captured', paymentId: 'pay-1', provider: 'local', amount: whole, fee: null } as const] : []), ...facts];
  return order.parse({
    id: id('0', n), shopId, groupId: id('9', n), number: `C-${1_000 + n}`, customer: { id: id('c', n), name: customer, email: null, phone: null }, shipTo: null, currency: currency as Currency, lines: made,
    shipping: { method: 'Standard', amount: shipping, tax: 0 }, cashOnDelivery: cash, acceptBy: acceptBy ? ORDER_AT + DAY_MS : null, shipBy: ORDER_AT + 3 * DAY_MS,
    facts: Object.fromEntries(said.map((fact, i) => [factIdOf(i + 1), { at: ORDER_AT + i, by: { id: null, role: 'system' }, ...fact }])),
    createdAt: ORDER_AT, updatedAt: ORDER_AT,
  } as Json);
}
