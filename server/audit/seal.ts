import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { AuditedChange } from '#shared/audit/model.ts';
import { digestOfChange, sealOf } from './hash.ts';
import { append, type AuditDeps } from './record.ts';

/** Changes of one link, so that a large import is many links and no transaction is long. */
const CHANGES_A_LINK = 500;

export type SealDeps = AuditDeps & { readonly key: Uint8Array };

/**
 * Takes changes of records into the chain that are not in it yet, and signs where it ends. Done every few seconds rather than with each change:
 * links follow one another, and those who edit products must not wait for each other.
 *
 * @returns how many changes were taken in
 */
export async function sealAudit(deps: SealDeps): Promise<number> {
  for (let taken = 0; ; ) {
    const count = await inTransaction(deps.db, (trx) => takeIn(trx, deps));
    taken += count;
    if (count < CHANGES_A_LINK) {
      await inTransaction(deps.db, (trx) => sign(trx, deps));
      return taken;
    }
  }
}

async function takeIn(trx: ServerTransaction, deps: SealDeps): Promise<number> {
  const waiting = await trx.selectFrom('change_audit').select('id').where('sealed_in', 'is', null).limit(1).executeTakeFirst();
  if (waiting === undefined) return 0;
  // Whoever comes second looks again, once the first is done.
  await deps.db.dialect.lockRows(trx.selectFrom('audit_head').select('seq').where('id', '=', 1)).executeTakeFirstOrThrow();
  const rows = await trx.selectFrom('change_audit').selectAll().where('sealed_in', 'is', null).orderBy('id').limit(CHANGES_A_LINK).execute();
  if (rows.length === 0) return 0;
  const changes: AuditedChange[] = rows.map((row) => [row.id, digestOfChange(row)]);
  const seq = await append(trx, deps, {
    kind: 'changes', actor_id: null, actor_name: null, device: null, action: 'audit.changes-taken-in', object_kind: 'changes', object_id: null, shop_id: null, reason: null, was: null, became: null, changes: JSON.stringify(changes),
  });
  await trx.updateTable('change_audit').set({ sealed_in: seq }).where('id', 'in', rows.map(({ id }) => id)).execute();
  return rows.length;
}

async function sign(trx: ServerTransaction, { clock, key }: SealDeps): Promise<void> {
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow();
  if (head.seq === 0) return;
  await trx.insertInto('audit_seal').values({ seq: head.seq, hash: head.hash, seal: sealOf(key, head.seq, head.hash), at: clock() }).onConflict((on) => on.column('seq').doNothing()).execute();
}
