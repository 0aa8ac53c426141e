import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { shareOut } from '#shared/kernel/share-out.ts';
import type { PaymentEventKind, PaymentEventOf } from '#shared/payments/model.ts';
import type { Share } from './happened.ts';
import type { PaymentPartTable, PaymentTable } from './tables.ts';

export type RecordDeps = Pick<ServerDeps, 'clock' | 'random'> & { readonly db: { readonly dialect: Dialect } };
/** What a settlement was made of, asked of the provider before the transaction began. */
export type Settlement = { readonly amount: Minor; readonly fee: Minor };
type PaymentKind = Exclude<PaymentEventKind, 'settled' | 'payout-paid' | 'payout-failed'>;
export type EventOfPayment = PaymentEventOf<PaymentKind>;
export type KnownPayment = { readonly row: PaymentTable; readonly parts: readonly PaymentPartTable[] };

export const ofPayment = (event: EventOfPayment, row: PaymentTable) => ({ provider: event.provider, at: event.at, currency: row.currency as Currency, paymentId: row.id, paymentRef: event.paymentRef });

/** An amount shared over the orders of a payment as the payment itself is; orders on which nothing falls are left out. */
export function sharesOf(parts: readonly PaymentPartTable[], amount: Minor, weightOf = (part: PaymentPartTable): number => part.amount): Share[] {
  const shares = shareOut(parts.map((part) => weightOf(part) as Minor), amount);
  return parts.map(({ order_id, shop_id }, at) => ({ orderId: order_id, shopId: shop_id as ShopId, amount: shares[at]! })).filter((share) => share.amount > 0);
}

export const newId = ({ clock, random }: RecordDeps): string => uuidv7(clock, random);
