import type { ServerDeps } from '#server/deps.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Actor } from '#shared/sync/model.ts';
import { hashOfLink } from './hash.ts';
import type { AuditLinkTable } from './tables.ts';

export type AuditDeps = Pick<ServerDeps, 'db' | 'clock' | 'random'>;

/**
 * What somebody did, as the audit keeps it for good: money, people's rights, looks at documents. Changes of records come in by themselves.
 *
 * @property action `capability.what-was-done`, past: `payouts.run-approved`
 * @property was how it stood, as far as it may be kept for good: masked numbers, never texts of documents or passwords
 */
export type Act = {
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string | null };
  readonly shopId?: string | null;
  readonly reason?: string | null;
  readonly was?: Json;
  readonly became?: Json;
};

/**
 * Writes an act into the audit as part of the caller's transaction, best as its last statement: links follow one another, so that the next one waits
 * until this transaction ends.
 *
 * @param by null: nobody, housekeeping or an outside party
 */
export async function recordAct(trx: ServerTransaction, deps: AuditDeps, by: Pick<Actor, 'userId' | 'device'> | null, act: Act): Promise<void> {
  const person = by === null ? undefined : await trx.selectFrom('app_user').select('name').where('id', '=', by.userId).executeTakeFirst();
  await append(trx, deps, {
    kind: 'event', actor_id: by?.userId ?? null, actor_name: person?.name ?? null, device: by?.device ?? null, action: act.action, object_kind: act.object.kind, object_id: act.object.id, shop_id: act.shopId ?? null,
    reason: act.reason ?? null, was: act.was === undefined ? null : JSON.stringify(act.was), became: act.became === undefined ? null : JSON.stringify(act.became), changes: null,
  });
}

/** Puts one link at the end of the chain. @returns its number */
export async function append(trx: ServerTransaction, { db, clock, random }: AuditDeps, content: Omit<AuditLinkTable, 'seq' | 'id' | 'at' | 'prev_hash' | 'hash'>): Promise<number> {
  const head = await db.dialect.lockRows(trx.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1)).executeTakeFirstOrThrow();
  const link = { ...content, seq: head.seq + 1, id: uuidv7(clock, random), at: clock(), prev_hash: head.hash };
  const hash = hashOfLink(link);
  await trx.insertInto('audit_link').values({ ...link, hash }).execute();
  await trx.updateTable('audit_head').set({ seq: link.seq, hash }).where('id', '=', 1).execute();
  return link.seq;
}
