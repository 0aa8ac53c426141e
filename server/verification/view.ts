import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { Requirement, VerificationCase } from '#shared/verification/contract.ts';
import { capabilitiesOf, inputOf } from '#shared/verification/rules.ts';
import type { Vault } from './vault.ts';

/** Under which id the answer to a requirement is sealed. */
export const answerId = (shopId: string, kind: string): string => `${shopId} ${kind}`;

/** A shop's case as its administration and the marketplace see it; a shop that never began has an empty one. Who works on it is told to staff only. @returns null for an unknown shop */
export async function viewOf(db: Kysely<ServerSchema>, vault: Vault, shopId: string, reader: Pick<Actor, 'userId' | 'role'>): Promise<VerificationCase | null> {
  const shop = await db.selectFrom('shop').select(['id', 'name', 'doc']).where('id', '=', shopId).executeTakeFirst();
  if (shop === undefined) return null;
  const named = { id: shop.id, name: shop.name };
  const found = await db.selectFrom('verification_case').leftJoin('app_user', 'app_user.id', 'verification_case.claimed_by').selectAll('verification_case').select('app_user.name as claimer').where('shop_id', '=', shopId).executeTakeFirst();
  if (found === undefined) {
    const { country = 'MA' } = JSON.parse(shop.doc) as { country?: string };
    return { shop: named, version: 0, state: 'not_started', country, legalForm: null, dueAt: null, submittedAt: null, decidedAt: null, claimedBy: null, claimedUntil: null, isMine: false, requirements: [], may: capabilitiesOf('not_started', []) } as unknown as VerificationCase;
  }
  const rows = await db.selectFrom('verification_requirement').selectAll().where('shop_id', '=', shopId).execute();
  const documents = await db.selectFrom('verification_document').select(['id', 'kind', 'mime', 'bytes', 'added_at']).where('shop_id', '=', shopId).where('replaced_at', 'is', null).where('purged_at', 'is', null)
    .select((eb) => eb.selectFrom('verification_view').select(eb.fn.countAll<number>().as('count')).whereRef('verification_view.document_id', '=', 'verification_document.id').as('views')).execute();
  const documentOf = new Map(documents.map((row) => [row.kind, { id: row.id, mime: row.mime, bytes: row.bytes, addedAt: row.added_at, views: Number(row.views ?? 0) }]));
  // In the order they are asked in, which is that of the table of kinds.
  const order = Object.keys(inputOf);
  const requirements = rows.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).map((row) => ({
    kind: row.kind, state: row.state, answer: row.answer === null ? null : vault.openText(answerId(shopId, row.kind), row.answer), check: row.check_note, reason: row.reason, note: row.note, document: documentOf.get(row.kind) ?? null, changedAt: row.changed_at,
  })) as unknown as Requirement[];
  return {
    shop: named, version: found.version, state: found.state, country: found.country, legalForm: found.legal_form, dueAt: found.due_at, submittedAt: found.submitted_at, decidedAt: found.decided_at,
    claimedBy: reader.role === 'vendor' ? null : found.claimer, claimedUntil: found.claimed_until, isMine: found.claimed_by === reader.userId, requirements, may: capabilitiesOf(found.state, rows),
  } as unknown as VerificationCase;
}
