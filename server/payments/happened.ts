import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';

/** What one part of a payment, an order of one shop, has to do with it: `amount` is this part's share. */
export type Share = { readonly orderId: string; readonly shopId: ShopId; readonly amount: Minor };

type Of = { readonly provider: PaymentProviderName; readonly at: EpochMs; readonly currency: Currency };
type OfPayment = Of & { readonly paymentId: string; /** The provider's name for the payment. */ readonly paymentRef: string; readonly shares: readonly Share[] };

/** What has happened to money for the first time, as those are told who keep books on it or show it: with our ids, and shared over the orders it was paid for. */
export type Happened =
  | (OfPayment & { readonly kind: 'authorized' | 'voided' })
  | (OfPayment & { readonly kind: 'captured'; /** Of the whole payment; null: it is told when the provider settles. */ readonly fee: Minor | null })
  | (OfPayment & { readonly kind: 'capture-failed'; readonly code: string })
  | (OfPayment & { readonly kind: 'refunded'; readonly refundId: string })
  | (OfPayment & { readonly kind: 'refund-failed'; readonly refundId: string; readonly code: string })
  | (OfPayment & { readonly kind: 'dispute-opened'; readonly disputeId: string; readonly disputeRef: string; readonly reasonCode: string; readonly evidenceDueAt: EpochMs | null })
  | (OfPayment & { readonly kind: 'dispute-won' | 'dispute-lost'; readonly disputeId: string; readonly disputeRef: string })
  /** `amount` had been collected, of which `fee` was kept. */
  | (Of & { readonly kind: 'settled'; readonly settlementId: string; readonly settlementRef: string; readonly amount: Minor; readonly fee: Minor });

/**
 * Is told what happened, inside the transaction in which it is written down: what it does is there together with it, or not at all. It is told each
 * happening once; an exception takes everything back, and it comes again.
 *
 * @param afterCommit is done once everything is certain: what tells others. It may be lost.
 */
export type PaymentListener = (trx: ServerTransaction, happened: Happened, afterCommit: AfterCommit) => Promise<void>;
export type AfterCommit = (act: () => Promise<unknown>) => void;

/** What an event builds on is not here yet: it waits. */
export class NotYet extends AppFailure {
  constructor(error: AppError) {
    super(error);
  }
}
