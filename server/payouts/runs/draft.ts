import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import { payoutLine, type PayoutLine } from '#shared/payouts/runs/preview.ts';
import { settingsOf } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from '../acts.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable, PayoutTable } from '../tables.ts';
import { standings, type Standing } from './positions.ts';
import { holdRun, moveRun } from './run-row.ts';

/**
 * Draws up a payout run: a line for every shop that is owed something or owes something, with what it would be paid and why nothing if nothing.
 *
 * @param asked.cutoff what is available by then is paid; now when left out
 * @param asked.minimum less than this waits for the next run; as the settings say when left out
 */
export const makeRun = (deps: PayoutDeps, by: Actor, asked: { readonly currency: Currency; readonly cutoff?: number | undefined; readonly shopIds?: readonly ShopId[] | undefined; readonly minimum?: Minor | null | undefined }): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const run = await newRun(trx, deps, by, { currency: asked.currency, cutoff: Math.min(asked.cutoff ?? deps.clock(), deps.clock()), shopIds: asked.shopIds ?? null, minimum: asked.minimum ?? null });
    await draw(trx, deps, run);
    return { id: run.id };
  });

async function newRun(trx: ServerTransaction, deps: PayoutDeps, by: Actor, { currency, cutoff, shopIds, minimum }: { readonly currency: Currency; readonly cutoff: number; readonly shopIds: readonly ShopId[] | null; readonly minimum: Minor | null }): Promise<PayoutRunTable> {
  const run: PayoutRunTable = {
    id: uuidv7(deps.clock, deps.random), currency, cutoff, state: 'draft', version: 1, maker: by.userId, shop_ids: shopIds === null ? null : JSON.stringify(shopIds), round: 0, total: 0, approvers_needed: 1, snapshot_hash: null, submitted_at: null, expires_at: null,
    created_at: deps.clock(), exported_at: null, exports: 0, file_name: null, file_type: null, file_text: null, minimum,
  };
  await trx.insertInto('payout_run').values(run).execute();
  await note(trx, deps, by, { kind: 'run-made', runId: run.id, details: { currency, cutoff } });
  return run;
}

/** Writes the lines of a run anew, as the books stand. Shops left out by hand stay out; second payments stay as they are. */
async function draw(trx: ServerTransaction, deps: PayoutDeps, run: PayoutRunTable): Promise<void> {
  const shopIds = run.shop_ids === null ? null : (JSON.parse(run.shop_ids) as ShopId[]);
  const currency = run.currency as Currency;
  const old = await trx.selectFrom('payout').selectAll().where('run_id', '=', run.id).execute();
  const kept = old.filter(({ override_reason }) => override_reason !== null);
  const byHand = new Set(old.filter(({ line }) => (JSON.parse(line) as PayoutLine).leftOut === 'by-hand').map(({ shop_id }) => shop_id));
  await trx.deleteFrom('payout').where('run_id', '=', run.id).where('override_reason', 'is', null).execute();
  const minimum = run.minimum === null ? settingsOf((await readSettings(trx)).settings, currency).minimum : (run.minimum as Minor);
  const found = (await standings(trx, currency, run.cutoff, shopIds)).filter(({ shopId }) => !kept.some((payout) => payout.shop_id === shopId));
  const retried = await toRetry(trx, currency);
  const lines = found.map((standing) => ({ standing, line: payoutLine(standing, minimum, deps.clock()) })).filter(({ line }) => line.leftOut !== 'nothing-due');
  const rows = lines.map(({ standing, line }) => rowOf(deps, run, standing, byHand.has(standing.shopId) ? { ...line, amount: 0 as Minor, leftOut: 'by-hand' } : line, retried.get(standing.shopId) ?? null));
  for (let at = 0; at < rows.length; at += 100) await trx.insertInto('payout').values(rows.slice(at, at + 100)).execute();
  const total = [...rows, ...kept].reduce((sum, { amount }) => sum + amount, 0);
  await trx.updateTable('payout_run').set({ total }).where('id', '=', run.id).execute();
}

const rowOf = (deps: PayoutDeps, run: PayoutRunTable, { account }: Standing, line: PayoutLine, original: string | null): PayoutTable => ({
  id: uuidv7(deps.clock, deps.random), run_id: run.id, shop_id: line.shopId, currency: run.currency, amount: line.amount, state: line.leftOut === null ? 'included' : 'on_hold', line: JSON.stringify(line),
  bank_account_id: account?.id ?? null, original_payout_id: line.leftOut === null ? original : null, override_reason: null, failure_code: null, changed_at: deps.clock(),
});

/** The last payout of each shop that came back and was not tried again. */
async function toRetry(trx: ServerTransaction, currency: Currency): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.selectFrom('payout as old').select(['old.id', 'old.shop_id']).where('old.currency', '=', currency).where('old.state', '=', 'reversed')
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('payout as again').select('again.id').whereRef('again.original_payout_id', '=', 'old.id').where('again.state', '<>', 'dropped'))))
    .orderBy('old.changed_at').orderBy('old.id').execute();
  return new Map(rows.map(({ id, shop_id }) => [shop_id, id]));
}

/** Draws a draft up again as the books stand now, with some shops left out or taken in by hand. */
export const redrawRun = (deps: PayoutDeps, by: Actor, id: string, change: { readonly leaveOut?: readonly string[]; readonly takeIn?: readonly string[] } = {}): Promise<Result<null, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const run = await holdRun(trx, id);
    if (run.state !== 'draft') refuse('illegal-transition', 'payouts.redraw', 'run-not-draft', { state: run.state });
    if (run.maker !== by.userId) refuse('forbidden', 'payouts.redraw', 'run-of-another');
    const mark = async (shopId: string, leftOut: 'by-hand' | null) => {
      const row = await trx.selectFrom('payout').select(['id', 'line']).where('run_id', '=', id).where('shop_id', '=', shopId).executeTakeFirst();
      if (row === undefined) return refuse('not-found', 'payouts.redraw', 'shop-not-in-run', { shopId });
      await trx.updateTable('payout').set({ line: JSON.stringify({ ...(JSON.parse(row.line) as PayoutLine), leftOut }) }).where('id', '=', row.id).execute();
    };
    for (const shopId of change.leaveOut ?? []) await mark(shopId, 'by-hand');
    for (const shopId of change.takeIn ?? []) await mark(shopId, null);
    await draw(trx, deps, run);
    await moveRun(trx, deps, run, 'draft');
    await note(trx, deps, by, { kind: 'run-redrawn', runId: id, details: { leftOut: [...(change.leaveOut ?? [])], takenIn: [...(change.takeIn ?? [])] } });
    return null;
  });

/**
 * Pays a payout again that failed or came back: a new payout in a run of its own, linked to the old one, and approved like any other.
 *
 * @param override why something is paid a second time that is on its way or has arrived; without it that is refused (`double-payment`)
 */
export const retryPayout = (deps: PayoutDeps, by: Actor, payoutId: string, override: string | null): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const old = await trx.selectFrom('payout').selectAll().where('id', '=', payoutId).executeTakeFirst();
    if (old === undefined) return refuse('not-found', 'payouts.retry', 'payout-unknown');
    const again = await trx.selectFrom('payout').select('id').where('original_payout_id', '=', payoutId).where('state', '<>', 'dropped').executeTakeFirst();
    if (again !== undefined) refuse('conflict', 'payouts.retry', 'payout-retried-already', { payoutId: again.id });
    const run = await newRun(trx, deps, by, { currency: old.currency as Currency, cutoff: deps.clock(), shopIds: [old.shop_id as ShopId], minimum: null });
    if (old.state === 'reversed') {
      await draw(trx, deps, run);
      const row = await trx.selectFrom('payout').select(['id', 'amount', 'line']).where('run_id', '=', run.id).where('state', '=', 'included').executeTakeFirst();
      if (row === undefined) return refuse('rule-broken', 'payouts.retry', 'run-empty');
      const amount = Math.min(row.amount, old.amount);
      await trx.updateTable('payout').set({ amount, original_payout_id: payoutId }).where('id', '=', row.id).execute();
      await trx.updateTable('payout_run').set({ total: amount }).where('id', '=', run.id).execute();
    } else {
      if (!['exported', 'in_transit', 'paid'].includes(old.state)) refuse('illegal-transition', 'payouts.retry', 'payout-not-sent', { state: old.state });
      if (override === null) refuse('rule-broken', 'payouts.retry', 'double-payment', { state: old.state, amount: old.amount });
      const [standing] = await standings(trx, old.currency as Currency, run.cutoff, [old.shop_id as ShopId]);
      if (standing === undefined) return refuse('not-found', 'payouts.retry', 'payout-unknown');
      const none = 0 as Minor;
      const line: PayoutLine = { shopId: standing.shopId, opening: standing.available, released: none, recovered: none, held: none, carried: standing.receivable, payable: old.amount as Minor, amount: old.amount as Minor, leftOut: null };
      await trx.insertInto('payout').values({ ...rowOf(deps, run, standing, line, payoutId), override_reason: override }).execute();
      await trx.updateTable('payout_run').set({ total: old.amount }).where('id', '=', run.id).execute();
    }
    await note(trx, deps, by, { kind: 'payout-retried', runId: run.id, payoutId, shopId: old.shop_id, details: { override } });
    return { id: run.id };
  });
