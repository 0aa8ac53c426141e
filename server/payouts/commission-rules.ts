import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { commissionRule, type CommissionRule } from '#shared/payouts/commission/model.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';

type Kept = { readonly rule: CommissionRule; readonly version: number; readonly endedAt: EpochMs | null };

/** The rules that hold, the oldest first. */
export async function commissionRules(db: Kysely<ServerSchema>): Promise<Kept[]> {
  const rows = await db.selectFrom('commission_rule').selectAll().where('ended_at', 'is', null).orderBy('id').execute();
  return rows.map(({ doc, version, ended_at }) => ({ rule: commissionRule.parse(JSON.parse(doc)), version, endedAt: ended_at as EpochMs | null }));
}

/** Makes, changes or ends a rule. @param version as it stood for whoever changes it; 0: there is none yet. `conflict` with `commission-rule-changed` when somebody was faster */
export const saveCommissionRule = (deps: PayoutDeps, by: Actor, rule: CommissionRule, version: number, ended: boolean): Promise<Result<{ version: number }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const now = await trx.selectFrom('commission_rule').select(['version', 'doc']).where('id', '=', rule.id).executeTakeFirst();
    if ((now?.version ?? 0) !== version) refuse('conflict', 'payouts.saveCommissionRule', 'commission-rule-changed', { version: now?.version ?? 0 });
    const row = { version: version + 1, doc: JSON.stringify(rule), ended_at: ended ? deps.clock() : null, changed_by: by.userId, changed_at: deps.clock() };
    await trx.insertInto('commission_rule').values({ id: rule.id, ...row }).onConflict((on) => on.column('id').doUpdateSet(row)).execute();
    await note(trx, deps, by, { kind: 'commission-rule-saved', details: { id: rule.id, before: now === undefined ? null : (JSON.parse(now.doc) as null), after: rule, ended } });
    return { version: version + 1 };
  });
