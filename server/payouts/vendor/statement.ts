import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS, type CalendarDate, type EpochMs } from '#shared/kernel/time.ts';
import { utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { LedgerTransaction } from '#shared/payouts/ledger/model.ts';
import { statementOf } from '#shared/payouts/statement/statement.ts';
import { statementToWire } from '#shared/payouts/statement/statement-wire.ts';
import type { WireStatement } from '#shared/payouts/vendor-contract.ts';
import { grouped } from '../grouped.ts';
import { balancesAt } from '../ledger/balances.ts';
import { ordersOf } from './orders-of.ts';

const MOST_DAYS = 366;
const MOST_LINES = 100_000;
const refuse = (code: 'rule-broken' | 'too-large', rule: string, details: NonNullable<AppError['details']>): Result<never, AppError> => err({ code, attempted: 'payouts.statement', rule, details });

/**
 * The statement of a shop for whole days in UTC, out of the books.
 *
 * @returns refused with `period-backwards` or `period-too-long`; `too-large` with `statement-lines` for more than 100,000 entries
 */
export async function shopStatement(db: Kysely<ServerSchema>, shopId: ShopId, { currency, from, through }: { readonly currency: Currency; readonly from: CalendarDate; readonly through: CalendarDate }): Promise<Result<WireStatement, AppError>> {
  const [first, last] = [Date.parse(from), Date.parse(through)];
  if (last < first) return refuse('rule-broken', 'period-backwards', { from, through });
  if ((last - first) / DAY_MS >= MOST_DAYS) return refuse('rule-broken', 'period-too-long', { most: MOST_DAYS });
  const rows = await db.selectFrom('ledger_entry as entry').innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id')
    .select(['posted.id', 'posted.event', 'posted.ref_kind', 'posted.ref_id', 'posted.posted_at', 'posted.available_at', 'posted.reverses_id', 'entry.account', 'entry.debit', 'entry.credit'])
    .where('entry.shop_id', '=', shopId).where('entry.currency', '=', currency).where('entry.day', '>=', from).where('entry.day', '<=', through).orderBy('entry.rid').limit(MOST_LINES + 1).execute();
  if (rows.length > MOST_LINES) return refuse('too-large', 'statement-lines', { most: MOST_LINES });
  const transactions = [...grouped(rows, ({ id }) => id).values()].map((parts) => {
    const [posted] = parts as [(typeof rows)[number]];
    return {
      id: posted.id, event: posted.event, ref: { kind: posted.ref_kind, id: posted.ref_id }, currency, postedAt: posted.posted_at, availableAt: posted.available_at, reversesId: posted.reverses_id,
      entries: parts.map(({ account, debit, credit }) => ({ account, shopId, debit, credit })),
    } as LedgerTransaction;
  });
  const opening = await balancesAt(db, { day: utcDay(first - DAY_MS), shopId });
  const statement = statementOf(shopId, currency, { from: first as EpochMs, until: (last + DAY_MS) as EpochMs }, opening, transactions);
  const orders = await ordersOf(db, transactions.map(({ ref }) => ref));
  return ok(statementToWire(statement, ({ ref }) => orders.get(ref.id) ?? null));
}
