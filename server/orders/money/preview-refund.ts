import { linesOfPlan } from '#server/payments/books.ts';
import { leftOfPayment } from '#server/payments/refunds.ts';
import { shopFigures } from '#server/payouts/balance/figures.ts';
import { bookRefund } from '#server/payouts/ledger/sales.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Order } from '#shared/orders/model.ts';
import type { RefundPreview } from '#shared/payments/order-money.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import { figuresOf, type ShopFigures } from '#shared/payouts/balance/figures.ts';
import { orderStore } from '../order-store.ts';
import { paidBy, workOut } from './work-out.ts';

type Deps = Pick<ServerDeps, 'db' | 'clock' | 'random'>;

/** Carries what was worked out past the end of a transaction that leaves nothing behind. */
class TakenBack extends Error {
  readonly found: RefundPreview;
  constructor(found: RefundPreview) {
    super('a refund was only tried');
    this.found = found;
  }
}

/** What a refund would do: it is booked as it would be, the balance is read, and all of it is taken back. */
export async function previewRefund(deps: Deps, orderId: string, wish: RefundWish): Promise<Result<RefundPreview, AppError>> {
  try {
    return await inTransaction(deps.db, async (trx) => {
      const by = await paidBy(trx, orderId);
      const payment = by && (await leftOfPayment(trx, deps.db.dialect, by.paymentId, orderId));
      const order = (await orderStore.load(trx, deps.db.dialect, [orderId])).get(orderId)?.doc as unknown as Order | undefined;
      if (order === undefined) return err({ code: 'not-found', field: 'order' });
      if (!by || !payment) return err({ code: 'rule-broken', rule: 'refund-without-payment' });
      const worked = workOut(order, by, payment.left, wish);
      if (!worked.ok) return worked;
      const { plan, entries, hash } = worked.value;
      const { shopId, currency } = order;
      const figures = async (): Promise<ShopFigures> => (await shopFigures(trx, shopId, deps.clock())).find((one) => one.currency === currency) ?? nothing(currency);
      const before = await figures();
      await bookRefund(trx, deps, { source: 'preview', orderId, shopId, currency, refundId: uuidv7(deps.clock, deps.random), amount: plan.amount, from: 'provider', lines: linesOfPlan(plan) });
      const sum = (of: 'commission' | 'vat'): Minor => Object.values(plan.lines).reduce((total, part) => total + part[of], 0) as Minor;
      const [commission, vat] = [sum('commission'), sum('vat')];
      throw new TakenBack({
        plan, currency, provider: by.provider, left: payment.left as Minor, commission, vat, shopPays: (plan.amount - commission - vat) as Minor,
        entries: entries.map(({ account, debit, credit }) => ({ account, debit, credit })), before, after: await figures(), hash,
      });
    });
  } catch (cause) {
    if (cause instanceof TakenBack) return ok(cause.found);
    throw cause;
  }
}

const none = 0 as Minor;
const nothing = (currency: Currency): ShopFigures => figuresOf(currency, { pending: none, payable: none, receivable: none, reserved: none, disputed: none, inTransit: none, holds: [] });
