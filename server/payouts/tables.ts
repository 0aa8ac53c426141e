import type { ColumnType, Generated } from 'kysely';
import type { AccountCode } from '#shared/payouts/ledger/accounts.ts';
import type { LedgerEvent, LedgerRefKind } from '#shared/payouts/ledger/model.ts';
import type { PayoutState, RunState } from '#shared/payouts/runs/states.ts';

/** The tables of the books. Days are calendar days in UTC, `2026-11-22`; amounts are minor units. */
export type LedgerTables = {
  ledger_source: LedgerSourceTable;
  ledger_transaction: LedgerTransactionTable;
  ledger_entry: LedgerEntryTable;
  ledger_closing: LedgerClosingTable;
  ledger_day: LedgerDayTable;
  /** The order a refund, a dispute or a reserve belongs to. */
  ledger_ref_order: { ref_id: string; order_id: string };
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

/** The tables of payouts. Documents are JSON text, moments epoch milliseconds, amounts minor units. */
export type PayoutTables = {
  payout_setting: { id: number; version: number; doc: string; changed_by: string | null; changed_at: number };
  payout_hold: PayoutHoldTable;
  payout_reserve: PayoutReserveTable;
  payout_standing: PayoutStandingTable;
  payout_bank_account: BankAccountTable;
  payout_run: PayoutRunTable;
  payout: PayoutTable;
  payout_approval: PayoutApprovalTable;
  payout_event: PayoutEventTable;
  bank_line: BankLineTable;
  commission_rule: { id: string; version: number; doc: string; ended_at: number | null; changed_by: string; changed_at: number };
};

/** Somebody keeps a shop's money back; `amount` null: all of it. */
export type PayoutHoldTable = { id: string; shop_id: string; currency: string; amount: number | null; reason_public: string; reason_internal: string | null; placed_by: string; placed_at: number; released_by: string | null; released_at: number | null };
/** A part of a capture that is kept for a time; with a `reason` somebody set it aside (`placed_by`), and `order_id` is its own id. */
export type PayoutReserveTable = { id: string; shop_id: string; currency: string; order_id: string; source_key: string; amount: number; held_at: number; release_at: number; released_at: number | null; reason: ColumnType<string | null, string | null | undefined>; placed_by: ColumnType<string | null, string | null | undefined> };
/** Whether a shop may be paid (1), until its checks say so by themselves; `reserve`: its own rate and days, as JSON. */
export type PayoutStandingTable = { shop_id: string; may_be_paid: number; reserve: string | null; changed_by: string; changed_at: number };
/** Where a shop is paid in one currency; an account that was replaced stays. */
export type BankAccountTable = { id: string; shop_id: string; currency: string; account: string; doc: string; changed_by: string; changed_at: number; cooling_until: number; verified_by: string | null; verified_at: number | null; replaced_at: number | null };
/** A run. `cutoff`: what is available by then is paid; `shop_ids`: only these shops, as JSON; `minimum`: less than this is not paid, null: as the settings say; `round`: how often approval was asked for; `version` rises with every change; the file is kept as it was made. */
export type PayoutRunTable = {
  id: string; currency: string; cutoff: number; state: RunState; version: number; maker: string; shop_ids: string | null; round: number; total: number; approvers_needed: number; snapshot_hash: string | null; submitted_at: number | null;
  expires_at: number | null; created_at: number; exported_at: number | null; exports: number; file_name: string | null; file_type: string | null; file_text: string | null; minimum: number | null;
};
/** One shop's payout in a run; `line` how its amount came about, as JSON. */
export type PayoutTable = {
  id: string; run_id: string; shop_id: string; currency: string; amount: number; state: PayoutState; line: string; bank_account_id: string | null; original_payout_id: string | null; override_reason: string | null;
  failure_code: string | null; changed_at: number;
};
/** Append-only. */
export type PayoutApprovalTable = { id: string; run_id: string; maker: string; approver: string; decision: 'approve' | 'reject'; reason: string | null; snapshot_hash: string; decided_at: number };
/** Append-only, in the order of `rid`: what happened to runs, payouts, accounts and settings. */
export type PayoutEventTable = { rid: Generated<number>; id: string; run_id: string | null; payout_id: string | null; shop_id: string | null; kind: string; actor_id: string | null; at: number; details: string };
/** One payment of a bank statement. `line_key`: the same line of the same statement comes in once. */
export type BankLineTable = { id: string; line_key: string; state: 'matched' | 'unmatched' | 'ignored'; payout_id: string | null; doc: string; imported_by: string; imported_at: number; settled_by: string | null; settled_at: number | null };
