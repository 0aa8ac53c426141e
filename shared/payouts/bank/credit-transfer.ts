import type { Currency, Minor } from '../../kernel/money.ts';
import type { CalendarDate, EpochMs } from '../../kernel/time.ts';

/**
 * An address as banks ask for it from November 2026: town and country in places of their own, the rest in its places or in at most two lines.
 * `country` is ISO 3166, two capitals.
 */
export type BankAddress = {
  readonly street?: string | undefined;
  readonly building?: string | undefined;
  readonly postcode?: string | undefined;
  readonly town: string;
  readonly country: string;
  readonly lines?: readonly string[] | undefined;
};

export type BankParty = { readonly name: string; readonly address: BankAddress };

/** One payment of a run: to one shop, for one payout. */
export type CreditTransfer = {
  /** A UUID; comes back from the bank as EndToEndId. */
  readonly payoutId: string;
  readonly amount: Minor;
  readonly currency: Currency;
  readonly creditor: BankParty;
  /** IBAN, or RIB where the file is domestic; as somebody typed it. */
  readonly account: string;
  readonly bic: string | null;
  /** What the shop reads in its bank statement. */
  readonly text: string;
};

/** All payments of a run, as one file. The same run gives the same file whenever it is written. */
export type CreditTransferOrder = {
  /** A UUID; the bank knows the file by it (MsgId), and refuses it the second time. */
  readonly runId: string;
  readonly createdAt: EpochMs;
  /** The day the bank shall book it. */
  readonly executionDate: CalendarDate;
  readonly debtor: BankParty & { readonly account: string; readonly bic: string | null };
  readonly transfers: readonly CreditTransfer[];
};

/** A text that had to be written with other letters. */
export type ReplacedText = { readonly field: string; readonly before: string; readonly after: string };

/** A file that may be sent to a bank, with the figures it is compared by. */
export type BankFile = {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
  readonly count: number;
  /** In minor units of the one currency of the file. */
  readonly total: Minor;
  readonly replaced: readonly ReplacedText[];
};
