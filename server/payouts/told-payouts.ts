import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { maskedAccount } from '#shared/payouts/bank-account.ts';
import type { BankLine } from '#shared/payouts/bank-line.ts';
import type { ToldPayout } from '#shared/payouts/statements-contract.ts';
import { dayOf } from './ledger/day.ts';
import type { PayoutTable } from './tables.ts';

/** More are not offered to choose from. */
const OFFERED = 200;

/** The states a payout may be in for a line of the bank to settle it: what leaves pays it, what comes in gives it back. */
export const statesSettledBy = ({ isIncoming }: Pick<BankLine, 'isIncoming'>): readonly PayoutTable['state'][] => (isIncoming ? ['exported', 'in_transit', 'paid'] : ['exported', 'in_transit']);

const told = (db: Kysely<ServerSchema>) => db.selectFrom('payout').innerJoin('payout_run as run', 'run.id', 'payout.run_id').leftJoin('shop', 'shop.id', 'payout.shop_id').leftJoin('payout_bank_account as paid_to', 'paid_to.id', 'payout.bank_account_id')
  .select(['payout.id', 'payout.run_id', 'payout.shop_id', 'shop.name', 'payout.amount', 'payout.state', 'paid_to.account', 'run.exported_at']);

type Row = Awaited<ReturnType<ReturnType<typeof told>['execute']>>[number];
const toldOf = (row: Row): ToldPayout => ({
  id: row.id, runId: row.run_id, shopId: row.shop_id, shopName: row.name ?? '', amount: row.amount, state: row.state, account: row.account === null ? null : maskedAccount(row.account),
  exportedOn: row.exported_at === null ? null : dayOf(row.exported_at),
}) as ToldPayout;

/** Payouts as they are told beside lines of the bank. */
export async function tellPayouts(db: Kysely<ServerSchema>, ids: readonly string[]): Promise<ReadonlyMap<string, ToldPayout>> {
  const rows = await told(db).where('payout.id', 'in', ['', ...ids]).execute();
  return new Map(rows.map((row) => [row.id, toldOf(row)]));
}

/** The payouts a line may belong to: of its currency and amount, and not settled in its direction yet; the latest first. */
export async function payoutsForLine(db: Kysely<ServerSchema>, line: BankLine): Promise<ToldPayout[]> {
  let asked = told(db).where('payout.currency', '=', line.currency).where('payout.state', 'in', [...statesSettledBy(line)]).orderBy('payout.id', 'desc').limit(OFFERED);
  if (line.amount !== null) asked = asked.where('payout.amount', '=', Math.abs(line.amount));
  return (await asked.execute()).map(toldOf);
}
