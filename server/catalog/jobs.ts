import type { ServerDeps } from '#server/deps.ts';
import { namesFor } from '#server/sync/names.ts';
import { mayReadScope, vendorScope } from '#server/sync/scopes.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';
import type { JobEdit, versionEndpoints } from '#shared/catalog/versions-contract.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AuditedField } from '#shared/sync/audited-fields.ts';
import type { Actor } from '#shared/sync/model.ts';

/** A vendor reads the jobs of their shops, staff those of all. */
const mayRead = (actor: Actor, shop: string): boolean => actor.role !== 'vendor' || mayReadScope(actor, vendorScope(shop));

/** What was done at once in the shops this person may read, newest first; colleagues are named, the marketplace's staff are not. */
export async function jobsOf({ db }: Pick<ServerDeps, 'db'>, actor: Actor, { shop, before, beforeId, limit }: Call<typeof versionEndpoints.jobs>['query']): Promise<Result<Replied<typeof versionEndpoints.jobs>, AppError>> {
  if (shop !== undefined && !mayRead(actor, shop)) return err({ code: 'forbidden', field: 'shop', rule: 'own-shop-only' });
  let query = db.kysely.selectFrom('change_job').selectAll().orderBy('applied_at', 'desc').orderBy('group_id', 'desc').orderBy('shop_id').limit(limit);
  if (shop !== undefined) query = query.where('shop_id', '=', shop);
  else if (actor.role === 'vendor') query = query.where('shop_id', 'in', actor.shopIds.length === 0 ? [''] : [...actor.shopIds]);
  if (before !== undefined) query = query.where((is) => is.or([is('applied_at', '<', before), is.and([is('applied_at', '=', before), is('group_id', '<', beforeId ?? '')])]));
  const rows = await query.execute();
  const nameOf = await namesFor(db.kysely, actor, rows.map((row) => row.actor_id));
  return ok({
    jobs: rows.map((row) => {
      const name = nameOf(row.actor_id, row.actor_name);
      const isStaff = name === MARKETPLACE;
      return {
        id: row.group_id, shopId: row.shop_id, by: isStaff ? null : name, device: isStaff ? null : row.device, intent: row.intent,
        edits: row.edits, refused: row.refused, at: row.made_at, appliedAt: row.applied_at,
      } as Replied<typeof versionEndpoints.jobs>['jobs'][number];
    }),
  });
}

/**
 * The edits of one job in one shop, a page at a time. Products that went to another shop meanwhile are left out for who cannot read that shop:
 * what they are now is none of their business.
 */
export async function editsOfJob({ db }: Pick<ServerDeps, 'db'>, actor: Actor, id: string, { shop, after, limit }: Call<typeof versionEndpoints.job>['query']): Promise<Result<Replied<typeof versionEndpoints.job>, AppError>> {
  if (!mayRead(actor, shop)) return err({ code: 'not-found', field: 'id' });
  const known = await db.kysely.selectFrom('change_job').select('group_id').where('group_id', '=', id).where('shop_id', '=', shop).executeTakeFirst();
  if (known === undefined) return err({ code: 'not-found', field: 'id' });
  let query = db.kysely.selectFrom('change_audit').leftJoin('product', 'product.id', 'change_audit.entity_id')
    .select(['change_audit.id', 'change_audit.entity_id', 'change_audit.intent', 'change_audit.changes', 'change_audit.applied_at', 'change_audit.version', 'product.shop_id as now_in'])
    .where('change_audit.group_id', '=', id).where('change_audit.shop_id', '=', shop).where('change_audit.entity', '=', 'product')
    .where('change_audit.outcome', 'in', ['applied', 'merged', 'conflict']).orderBy('change_audit.id').limit(limit);
  if (after !== undefined) query = query.where('change_audit.id', '>', after);
  const rows = await query.execute();
  return ok({
    edits: rows.filter(({ now_in }) => now_in === null || mayRead(actor, now_in)).map((row) => ({ id: row.id, record: row.entity_id, intent: row.intent, at: row.applied_at, version: row.version, changes: JSON.parse(row.changes) as AuditedField[] }) as JobEdit),
    more: rows.length === limit,
  });
}
