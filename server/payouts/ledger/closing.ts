import { sql, type Kysely } from 'kysely';
import type { ServerDb } from '#server/db/open.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts';
import { dayOf } from './day.ts';

/** What moved on each account on each day in a stretch of days, out of the entries, with debits less credits added up over the stretch. */
const turnover = (after: string, through: string) => sql`
  SELECT account, shop_id, currency, day, debit, credit, SUM(debit - credit) OVER (PARTITION BY account, shop_id, currency ORDER BY day) AS balance
  FROM (SELECT account, COALESCE(shop_id, '') AS shop_id, currency, day, SUM(debit) AS debit, SUM(credit) AS credit
        FROM ledger_entry WHERE day > ${after} AND day <= ${through} GROUP BY account, COALESCE(shop_id, ''), currency, day) AS moved`;

/**
 * Closes the books up to a day, and keeps the balance of every account that moved at the end of each. Nothing is posted on a closed day any more.
 *
 * @param through the last day to close, in UTC; what is closed already stays as it is
 */
export async function closeDays(db: ServerDb, through: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { closed_through: after } = await db.dialect.lockRows(trx.selectFrom('ledger_closing').select('closed_through')).executeTakeFirstOrThrow();
    if (through <= after) return;
    await sql`
      INSERT INTO ledger_day (account, shop_id, currency, day, debit, credit, balance)
      SELECT account, shop_id, currency, day, debit, credit, balance + COALESCE((
        SELECT earlier.balance FROM ledger_day AS earlier
        WHERE earlier.account = fresh.account AND earlier.shop_id = fresh.shop_id AND earlier.currency = fresh.currency AND earlier.day <= ${after} ORDER BY earlier.day DESC LIMIT 1), 0)
      FROM (${turnover(after, through)}) AS fresh`.execute(trx);
    await trx.updateTable('ledger_closing').set({ closed_through: through }).execute();
  });
}

/** Closes the days that ended at least an hour ago: whoever began to post before midnight is done by then. Part of housekeeping. */
export const closePastDays = (db: ServerDb, now: number): Promise<void> => closeDays(db, dayOf(now - HOUR_MS - DAY_MS));

/**
 * Works all closing balances out of the entries again and compares.
 *
 * @returns the first day on which what is kept is not what the entries say; null when all agree
 */
export async function firstDayThatDiffers(db: Kysely<ServerSchema>): Promise<string | null> {
  const { closed_through: through } = await db.selectFrom('ledger_closing').select('closed_through').executeTakeFirstOrThrow();
  const kept = sql`SELECT account, shop_id, currency, day, debit, credit, balance FROM ledger_day`;
  const fresh = turnover('', through);
  const { rows } = await sql<{ day: string | null }>`
    SELECT MIN(day) AS day FROM (
      SELECT * FROM (${fresh} EXCEPT ${kept}) AS missing UNION ALL SELECT * FROM (${kept} EXCEPT ${fresh}) AS extra
    ) AS different`.execute(db);
  return rows[0]!.day;
}
