import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AuditedField } from '#shared/sync/audited-fields.ts';
import type { Actor, EntityName, FieldConflict } from '#shared/sync/model.ts';
import { bulkInsert, slices } from './bulk-insert.ts';
import { namesFor } from './names.ts';

/** A record edited more often than this since a console saw it keeps its conflicts without a name. */
const MOST_READ = 5_000;

export const insertAudit = bulkInsert('change_audit', [
  'id', 'entity', 'entity_id', 'shop_id', 'actor_id', 'actor_name', 'client', 'device', 'mid', 'group_id', 'intent', 'outcome', 'base_version', 'version', 'changes', 'made_at', 'applied_at',
]);

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

