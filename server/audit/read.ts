import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { ServerSchema } from '#server/db/schema.ts';
import type { auditFilter } from '#shared/audit/contract.ts';
import type { AuditLine } from '#shared/audit/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Json } from '#shared/kernel/json.ts';

export type AuditAsked = z.output<typeof auditFilter>;

/** The smallest id of a moment: ids begin with the milliseconds they were made in. */
const idFrom = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}`;
};

/** Lines of the audit, newest first: acts and changes lie in two tables, and the ids of both are in the order of time. */
export async function auditLines(db: Kysely<ServerSchema>, asked: AuditAsked): Promise<{ lines: AuditLine[]; more: boolean }> {
  const wanted = asked.limit + 1;
  const acts = asked.kind === 'changes' ? [] : await readActs(db, asked, wanted);
  // Changes of records belong to no part of the console that acts do.
  const changes = asked.kind === 'acts' || asked.area !== undefined ? [] : await readChanges(db, asked, wanted);
  const lines = [...acts, ...changes].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, asked.limit);
  return { lines: await withShopNames(db, lines), more: acts.length + changes.length > asked.limit };
}

async function readActs(db: Kysely<ServerSchema>, { area, by, shop, object, from, to, before }: AuditAsked, limit: number): Promise<AuditLine[]> {
  let query = db.selectFrom('audit_link').selectAll().where('kind', '=', 'event').orderBy('id', 'desc').limit(limit);
  if (area !== undefined) query = query.where('action', 'like', `${area}.%`);
  if (by !== undefined) query = query.where('actor_id', '=', by);
  if (shop !== undefined) query = query.where('shop_id', '=', shop);
  if (object !== undefined) query = query.where('object_id', '=', object);
  if (from !== undefined) query = query.where('id', '>=', idFrom(from));
  if (to !== undefined) query = query.where('id', '<', idFrom(to));
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map((row) => ({
    id: row.id, kind: 'act', at: row.at as EpochMs, madeAt: null, by: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name }, device: row.device, action: row.action, object: { kind: row.object_kind, id: row.object_id },
    shop: row.shop_id === null ? null : { id: row.shop_id, name: null }, reason: row.reason, outcome: null, was: parsed(row.was), became: parsed(row.became), changes: [], seq: row.seq,
  }));
}

async function readChanges(db: Kysely<ServerSchema>, { by, shop, object, from, to, before }: AuditAsked, limit: number): Promise<AuditLine[]> {
  let query = db.selectFrom('change_audit').selectAll().orderBy('id', 'desc').limit(limit);
  if (by !== undefined) query = query.where('actor_id', '=', by);
  if (shop !== undefined) query = query.where('shop_id', '=', shop);
  if (object !== undefined) query = query.where('entity_id', '=', object);
  if (from !== undefined) query = query.where('id', '>=', idFrom(from));
  if (to !== undefined) query = query.where('id', '<', idFrom(to));
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map((row) => ({
    id: row.id, kind: 'change', at: row.applied_at as EpochMs, madeAt: row.made_at as EpochMs, by: { id: row.actor_id, name: row.actor_name }, device: row.device, action: row.intent, object: { kind: row.entity, id: row.entity_id },
    shop: row.shop_id === null ? null : { id: row.shop_id, name: null }, reason: null, outcome: row.outcome, was: null, became: null,
    changes: (JSON.parse(row.changes) as { path: string; before: Json; after: Json }[]).map(({ path, before: was, after }) => ({ path, before: was, after })), seq: row.sealed_in,
  }));
}

const parsed = (text: string | null): Json => (text === null ? null : (JSON.parse(text) as Json));

async function withShopNames(db: Kysely<ServerSchema>, lines: AuditLine[]): Promise<AuditLine[]> {
  const ids = [...new Set(lines.flatMap(({ shop }) => shop?.id ?? []))];
  const names = ids.length === 0 ? [] : await db.selectFrom('shop').select(['id', 'name']).where('id', 'in', ids).execute();
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return lines.map((line) => (line.shop === null ? line : { ...line, shop: { id: line.shop.id, name: nameOf.get(line.shop.id) ?? null } }));
}
