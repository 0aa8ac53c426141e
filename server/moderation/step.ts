import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { checkCaseStep, checkHolder, CLAIM_MS, isAppeal, stateAt, VIEWING_MS } from '#shared/moderation/case-states.ts';
import type { CaseRow, CaseStep } from '#shared/moderation/contract.ts';
import type { CaseState } from '#shared/moderation/model.ts';
import type { Actor } from '#shared/sync/model.ts';
import { atOnce, hold, logEvent, refuse, type ModerationDeps } from './acts.ts';
import { caseRows, type CaseRecord } from './case-rows.ts';

/** A case, held until the transaction ends, with the state it is in now. */
export async function holdCase(trx: ServerTransaction, { db, clock }: Pick<ModerationDeps, 'db' | 'clock'>, id: string): Promise<CaseRecord & { readonly now: CaseState }> {
  const found = await db.dialect.lockRows(trx.selectFrom('moderation_case').selectAll().where('id', '=', id)).executeTakeFirst();
  return found === undefined ? refuse({ code: 'not-found', field: 'case' }) : { ...found, now: stateAt(claimOf(found), clock()) };
}

export const claimOf = (one: CaseRecord) => ({ state: one.state, claimedBy: one.claimed_by, claimUntil: one.claim_until, mutedUntil: one.muted_until });

/** Takes a step with a case that is no decision. What others are at work on is not touched but by taking it over, with a reason. */
export async function stepCase(deps: ModerationDeps, by: Actor, id: string, step: CaseStep): Promise<Result<CaseRow, AppError>> {
  const now = deps.clock();
  return atOnce(deps, async (trx) => {
    const held = await holdCase(trx, deps, id);
    if (step.kind === 'view') await trx.insertInto('moderation_viewer').values({ case_id: id, user_id: by.userId, seen_at: now }).onConflict((on) => on.columns(['case_id', 'user_id']).doUpdateSet({ seen_at: now })).execute();
    else await apply(trx, deps, by, held, step);
    const after = await trx.selectFrom('moderation_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    return (await caseRows(trx, [after], now))[0]!;
  });
}

async function apply(trx: ServerTransaction, deps: ModerationDeps, by: Actor, held: CaseRecord & { readonly now: CaseState }, step: Exclude<CaseStep, { kind: 'view' }>): Promise<void> {
  const now = deps.clock();
  if (step.kind !== 'take-over') hold(checkHolder(claimOf(held), by.userId, now));
  const set = (to: Partial<CaseRecord>) => trx.updateTable('moderation_case').set(to).where('id', '=', held.id).execute();
  const log = (kind: Parameters<typeof logEvent>[3]['kind'], reason: string, details = {}) => logEvent(trx, deps, by, { caseId: held.id, productId: held.product_id, shopId: held.shop_id, kind, reason, details });
  const go = (to: CaseState) => (held.now === to ? undefined : hold(checkCaseStep(held.now, to)));
  const claimed: CaseState = isAppeal(held.now) ? 'appeal_claimed' : 'claimed';
  switch (step.kind) {
    case 'claim':
      go(claimed);
      await set({ state: claimed, claimed_by: by.userId, claim_until: now + CLAIM_MS, muted_until: null });
      return void (await log('claimed', 'claimed'));
    case 'take-over':
      go(claimed);
      await set({ state: claimed, claimed_by: by.userId, claim_until: now + CLAIM_MS, muted_until: null });
      return void (await log('taken-over', step.reason, { from: held.claimed_by }));
    case 'release': {
      const to: CaseState = isAppeal(held.now) ? 'appealed' : 'new';
      go(to);
      await set({ state: to, claimed_by: null, claim_until: null });
      return void (await log('released', 'released'));
    }
    case 'escalate':
      go('escalated');
      await set({ state: 'escalated', claimed_by: null, claim_until: null });
      return void (await log('escalated', step.reason));
    case 'mute':
      go('muted');
      if (step.until <= now) refuse({ code: 'invalid-input', field: 'until', rule: 'in-the-past' });
      await set({ state: 'muted', muted_until: step.until, claimed_by: null, claim_until: null });
      return void (await log('muted', step.reason, { until: step.until }));
    case 'unmute':
      go('new');
      await set({ state: 'new', muted_until: null });
      return void (await log('unmuted', step.reason));
  }
}

/** Who else looks at a case now. */
export const viewersOf = (trx: Pick<ServerTransaction, 'selectFrom'>, caseId: string, now: number) =>
  trx.selectFrom('moderation_viewer').select('user_id').where('case_id', '=', caseId).where('seen_at', '>', now - VIEWING_MS).execute();
