import type { ServerDeps } from '#server/deps.ts';
import { namesFor } from '#server/sync/names.ts';
import { asSeenBy } from '#server/sync/scopes.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import { editable } from '#shared/contract/editable.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { WHOLE_RECORD, type AuditedField } from '#shared/sync/audited-fields.ts';
import type { Actor } from '#shared/sync/model.ts';

type Asked = { readonly entity: 'product' | 'shop'; readonly id: string; readonly limit: number; /** So many of the newest are known already. */ readonly skip?: number; /** Only what came before this entry. */ readonly before?: string | undefined };

/**
 * Who changed what on a product or shop, newest first. Somebody else's record is `not-found`, like one that never was;
 * colleagues are named, the marketplace's staff are not. A deleted product keeps its history for those who could read it: its last
 * state is the last entry, and a console makes a new product of it.
 */
export async function historyOf({ db }: Pick<ServerDeps, 'db'>, actor: Actor, { entity, id, limit, skip = 0, before }: Asked): Promise<Result<{ entries: HistoryEntry[] }, AppError>> {
  const record = await db.kysely.selectFrom(entity).select('doc').where('id', '=', id).executeTakeFirst();
  const doc = record ? (JSON.parse(record.doc) as Json) : await lastState(db, id);
  if (doc === null || asSeenBy(actor, editable[entity]!.description, doc) === null) return err({ code: 'not-found', field: 'id' });
  const told = db.kysely.selectFrom('change_audit').where('entity', '=', entity).where('entity_id', '=', id).where('outcome', 'in', ['applied', 'merged', 'conflict']);
  const from = before === undefined ? null : await told.select(['applied_at', 'version', 'id']).where('id', '=', before).executeTakeFirst();
  if (from === undefined) return err({ code: 'not-found', field: 'before' });
  const older = from === null ? told : told.where((is) => is(is.refTuple('applied_at', 'version', 'id'), '<', is.tuple(from.applied_at, from.version, from.id)));
  const rows = await older.selectAll().orderBy('applied_at', 'desc').orderBy('version', 'desc').orderBy('id', 'desc').limit(limit).offset(skip).execute();
  const nameOf = await namesFor(db.kysely, actor, rows.map((row) => row.actor_id));
  return ok({
    entries: rows.map((row) => {
      const name = nameOf(row.actor_id, row.actor_name);
      const isStaff = name === MARKETPLACE;
      return {
        id: row.id, at: row.made_at as EpochMs, appliedAt: row.applied_at as EpochMs, by: isStaff ? null : name, device: isStaff ? null : row.device, intent: row.intent,
        changes: JSON.parse(row.changes) as AuditedField[], state: row.outcome === 'conflict' ? 'conflict' : 'applied', group: row.group_id,
      };
    }),
  });
}

/** A deleted product as it was then; null when there never was one. */
async function lastState(db: ServerDeps['db'], id: string): Promise<Json | null> {
  const row = await db.kysely.selectFrom('change_audit').select('changes').where('entity', '=', 'product').where('entity_id', '=', id)
    .where('outcome', 'in', ['applied', 'merged']).orderBy('applied_at', 'desc').orderBy('version', 'desc').limit(1).executeTakeFirst();
  const whole = row && (JSON.parse(row.changes) as AuditedField[]).find(({ path, after }) => path === WHOLE_RECORD && after === null);
  return whole?.before ?? null;
}
