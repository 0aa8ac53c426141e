import type { ServerDb } from '#server/db/open.ts';
import { insertOrders, orderRow } from '#server/orders/order-store.ts';
import { beginPayment } from '#server/payments/payments.ts';
import type { PaymentProvider } from '#server/payments/provider.ts';
import { systemRandom } from '#server/random.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { ok } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { anOrder } from '#tests/builders/orders.ts';
import { readTransactions } from '#server/payouts/ledger/post.ts';
import { inTransaction } from '#server/db/transaction.ts';

/** Two shops' parts of one order over 1,000.00 and 500.00. */
export const theShops: readonly ShopId[] = [shopIdOf(1), shopIdOf(2)];

/** Orders of two shops, not paid yet. */
export async function ordersOfTwoShops(db: ServerDb, n: number): Promise<readonly Order[]> {
  const orders = theShops.map((shopId, at) => anOrder({ n: n * 2 + at, shopId, paid: false, lines: [{ quantity: 1, unitPrice: (at === 0 ? 100_000 : 50_000) as Minor }] }));
  await inTransaction(db, (trx) => insertOrders(trx, db.dialect, orders.map((order) => orderRow(order, 1))));
  return orders;
}

/** A payment over them, known to us and to nobody else: the provider is one whose answers a test gives. */
export async function aPaymentFor(db: ServerDb, orders: readonly Order[], provider: PaymentProviderName, paymentRef: string): Promise<string> {
  const stand = { name: provider, createPayment: () => Promise.resolve(ok({ paymentRef, next: { name: 'none' } })) } as unknown as PaymentProvider;
  const made = await beginPayment({ db, clock: () => Date.now() as EpochMs, random: systemRandom, providers: new Map([[provider, stand]]) }, {
    provider, groupId: orders[0]!.groupId, currency: 'MAD' as Currency, label: 'CM-1', returnUrl: 'https://shop.example/back', capture: 'at-once',
    parts: orders.map(({ id: orderId, shopId }, at) => ({ orderId, shopId: shopId as ShopId, amount: (at === 0 ? 100_000 : 50_000) as Minor })),
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.paymentId;
}

/** What was posted, in order: the event, and debits on each account. */
export async function posted(db: ServerDb): Promise<string[]> {
  const rows = await db.kysely.selectFrom('ledger_transaction').select('id').orderBy('id').execute();
  const all = await inTransaction(db, (trx) => readTransactions(trx, rows.map((row) => row.id)));
  return all.flatMap(({ event, entries }) => entries.filter(({ debit }) => debit > 0).map(({ account, debit }) => `${event} ${account} ${debit}`)).sort();
}
