import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import { recordAct } from '#server/audit/record.ts';
import type { ServerDeps } from '#server/deps.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';

export type PayoutDeps = Pick<ServerDeps, 'db' | 'clock' | 'random'>;

/** Runs `work` whole or not at all; a refusal thrown inside takes everything back and is answered. */
export async function inBooks<T>({ db }: Pick<PayoutDeps, 'db'>, work: (trx: ServerTransaction) => Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await inTransaction(db, work));
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

/**
 * Lets one decision about payouts through after the other, until the transaction ends: they are few, and each looks at what others may change.
 * Payments of customers do not wait here.
 */
export const oneAtATime = (trx: ServerTransaction, { db }: Pick<PayoutDeps, 'db'>) => db.dialect.lockRows(trx.selectFrom('payout_setting').select('version').where('id', '=', 1)).executeTakeFirstOrThrow();

/** Stops a transaction with a refusal. */
export const refuse = (code: 'rule-broken' | 'conflict' | 'forbidden' | 'not-found' | 'illegal-transition', attempted: string, rule: string, details?: Record<string, Json>, field?: string): never => {
  throw new AppFailure({ code, attempted, rule, ...(details ? { details } : {}), ...(field ? { field } : {}) });
};

type Noted = { readonly kind: string; readonly runId?: string; readonly payoutId?: string; readonly shopId?: string; readonly details?: Record<string, Json> };

/** Writes down what somebody did to a run, a payout or an account; nobody: housekeeping or the bank. */
export async function note(trx: ServerTransaction, deps: PayoutDeps, by: Pick<Actor, 'userId' | 'device'> | null, { kind, runId, payoutId, shopId, details = {} }: Noted): Promise<void> {
  const { clock, random } = deps;
  await trx.insertInto('payout_event').values({ id: uuidv7(clock, random), run_id: runId ?? null, payout_id: payoutId ?? null, shop_id: shopId ?? null, kind, actor_id: by?.userId ?? null, at: clock(), details: JSON.stringify(details) }).execute();
  const object = payoutId !== undefined ? { kind: 'payout', id: payoutId } : runId !== undefined ? { kind: 'payout-run', id: runId } : { kind: 'shop', id: shopId ?? null };
  await recordAct(trx, deps, by, { action: `payouts.${kind}`, object, shopId: shopId ?? null, became: details });
}
