import type { Generated } from 'kysely';
import type { AccountCode } from '#shared/payouts/ledger/accounts.ts';
import type { LedgerEvent, LedgerRefKind } from '#shared/payouts/ledger/model.ts';

/** The tables of the books. Days are calendar days in UTC, `2026-11-22`; amounts are minor units. */
export type LedgerTables = {
  ledger_source: LedgerSourceTable;
  ledger_transaction: LedgerTransactionTable;
  ledger_entry: LedgerEntryTable;
  ledger_closing: LedgerClosingTable;
  ledger_day: LedgerDayTable;
};

/** What was posted for which cause: a cause that comes again posts nothing. `digest` tells whether it says the same again. Append-only. */
export type LedgerSourceTable = { source_key: string; transaction_id: string; digest: string };
/** Append-only; written after its entries, which the database adds up as it takes it. `available_at`: from when a vendor's part of it may be paid out. */
export type LedgerTransactionTable = {
  id: string; event: LedgerEvent; ref_kind: LedgerRefKind; ref_id: string; currency: string; day: string; posted_at: number; available_at: number; reverses_id: string | null;
};
/** Append-only. `rid`: in the order of posting. What stands on the transaction is repeated here, so that one index answers a vendor's question. */
export type LedgerEntryTable = {
  rid: Generated<number>; transaction_id: string; account: AccountCode; shop_id: string | null; currency: string; debit: number; credit: number; day: string; available_at: number;
};
/** One row: the last day whose closing balances are kept; nothing is posted on it or before any more. Empty: none. */
export type LedgerClosingTable = { id: number; closed_through: string };
/** What moved on one account on one closed day, and debits less credits until its end. Worked out of the entries, and checked against them. `shop_id` '' where there is none. */
export type LedgerDayTable = { account: AccountCode; shop_id: string; currency: string; day: string; debit: number; credit: number; balance: number };
