import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { exact } from '../runs/positions.ts';

const MONTHS = 12;

/** What a shop earned (sales less commission, refunds and lost disputes) and what it was paid, in each of the last twelve months; a month without anything is 0. */
export async function shopTrend(db: Kysely<ServerSchema>, shopId: ShopId, currency: Currency, now: EpochMs): Promise<{ month: string; earned: Minor; paid: Minor }[]> {
  const today = new Date(now);
  const months = Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - MONTHS + 1 + back, 1)).toISOString().slice(0, 7));
  const { rows } = await sql<{ month: string; earned: string; paid: string }>`
    SELECT substr(entry.day, 1, 7) AS month, CAST(SUM(CASE WHEN posted.ref_kind = 'payout' THEN 0 ELSE entry.credit - entry.debit END) AS TEXT) AS earned,
      CAST(SUM(CASE WHEN posted.ref_kind = 'payout' THEN entry.debit - entry.credit ELSE 0 END) AS TEXT) AS paid
    FROM ledger_entry AS entry JOIN ledger_transaction AS posted ON posted.id = entry.transaction_id
    WHERE entry.shop_id = ${shopId} AND entry.currency = ${currency} AND entry.day >= ${`${months[0]!}-01`} GROUP BY substr(entry.day, 1, 7)`.execute(db);
  const found = new Map(rows.map((row) => [row.month, row]));
  return months.map((month) => ({ month, earned: exact(found.get(month)?.earned ?? '0'), paid: exact(found.get(month)?.paid ?? '0') }));
}
