import type { ServerDeps } from '#server/deps.ts';
import { mayNot } from '#shared/auth/permissions.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { entityName, type Actor, type AuditEntry } from '#shared/sync/model.ts';

/** The audit of the marketplace, newest first: what admins ask when something is in dispute. Ids are made in the order of time, so they lead the pages. */
export async function readAudit({ db }: Pick<ServerDeps, 'db'>, actor: Actor, asked: Call<typeof syncEndpoints.audit>['query']): Promise<Result<Replied<typeof syncEndpoints.audit>, AppError>> {
  const refused = mayNot(actor, 'read', { of: 'audit' });
  if (refused !== null) return err(refused);
  const { shop, record, actor: by, before, limit } = asked;
  let query = db.kysely.selectFrom('change_audit').selectAll().orderBy('id', 'desc').limit(limit);
  if (shop !== undefined) query = query.where('shop_id', '=', shop);
  // The name of the kind leads the index.
  if (record !== undefined) query = query.where('entity', 'in', entityName.options).where('entity_id', '=', record);
  if (by !== undefined) query = query.where('actor_id', '=', by);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.execute();
  return ok({
    entries: rows.map((row) => ({
      id: row.id, entity: row.entity, record: row.entity_id, shop: row.shop_id, actor: { id: row.actor_id, name: row.actor_name }, device: row.device, client: row.client, mid: row.mid,
      intent: row.intent, outcome: row.outcome, baseVersion: row.base_version, version: row.version, changes: JSON.parse(row.changes) as AuditEntry['changes'], madeAt: row.made_at, appliedAt: row.applied_at,
    }) as AuditEntry),
  });
}
