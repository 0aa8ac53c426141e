import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CaseEventKind } from '#shared/moderation/model.ts';
import type { Actor } from '#shared/sync/model.ts';

export type ModerationDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'live' | 'log'>;

/** Runs `work` whole or not at all; a refusal thrown inside takes everything back and is answered. */
export async function atOnce<T>({ db }: Pick<ModerationDeps, 'db'>, work: (trx: ServerTransaction) => Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await inTransaction(db, work));
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

/** Stops a transaction with a refusal. */
export function refuse(error: AppError): never {
  throw new AppFailure({ attempted: 'moderation', ...error });
}

/** Stops a transaction where a rule says no. */
export function hold(error: AppError | null): void {
  if (error !== null) refuse(error);
}

type Logged = {
  readonly caseId?: string | null; readonly productId?: string | null; readonly shopId?: string | null;
  readonly kind: CaseEventKind;
  /** Why; what the marketplace does by itself names its own reason. */
  readonly reason: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Writes into the log what somebody did and why; nobody: the marketplace itself. */
export const logEvent = (trx: ServerTransaction, { clock, random }: Pick<ModerationDeps, 'clock' | 'random'>, by: Pick<Actor, 'userId'> | null, { caseId = null, productId = null, shopId = null, kind, reason, details = {} }: Logged) =>
  trx.insertInto('moderation_event').values({ id: uuidv7(clock, random), case_id: caseId, product_id: productId, shop_id: shopId, kind, actor_id: by?.userId ?? null, reason, at: clock(), details: JSON.stringify(details) }).execute();
