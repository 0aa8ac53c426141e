import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerDeps } from '#server/deps.ts';
import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { decodeCursor, encodeCursor } from '#shared/sync/cursor.ts';
import type { Actor, EntityName, ScopeName, SyncRow } from '#shared/sync/model.ts';
import { headCursor, headsOf, type ScopeHead } from './positions.ts';
import { PAGE_BYTES, readRecords } from './records.ts';
import { mayReadScope, scopesOf } from './scopes.ts';

type Deps = Pick<ServerDeps, 'db'>;
export type Pull = Call<typeof syncEndpoints.pull>['query'];
export type PullReply = Replied<typeof syncEndpoints.pull>;

/** Positions read at a time while a page fills. */
const STRIDE = 250;

/**
 * What changed in a scope since a cursor: each record once, as it is now, oldest change first. One picture of the database per page.
 * A cursor of another epoch, below what is kept, or beyond what exists is answered `reset`: the console takes a snapshot and keeps its edits.
 */
export async function pull(deps: Deps, actor: Actor, asked: Pull): Promise<Result<PullReply, AppError>> {
  if (asked.schema !== CACHE_SCHEMA) return err({ code: 'update-needed', details: { schema: asked.schema, server: CACHE_SCHEMA } });
  if (!mayReadScope(actor, asked.scope)) return err({ code: 'forbidden', field: 'scope' });
  return inSnapshot(deps.db, async (trx) => {
    const client = await trx.selectFrom('sync_client').select(['user_id', 'last_cseq', 'acked_through']).where('client', '=', asked.client).executeTakeFirst();
    if (client && client.user_id !== actor.userId) return err({ code: 'forbidden', field: 'client', rule: 'console-of-another' });
    const [head] = await headsOf(trx, [asked.scope]);
    const from = startOf(asked.cursor, head!);
    if (from === null) return err({ code: 'reset', details: { scope: asked.scope } });
    const page = await readPage(trx, head!, from, asked.limit);
    return ok({
      rows: page.rows, more: page.more, cursor: encodeCursor({ epoch: head!.epoch, seq: page.seq }), head: headCursor(head!), grantsEpoch: await grantsEpochOf(trx, actor),
      digest: page.more ? null : head!.root,
      // With more pages to come, an edit of this console may lie in a later one: only what it has confirmed is surely behind.
      lastCseq: (page.more ? client?.acked_through : client?.last_cseq) ?? 0,
    });
  });
}

/** Where a reader goes on; null when it must start over. */
function startOf(cursor: string, head: ScopeHead): number | null {
  if (cursor === '') return 0;
  const position = decodeCursor(cursor);
  if (position === null) return null;
  // Somebody who was there before the first record has missed nothing.
  if (position.epoch === '-' && position.seq === 0) return 0;
  return position.epoch === head.epoch && position.seq >= head.floor && position.seq <= head.seq ? position.seq : null;
}

async function readPage(trx: ServerTransaction, head: ScopeHead, from: number, limit: number): Promise<{ rows: SyncRow[]; seq: number; more: boolean }> {
  const rows: SyncRow[] = [];
  let seq = from;
  let bytes = 0;
  for (;;) {
    const wanted = Math.min(STRIDE, limit - rows.length);
    const positions = await trx.selectFrom('sync_row').select(['entity', 'id', 'seq', 'gone', 'version']).where('scope', '=', head.scope).where('seq', '>', seq).orderBy('seq').limit(wanted).execute();
    const records = await readRecords(trx, positions.filter(({ gone }) => gone === 0) as { entity: EntityName; id: string }[]);
    for (const position of positions) {
      const record = records.get(`${position.entity} ${position.id}`);
      // At least one row, however large: a page must lead somewhere.
      if (rows.length > 0 && bytes + (record?.doc.length ?? 0) > PAGE_BYTES) return { rows, seq, more: true };
      bytes += (record?.doc.length ?? 0) + 120;
      rows.push({ entity: position.entity as EntityName, id: position.id as SyncRow['id'], version: record?.version ?? position.version, doc: record ? (JSON.parse(record.doc) as Json) : null });
      seq = position.seq;
    }
    if (positions.length < wanted) return { rows, seq: head.seq, more: false };
    if (rows.length >= limit) return { rows, seq, more: seq < head.seq };
  }
}

async function grantsEpochOf(db: Kysely<ServerSchema>, actor: Actor): Promise<number> {
  return (await db.selectFrom('app_user').select('grants_epoch').where('id', '=', actor.userId).executeTakeFirst())?.grants_epoch ?? 0;
}

/** The scopes a person reads, where each stands and how many records it holds. */
export async function listScopes(deps: Deps, actor: Actor): Promise<Replied<typeof syncEndpoints.scopes>> {
  return inSnapshot(deps.db, async (trx) => {
    const scopes = scopesOf(actor);
    const heads = await headsOf(trx, scopes);
    const counts = await trx.selectFrom('sync_row').select((eb) => ['scope', eb.fn.countAll<number>().as('rows')]).where('scope', 'in', scopes).where('gone', '=', 0).groupBy('scope').execute();
    const rowsOf = new Map(counts.map(({ scope, rows }) => [scope, Number(rows)]));
    return { scopes: heads.map((head) => ({ scope: head.scope, head: headCursor(head), rows: rowsOf.get(head.scope) ?? 0 })), grantsEpoch: await grantsEpochOf(trx, actor), protocol: PROTOCOL_VERSION };
  });
}

/** Where scopes stand: sent to connected consoles now and then, so that lost news does no harm. */
export async function readHeads({ db }: Deps, scopes: readonly ScopeName[]): Promise<{ scope: ScopeName; head: string; digest: string | null }[]> {
  return (await headsOf(db.kysely, scopes)).map((head) => ({ scope: head.scope, head: headCursor(head), digest: head.root }));
}
