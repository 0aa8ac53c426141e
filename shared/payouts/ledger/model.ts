import { z } from 'zod';
import { shopId } from '../../auth/model.ts';
import { uuid } from '../../kernel/ids.ts';
import { currency, minor } from '../../kernel/money.ts';
import { epochMs, type EpochMs } from '../../kernel/time.ts';
import { accountCode } from './accounts.ts';

export const ledgerTransactionId = uuid.brand<'LedgerTransactionId'>();
export type LedgerTransactionId = z.infer<typeof ledgerTransactionId>;

/** What happened outside the books that money moved for. */
export const ledgerEvents = [
  'captured', 'commission', 'affiliate-share', 'reserve-held', 'reserve-released', 'provider-settled', 'refunded', 'commission-returned',
  'payout-exported', 'payout-confirmed', 'payout-returned', 'carried-as-receivable', 'receivable-recovered', 'chargeback-opened', 'chargeback-won', 'chargeback-lost', 'reversal',
] as const;
export const ledgerEvent = z.enum(ledgerEvents);
export type LedgerEvent = z.infer<typeof ledgerEvent>;

/** What money moves for: each is named by an id of its own. */
export const ledgerRefKinds = ['order', 'refund', 'payout', 'dispute', 'settlement', 'reserve'] as const;
export const ledgerRef = z.object({ kind: z.enum(ledgerRefKinds), id: uuid });
export type LedgerRef = z.infer<typeof ledgerRef>;
export type LedgerRefKind = LedgerRef['kind'];

/** One side of a transaction: an amount on one account, as a debit or as a credit, never both. Minor units. */
export const ledgerEntry = z.object({ account: accountCode, shopId: shopId.nullable(), debit: minor, credit: minor });
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** What a business event did to the books: entries that balance, in one currency. It is never changed or deleted; a mistake is reversed by another one. */
export const ledgerTransaction = z.object({
  id: ledgerTransactionId,
  event: ledgerEvent,
  /** What it belongs to: an order, a refund, a payout, a dispute. */
  ref: ledgerRef,
  currency,
  entries: z.array(ledgerEntry).min(2),
  postedAt: epochMs,
  /** From when what it leaves a vendor may be paid out; until then it is pending. */
  availableAt: epochMs,
  /** The transaction this one takes back; null: none. */
  reversesId: ledgerTransactionId.nullable(),
});
export type LedgerTransaction = z.infer<typeof ledgerTransaction>;

/**
 * What shall be posted. `sourceKey` names the cause (`stripe:evt_1/captured/<order>`): the same cause posts once, however often it is told.
 * `availableAt` is left out where it is at once.
 */
export type Posting = Pick<LedgerTransaction, 'event' | 'ref' | 'currency' | 'entries'> & { readonly sourceKey: string; readonly availableAt?: EpochMs };
