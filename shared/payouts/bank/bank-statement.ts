import type { Currency, Minor } from '../../kernel/money.ts';
import type { CalendarDate } from '../../kernel/time.ts';

type Amount = { /** Negative: money left the account. */ readonly amount: Minor; readonly currency: Currency };

export type StatementBalance = Amount & { readonly date: CalendarDate | null };

/** One payment inside an entry. */
export type StatementPayment = {
  /** Null where an entry has several payments and the bank does not say how much each is. */
  readonly amount: Minor | null;
  readonly currency: Currency;
  /** What whoever paid wrote into EndToEndId: of our own payments, `bankReferenceOf(payoutId)`. */
  readonly reference: string | null;
  /** Who stands on the other side, and their account. */
  readonly name: string | null;
  readonly account: string | null;
  readonly text: string;
  /** Why a payment came back, as the bank codes it (`AC04`: the account is closed); null where none did. */
  readonly returnReason: string | null;
};

/** One line of a statement. */
export type StatementEntry = Amount & {
  readonly state: 'booked' | 'pending' | 'information';
  /** The bank takes an earlier line back. */
  readonly isReversal: boolean;
  readonly booked: CalendarDate | null;
  readonly value: CalendarDate | null;
  readonly bankReference: string | null;
  readonly payments: readonly StatementPayment[];
};

/** What a bank says of one account over a time. */
export type BankStatement = {
  readonly id: string;
  /** IBAN or the bank's own number. */
  readonly account: string | null;
  readonly opening: StatementBalance | null;
  readonly closing: StatementBalance | null;
  readonly entries: readonly StatementEntry[];
  /** Whether opening and booked entries make closing. */
  readonly adds: 'yes' | 'no' | 'cannot-tell';
};
