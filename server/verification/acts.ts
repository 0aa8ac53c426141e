import { recordAct, type Act, type AuditDeps } from '#server/audit/record.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { VerificationCase } from '#shared/verification/contract.ts';
import type { CaseState, LegalForm, RequirementKind } from '#shared/verification/model.ts';
import { inputOf, mayAnswer, mayMove, readAnswer, requirementsFor, stillWanted } from '#shared/verification/rules.ts';
import { checkDocument } from './check-document.ts';
import type { VerificationCaseTable } from './tables.ts';
import type { Vault } from './vault.ts';
import { answerId, viewOf } from './view.ts';

export type VerificationDeps = AuditDeps & { readonly vault: Vault };
export type Done = Promise<Result<VerificationCase, AppError>>;

/** A document that was replaced is kept this long, in case somebody asks what stood there. */
const REPLACED_KEPT_MS = 90 * DAY_MS;

export const refuse = (code: 'rule-broken' | 'conflict' | 'not-found' | 'illegal-transition' | 'forbidden', rule: string, details?: AppError['details']): never => {
  throw new AppFailure({ code, attempted: 'verification', rule, ...(details ? { details } : {}) });
};

/** Runs one act on a case whole or not at all, writes it into the audit, and answers how the case stands then. */
export async function act(deps: VerificationDeps, by: Actor, shopId: string, work: (trx: ServerTransaction, found: VerificationCaseTable | null) => Promise<Omit<Act, 'object' | 'shopId'>>): Done {
  try {
    await inTransaction(deps.db, async (trx) => {
      if ((await trx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst()) === undefined) refuse('not-found', 'shop-unknown');
      const found = await deps.db.dialect.lockRows(trx.selectFrom('verification_case').selectAll().where('shop_id', '=', shopId)).executeTakeFirst();
      const noted = await work(trx, found ?? null);
      await trx.updateTable('verification_case').set((eb) => ({ version: eb('version', '+', 1), changed_at: deps.clock() })).where('shop_id', '=', shopId).execute();
      await recordAct(trx, deps, by, { ...noted, object: { kind: 'verification', id: shopId }, shopId });
    });
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
  return ok((await viewOf(deps.db.kysely, deps.vault, shopId, by))!);
}

/** Moves a case on, where the table of states has a way. */
export async function moveCase(trx: ServerTransaction, found: VerificationCaseTable, to: CaseState, change: Partial<VerificationCaseTable> = {}): Promise<void> {
  if (!mayMove(found.state, to)) refuse('illegal-transition', 'verification-state', { from: found.state, to });
  await trx.updateTable('verification_case').set({ ...change, state: to }).where('shop_id', '=', found.shop_id).execute();
}

export const begun = (found: VerificationCaseTable | null): VerificationCaseTable => found ?? refuse('rule-broken', 'verification-not-begun');

/** Begins, or begins again after a refusal: what was given before and is still asked stays. */
export const beginCase = (deps: VerificationDeps, by: Actor, shopId: string, { country, legalForm }: { country: string; legalForm: LegalForm }): Done =>
  act(deps, by, shopId, async (trx, found) => {
    const now = deps.clock();
    if (found !== null && found.state !== 'collecting' && !mayMove(found.state, 'collecting')) refuse('illegal-transition', 'verification-state', { from: found.state, to: 'collecting' });
    const row = { state: 'collecting' as const, country, legal_form: legalForm, due_at: null, submitted_at: null, decided_by: null, decided_at: null, claimed_by: null, claimed_until: null, changed_at: now };
    await trx.insertInto('verification_case').values({ shop_id: shopId, version: 0, ...row }).onConflict((on) => on.column('shop_id').doUpdateSet(row)).execute();
    const asked = requirementsFor(country, legalForm);
    await trx.deleteFrom('verification_requirement').where('shop_id', '=', shopId).where('kind', 'not in', [...asked]).execute();
    for (const kind of asked) {
      await trx.insertInto('verification_requirement').values({ shop_id: shopId, kind, state: 'missing', answer: null, check_note: null, reason: null, note: null, due_at: null, expires_on: null, changed_by: by.userId, changed_at: now, decided_by: null, decided_at: null })
        .onConflict((on) => on.doNothing()).execute();
    }
    // A document that is no longer asked goes like one that was replaced.
    await trx.updateTable('verification_document').set({ replaced_at: now, purge_at: now + REPLACED_KEPT_MS }).where('shop_id', '=', shopId).where('replaced_at', 'is', null).where('kind', 'not in', [...asked]).execute();
    return { action: 'verification.begun', became: { country, legalForm } };
  });

async function takeAnswer(trx: ServerTransaction, deps: VerificationDeps, by: Actor, found: VerificationCaseTable, kind: RequirementKind, given: { answer: string | null; check_note: string | null }): Promise<void> {
  const row = await trx.selectFrom('verification_requirement').select('state').where('shop_id', '=', found.shop_id).where('kind', '=', kind).executeTakeFirst();
  if (row === undefined) refuse('not-found', 'requirement-not-asked');
  if (!mayAnswer(found.state)) refuse('illegal-transition', 'verification-not-open', { state: found.state });
  // Only what was refused is given again: an answer that was accepted stays as it was looked at.
  if (row!.state === 'valid') refuse('conflict', 'requirement-accepted');
  await trx.updateTable('verification_requirement').set({ ...given, state: 'pending', reason: null, note: null, changed_by: by.userId, changed_at: deps.clock(), decided_by: null, decided_at: null }).where('shop_id', '=', found.shop_id).where('kind', '=', kind).execute();
}

/** Takes one answer in as its register writes it; refused with the digit that is wrong. */
export async function answer(deps: VerificationDeps, by: Actor, shopId: string, kind: RequirementKind, text: string): Done {
  const read = readAnswer(kind, text);
  if (!read.ok) return read;
  return act(deps, by, shopId, async (trx, found) => {
    await takeAnswer(trx, deps, by, begun(found), kind, { answer: deps.vault.sealText(answerId(shopId, kind), read.value.value), check_note: read.value.check });
    return { action: 'verification.answered', became: { requirement: kind, check: read.value.check } };
  });
}

/** Takes a document in: looked at by content, kept encrypted, the one before it goes after a while. */
export async function addDocument(deps: VerificationDeps, by: Actor, shopId: string, kind: RequirementKind, content: Uint8Array, sha256: string): Done {
  if (inputOf[kind] !== 'document') return err({ code: 'rule-broken', attempted: 'verification.addDocument', rule: 'no-document-asked' });
  const type = await checkDocument(content);
  if (!type.ok) return type;
  const id = uuidv7(deps.clock, deps.random);
  // On disk first: a row must never name a document that is not there. One without a row is removed below.
  await deps.vault.keep(shopId, id, content);
  try {
    return await act(deps, by, shopId, async (trx, found) => {
      await takeAnswer(trx, deps, by, begun(found), kind, { answer: null, check_note: null });
      const now = deps.clock();
      await trx.updateTable('verification_document').set({ replaced_at: now, purge_at: now + REPLACED_KEPT_MS }).where('shop_id', '=', shopId).where('kind', '=', kind).where('replaced_at', 'is', null).execute();
      await trx.insertInto('verification_document').values({ id, shop_id: shopId, kind, mime: type.value, bytes: content.byteLength, sha256, added_by: by.userId, added_at: now, replaced_at: null, purge_at: null, purged_at: null }).execute();
      return { action: 'verification.document-added', became: { requirement: kind, document: id, type: type.value, bytes: content.byteLength, sha256 } };
    });
  } finally {
    // Refused or broken off: nobody would ever look for a file without a row, nor remove it.
    if ((await deps.db.kysely.selectFrom('verification_document').select('id').where('id', '=', id).executeTakeFirst()) === undefined) await deps.vault.remove(shopId, id);
  }
}

/** Sends a case in, once nothing is missing. */
export const submit = (deps: VerificationDeps, by: Actor, shopId: string): Done =>
  act(deps, by, shopId, async (trx, found) => {
    const given = await trx.selectFrom('verification_requirement').select(['kind', 'state']).where('shop_id', '=', shopId).execute();
    const wanted = stillWanted(given);
    if (wanted.length > 0) refuse('rule-broken', 'verification-incomplete', { missing: wanted.length, requirements: [...wanted] });
    await moveCase(trx, begun(found), 'submitted', { submitted_at: deps.clock(), due_at: null, claimed_by: null, claimed_until: null });
    return { action: 'verification.submitted' };
  });
