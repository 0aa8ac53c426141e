import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { payoutSettings, type PayoutSettings } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';

/** The rules of payouts as administrators left them, with the version a change has to know. */
export async function readSettings(db: Kysely<ServerSchema>): Promise<{ readonly version: number; readonly settings: PayoutSettings }> {
  const { version, doc } = await db.selectFrom('payout_setting').select(['version', 'doc']).where('id', '=', 1).executeTakeFirstOrThrow();
  return { version, settings: payoutSettings.parse(JSON.parse(doc)) };
}

/** @returns the new version; `conflict` with `settings-changed` when somebody was faster */
export const changeSettings = (deps: PayoutDeps, by: Actor, version: number, settings: PayoutSettings): Promise<Result<{ version: number }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const now = await readSettings(trx);
    if (now.version !== version) refuse('conflict', 'payouts.changeSettings', 'settings-changed', { version: now.version });
    await trx.updateTable('payout_setting').set({ version: version + 1, doc: JSON.stringify(settings), changed_by: by.userId, changed_at: deps.clock() }).where('id', '=', 1).execute();
    await note(trx, deps, by, { kind: 'settings-changed', details: { before: now.settings, after: settings } });
    return { version: version + 1 };
  });
