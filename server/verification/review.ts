import { recordAct, type Act } from '#server/audit/record.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { VerificationStep } from '#shared/verification/contract.ts';
import { act, begun, moveCase, refuse, type Done, type VerificationDeps } from './acts.ts';
import type { VerificationCaseTable } from './tables.ts';

/** A case that was taken on and left lying is anybody's again. */
const CLAIM_MS = 2 * HOUR_MS;
/** Documents of a refused seller are kept for an appeal, those of a verified one for as long as the law asks to prove who was paid. */
const REFUSED_KEPT_MS = 180 * DAY_MS;
const VERIFIED_KEPT_MS = 5 * 365 * DAY_MS;

/** What a reviewer does with a case: takes it on, looks at one thing after the other, decides. Nobody reviews a shop they work for. */
export const step = (deps: VerificationDeps, by: Actor, shopId: string, asked: VerificationStep): Done =>
  act(deps, by, shopId, async (trx, row): Promise<Omit<Act, 'object' | 'shopId'>> => {
    const found = begun(row);
    const now = deps.clock();
    const works = await trx.selectFrom('membership').select('shop_id').where('user_id', '=', by.userId).where('shop_id', '=', shopId).executeTakeFirst();
    if (works !== undefined) refuse('forbidden', 'reviewer-works-there');
    if (found.claimed_by !== null && found.claimed_by !== by.userId && found.claimed_until! > now) refuse('conflict', 'verification-claimed');
    if (asked.kind === 'claim') {
      await (found.state === 'in_review' ? trx.updateTable('verification_case').set({ claimed_by: by.userId, claimed_until: now + CLAIM_MS }).where('shop_id', '=', shopId).execute()
        : moveCase(trx, found, 'in_review', { claimed_by: by.userId, claimed_until: now + CLAIM_MS }));
      return { action: 'verification.claimed' };
    }
    if (found.state !== 'in_review' || found.claimed_by !== by.userId) refuse('conflict', 'verification-claim-first');
    switch (asked.kind) {
      case 'accept':
      case 'refuse': {
        const isValid = asked.kind === 'accept';
        const told = asked.kind === 'accept' ? { reason: null, note: null, expires_on: asked.expiresOn } : { reason: asked.reason, note: asked.note, expires_on: null };
        const { numUpdatedRows } = await trx.updateTable('verification_requirement').set({ ...told, state: isValid ? 'valid' : 'invalid', decided_by: by.userId, decided_at: now })
          .where('shop_id', '=', shopId).where('kind', '=', asked.requirement).where('state', '!=', 'missing').executeTakeFirst();
        if (numUpdatedRows === 0n) refuse('not-found', 'requirement-not-asked');
        return { action: isValid ? 'verification.requirement-valid' : 'verification.requirement-invalid', became: { requirement: asked.requirement, ...told } };
      }
      case 'verify': return verify(trx, deps, by, found);
      case 'ask-again': {
        const refused = await kindsIn(trx, shopId, 'invalid');
        if (refused.length === 0) refuse('rule-broken', 'verification-nothing-refused');
        const due_at = now + asked.days * DAY_MS;
        await moveCase(trx, found, 'needs_info', { due_at, claimed_by: null, claimed_until: null });
        return { action: 'verification.needs-info', became: { requirements: refused, dueAt: due_at } };
      }
      case 'reject': {
        await moveCase(trx, found, 'rejected', { decided_by: by.userId, decided_at: now, claimed_by: null, claimed_until: null });
        await setMayBePaid(trx, by, shopId, 0, now);
        await keepUntil(trx, shopId, now + REFUSED_KEPT_MS);
        return { action: 'verification.rejected', reason: asked.note };
      }
    }
  });

async function verify(trx: ServerTransaction, deps: VerificationDeps, by: Actor, found: VerificationCaseTable): Promise<{ action: string }> {
  const now = deps.clock();
  const rows = await trx.selectFrom('verification_requirement').select(['kind', 'state']).where('shop_id', '=', found.shop_id).execute();
  const open = rows.filter(({ state }) => state !== 'valid').map(({ kind }) => kind);
  if (open.length > 0) refuse('rule-broken', 'verification-open-items', { open: open.length, requirements: open });
  await moveCase(trx, found, 'verified', { decided_by: by.userId, decided_at: now, due_at: null, claimed_by: null, claimed_until: null });
  await setMayBePaid(trx, by, found.shop_id, 1, now);
  await keepUntil(trx, found.shop_id, now + VERIFIED_KEPT_MS);
  return { action: 'verification.verified' };
}

const kindsIn = async (trx: ServerTransaction, shopId: string, state: 'invalid') => (await trx.selectFrom('verification_requirement').select('kind').where('shop_id', '=', shopId).where('state', '=', state).execute()).map(({ kind }) => kind);

/** Payouts ask this row: who is verified may be paid, who no longer is may not; the shop's own rule for reserve stays. */
async function setMayBePaid(trx: ServerTransaction, by: Pick<Actor, 'userId'>, shopId: string, may_be_paid: 0 | 1, now: number): Promise<void> {
  const row = { may_be_paid, changed_by: by.userId, changed_at: now };
  await trx.insertInto('payout_standing').values({ shop_id: shopId, reserve: null, ...row }).onConflict((on) => on.column('shop_id').doUpdateSet(row)).execute();
}

const keepUntil = (trx: ServerTransaction, shopId: string, purge_at: number) => trx.updateTable('verification_document').set({ purge_at }).where('shop_id', '=', shopId).where('replaced_at', 'is', null).execute();

/** Opens a document for a reviewer; that they looked is written down before they see it. */
export async function viewDocument(deps: VerificationDeps, by: Actor, id: string): Promise<Result<Uint8Array, AppError>> {
  const row = await deps.db.kysely.selectFrom('verification_document').select(['shop_id', 'kind', 'purged_at']).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return err({ code: 'not-found', attempted: 'verification.document', field: 'id' });
  if (row.purged_at !== null) return err({ code: 'gone', attempted: 'verification.document', rule: 'document-purged' });
  await inTransaction(deps.db, async (trx) => {
    await trx.insertInto('verification_view').values({ id: uuidv7(deps.clock, deps.random), document_id: id, shop_id: row.shop_id, viewer_id: by.userId, at: deps.clock() }).execute();
    await recordAct(trx, deps, by, { action: 'verification.document-viewed', object: { kind: 'document', id }, shopId: row.shop_id, became: { requirement: row.kind } });
  });
  const content = await deps.vault.read(row.shop_id, id);
  return content === null ? err({ code: 'gone', attempted: 'verification.document', rule: 'document-purged' }) : ok(content);
}

/** Housekeeping: documents whose time is over are removed, and who did not answer in time is suspended until they do. */
export async function tidyVerification(deps: VerificationDeps): Promise<void> {
  const now = deps.clock();
  for (const { id, shop_id } of await deps.db.kysely.selectFrom('verification_document').select(['id', 'shop_id']).where('purged_at', 'is', null).where('purge_at', '<=', now).limit(500).execute()) {
    await deps.vault.remove(shop_id, id);
    await inTransaction(deps.db, async (trx) => {
      await trx.updateTable('verification_document').set({ purged_at: now }).where('id', '=', id).execute();
      await recordAct(trx, deps, null, { action: 'verification.document-purged', object: { kind: 'document', id }, shopId: shop_id });
    });
  }
  for (const { shop_id } of await deps.db.kysely.selectFrom('verification_case').select('shop_id').where('state', '=', 'needs_info').where('due_at', '<=', now).execute()) {
    await inTransaction(deps.db, async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('verification_case').set({ state: 'suspended' }).where('shop_id', '=', shop_id).where('state', '=', 'needs_info').where('due_at', '<=', now).executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      await setMayBePaid(trx, { userId: 'system' }, shop_id, 0, now);
      await recordAct(trx, deps, null, { action: 'verification.expired', object: { kind: 'verification', id: shop_id }, shopId: shop_id });
    });
  }
}
