import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Actor, EntityName, FieldConflict, FieldOp } from '#shared/sync/model.ts';
import { bulkInsert, slices } from './bulk-insert.ts';
import { namesFor } from './names.ts';

/** A record edited more often than this since a console saw it keeps its conflicts without a name. */
const MOST_READ = 5_000;

/** One field of a change as the audit keeps it. */
export type AuditedField = { readonly path: string; readonly before: Json; readonly after: Json; readonly delta: number | null; readonly reason: string | null };

/** Stands for a whole record in the audit: its last state when it was deleted. */
export const WHOLE_RECORD = 'record';

export const insertAudit = bulkInsert('change_audit', [
  'id', 'entity', 'entity_id', 'shop_id', 'actor_id', 'actor_name', 'client', 'device', 'mid', 'intent', 'outcome', 'base_version', 'version', 'changes', 'made_at', 'applied_at',
]);

/** What an edit changed, field by field; a field touched twice counts once, stock movements each with their reason. */
export function auditedFields(before: Json | null, after: Json | null, ops: readonly FieldOp[]): AuditedField[] {
  if (before === null) return [];
  if (after === null) return [{ path: WHOLE_RECORD, before, after: null, delta: null, reason: null }];
  const fields = new Map<string, AuditedField>();
  for (const op of ops) {
    const [was, is] = [getAt(before, op.path), getAt(after, op.path)];
    if (sameJson(was, is)) continue;
    const moved = op.op === 'add' ? { delta: op.delta, reason: op.reason } : { delta: null, reason: null };
    fields.set(op.op === 'add' ? `${op.path} ${fields.size}` : op.path, { path: op.path, before: was, after: is, ...moved });
  }
  return [...fields.values()];
}

type Asked = { readonly entity: EntityName; readonly id: string; readonly sinceVersion: number; readonly field: FieldConflict };

/** Who set the values others found in their way, and when, as this reader may know it; a field nobody is on record for keeps null. */
export async function attribute(trx: ServerTransaction, reader: Actor, asked: readonly Asked[]): Promise<Map<FieldConflict, FieldConflict>> {
  const told = new Map<FieldConflict, FieldConflict>();
  if (asked.length === 0) return told;
  const since = Math.min(...asked.map(({ sinceVersion }) => sinceVersion));
  for (const slice of slices([...new Set(asked.map(({ id }) => id))])) {
    const rows = await trx.selectFrom('change_audit').select(['entity', 'entity_id', 'actor_id', 'actor_name', 'changes', 'applied_at'])
      .where('entity', 'in', [...new Set(asked.map(({ entity }) => entity))]).where('entity_id', 'in', slice).where('outcome', '!=', 'rejected').where('version', '>', since).orderBy('version', 'desc').limit(MOST_READ).execute();
    const nameOf = await namesFor(trx, reader, rows.map((row) => row.actor_id));
    for (const row of rows) {
      const paths = (JSON.parse(row.changes) as AuditedField[]).map(({ path }) => path);
      for (const { entity, id, field } of asked) {
        if (told.has(field) || entity !== row.entity || id !== row.entity_id || !paths.some((path) => touches(path, field.path))) continue;
        told.set(field, { ...field, theirsBy: nameOf(row.actor_id, row.actor_name), theirsAt: row.applied_at as FieldConflict['theirsAt'] });
      }
    }
  }
  return told;
}

const touches = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

