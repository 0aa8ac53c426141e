import { createHash } from 'node:crypto';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { ResourceKind, ActionOn } from '#shared/auth/permission-table.ts';
import { mayNot } from '#shared/auth/permissions.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';
import { MOST_DOCUMENT_BYTES, type QueueLine, type verificationEndpoints } from '#shared/verification/contract.ts';
import type { CaseState } from '#shared/verification/model.ts';
import { addDocument, answer, beginCase, submit, type VerificationDeps } from './acts.ts';
import { step, viewDocument } from './review.ts';
import { viewOf } from './view.ts';

const shown: Readonly<Record<'waiting' | 'asked-again' | 'decided' | 'all', readonly CaseState[]>> = {
  'waiting': ['submitted', 'in_review', 're_verification_due'], 'asked-again': ['needs_info', 'suspended', 'collecting'], 'decided': ['verified', 'rejected', 'expired'],
  'all': ['collecting', 'submitted', 'in_review', 'needs_info', 'verified', 'rejected', 're_verification_due', 'suspended', 'expired'],
};

/** Asks the one table first; a shop that is not theirs is to a vendor as if it were not there. */
async function allowed<K extends ResourceKind, T>(actor: Actor, action: ActionOn<K>, of: K, shopId: string | undefined, work: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> {
  const refused = mayNot(actor, action, { of, shopId }, `verification.${action}`);
  if (refused === null) return work();
  return err(refused.rule === 'own-shop-only' ? { code: 'not-found', attempted: 'verification', field: 'shop' } : refused);
}

/** Answers who sellers are, to themselves and to whoever looks after that. */
export function verificationHandlers(deps: VerificationDeps): EndpointHandlers<typeof verificationEndpoints> {
  const { db, vault } = deps;
  return {
    verificationOf: ({ params }, { actor }) => allowed(actor, 'read', 'verification', params.shop, async () => {
      const view = await viewOf(db.kysely, vault, params.shop, actor);
      return view === null ? err({ code: 'not-found', attempted: 'verification', field: 'shop' }) : ok(view);
    }),
    beginVerification: ({ params, body }, { actor }) => allowed(actor, 'answer', 'verification', params.shop, () => beginCase(deps, actor, params.shop, body)),
    answerRequirement: ({ params, body }, { actor }) => allowed(actor, 'answer', 'verification', params.shop, () => answer(deps, actor, params.shop, params.requirement, body.value)),
    addVerificationDocument: ({ params, body }, { actor }) => allowed(actor, 'add', 'verification-document', params.shop, async () => {
      const parts: Uint8Array[] = [];
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const part of body) {
        bytes += part.byteLength;
        if (bytes > MOST_DOCUMENT_BYTES) return err({ code: 'too-large', attempted: 'verification.addDocument', rule: 'document-too-large', details: { mostBytes: MOST_DOCUMENT_BYTES } });
        hash.update(part);
        parts.push(part);
      }
      return addDocument(deps, actor, params.shop, params.requirement, Buffer.concat(parts), hash.digest('hex'));
    }),
    submitVerification: ({ params }, { actor }) => allowed(actor, 'answer', 'verification', params.shop, () => submit(deps, actor, params.shop)),
    verificationQueue: ({ query }, { actor }) => allowed(actor, 'decide', 'verification', undefined, async () => {
      const rows = await db.kysely.selectFrom('verification_case').innerJoin('shop', 'shop.id', 'verification_case.shop_id').leftJoin('app_user', 'app_user.id', 'verification_case.claimed_by')
        .select(['shop.id', 'shop.name', 'verification_case.state', 'country', 'legal_form', 'submitted_at', 'due_at', 'app_user.name as claimer'])
        .select((eb) => eb.selectFrom('verification_requirement').select(eb.fn.countAll<number>().as('count')).whereRef('verification_requirement.shop_id', '=', 'verification_case.shop_id').where('verification_requirement.state', '=', 'pending').as('pending'))
        .where('verification_case.state', 'in', [...shown[query.show]]).orderBy('submitted_at').limit(query.limit).execute();
      const waiting = await db.kysely.selectFrom('verification_case').select((eb) => eb.fn.countAll<number>().as('count')).where('state', 'in', [...shown.waiting]).executeTakeFirstOrThrow();
      const cases = rows.map((row) => ({ shop: { id: row.id, name: row.name }, state: row.state, country: row.country, legalForm: row.legal_form, submittedAt: row.submitted_at, dueAt: row.due_at, pending: Number(row.pending ?? 0), claimedBy: row.claimer })) as unknown as QueueLine[];
      return ok({ cases, waiting: Number(waiting.count) });
    }),
    stepVerification: ({ params, body }, { actor }) => allowed(actor, 'decide', 'verification', params.shop, () => step(deps, actor, params.shop, body)),
    verificationDocument: ({ params }, { actor }) => allowed(actor, 'view', 'verification-document', undefined, () => viewDocument(deps, actor, params.id)),
  };
}
