import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerDeps } from '#server/deps.ts';
import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import { readyJson } from '#server/http/ready-json.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { decodeCursor } from '#shared/sync/cursor.ts';
import { isTold, rowAs } from '#shared/sync/schema-window.ts';
import type { Actor, EntityName, ScopeName, SyncRow } from '#shared/sync/model.ts';
import type { ScopeHead } from './moved.ts';
import { headCursor, headsOf } from './positions.ts';
import { PAGE_BYTES, readRecords } from './records.ts';
import { refuseSchema, schemaWindow, type Schemas } from './schemas.ts';
import { ADMIN, mayReadScope, scopesOf } from './scopes.ts';
import { isAfter, nextInWide, startInWide } from './wide-scope.ts';

type Deps = Pick<ServerDeps, 'db'> & Schemas;
export type Pull = Call<typeof syncEndpoints.pull>['query'];
export type PullReply = Replied<typeof syncEndpoints.pull>;

/** Positions read at a time while a page fills. */
const STRIDE = 250;

/**
 * What changed in a scope since a cursor: each record once, as it is now, oldest change first. One picture of the database per page.
 * A cursor of another epoch, below what is kept, or beyond what exists is answered `reset`: the console takes a snapshot and keeps its edits.
 */
export async function pull(deps: Deps, actor: Actor, asked: Pull): Promise<Result<PullReply, AppError>> {
  const window = deps.schemas ?? schemaWindow;
  const unserved = refuseSchema(window, asked.schema);
  if (unserved) return err(unserved);
  if (!mayReadScope(actor, asked.scope)) return err({ code: 'forbidden', field: 'scope' });
  return inSnapshot(deps.db, async (trx) => {
    const client = await trx.selectFrom('sync_client').select(['user_id', 'last_cseq', 'acked_through']).where('client', '=', asked.client).executeTakeFirst();
    if (client && client.user_id !== actor.userId) return err({ code: 'forbidden', field: 'client', rule: 'console-of-another' });
    const [head] = await headsOf(trx, [asked.scope]);
    const from = startOf(asked.cursor, head!);
    if (from === null) return err({ code: 'reset', details: { scope: asked.scope } });
    const page = await readPage(trx, head!, from, asked.limit);
    return ok({
      rows: asked.schema === window.current ? readyJson(page.rows, `[${page.texts.join()}]`) : page.rows.filter(({ entity }) => isTold(window, asked.schema, entity)).map((row) => rowAs(window, asked.schema, row)), more: page.more, cursor: headCursor({ epoch: head!.epoch, ...page.at }), head: headCursor(head!), grantsEpoch: await grantsEpochOf(trx, actor),
      digest: page.more ? null : head!.root,
      // With more pages to come, an edit of this console may lie in a later one: only what it has confirmed is surely behind.
      lastCseq: (page.more ? client?.acked_through : client?.last_cseq) ?? 0,
    });
  });
}

/** A place in a scope: a number, or a transaction and a number. */
type Place = { readonly seq: number; readonly xid?: number };

/** Where a reader goes on; null when it must start over. */
function startOf(cursor: string, head: ScopeHead): Place | null {
  const start: Place = head.xid === undefined ? { seq: 0 } : { xid: 0, seq: 0 };
  if (cursor === '') return start;
  const position = decodeCursor(cursor);
  if (position === null) return null;
  // Somebody who was there before the first record has missed nothing.
  if (position.epoch === '-' && position.seq === 0) return start;
  if (head.xid !== undefined) return startInWide(position, head);
  return position.xid === undefined && position.epoch === head.epoch && position.seq >= head.floor && position.seq <= head.seq ? { seq: position.seq } : null;
}

/** Where a reader stands who has read all that there is: never behind where it was. */
const endOf = ({ seq, xid }: ScopeHead, from: Place): Place => (xid === undefined ? { seq } : isAfter({ xid, seq }, { xid: from.xid!, seq: from.seq }) ? { xid, seq } : from);

function nextPositions(trx: ServerTransaction, { scope, xid }: ScopeHead, from: Place, limit: number): Promise<readonly (Place & { entity: string; id: string; gone: number; version: number })[]> {
  if (xid !== undefined) return nextInWide(trx, { xid: from.xid!, seq: from.seq }, limit);
  return trx.selectFrom('sync_row').select(['entity', 'id', 'seq', 'gone', 'version']).where('scope', '=', scope).where('seq', '>', from.seq).orderBy('seq').limit(limit).execute();
}

type Page = { readonly rows: SyncRow[]; /** Each row as JSON text. */ readonly texts: readonly string[]; readonly at: Place; readonly more: boolean };

async function readPage(trx: ServerTransaction, head: ScopeHead, from: Place, limit: number): Promise<Page> {
  const rows: SyncRow[] = [];
  const texts: string[] = [];
  let at = from;
  let bytes = 0;
  for (;;) {
    const wanted = Math.min(STRIDE, limit - rows.length);
    const positions = await nextPositions(trx, head, at, wanted);
    const records = await readRecords(trx, positions.filter(({ gone }) => gone === 0) as { entity: EntityName; id: string }[]);
    for (const position of positions) {
      const record = records.get(`${position.entity} ${position.id}`);
      // At least one row, however large: a page must lead somewhere.
      if (rows.length > 0 && bytes + (record?.doc.length ?? 0) > PAGE_BYTES) return { rows, texts, at, more: true };
      bytes += (record?.doc.length ?? 0) + 120;
      const row = { entity: position.entity as EntityName, id: position.id as SyncRow['id'], version: record?.version ?? position.version };
      rows.push(rowOfText(row, record?.doc ?? 'null'));
      texts.push(`{"entity":"${row.entity}","id":"${row.id}","version":${row.version},"doc":${record?.doc ?? 'null'}}`);
      at = position.xid === undefined ? { seq: position.seq } : { xid: position.xid, seq: position.seq };
    }
    if (positions.length < wanted) return { rows, texts, at: endOf(head, at), more: false };
    if (rows.length >= limit) return { rows, at, texts, more: at.seq !== head.seq || at.xid !== head.xid };
  }
}

/** A row whose record is parsed when somebody looks at it: what goes out as it lies in the database is looked at by nobody here. */
function rowOfText(row: Omit<SyncRow, 'doc'>, text: string): SyncRow {
  let doc: Json | undefined;
  return {
    ...row,
    get doc() {
      return (doc ??= JSON.parse(text) as Json);
    },
  };
}

async function grantsEpochOf(db: Kysely<ServerSchema>, actor: Actor): Promise<number> {
  return (await db.selectFrom('app_user').select('grants_epoch').where('id', '=', actor.userId).executeTakeFirst())?.grants_epoch ?? 0;
}

/** The scopes a person reads, where each stands and how many records it holds; and how many edits came from the console that asks. */
export async function listScopes(deps: Deps, actor: Actor, client?: string): Promise<Replied<typeof syncEndpoints.scopes>> {
  return inSnapshot(deps.db, async (trx) => {
    const scopes = scopesOf(actor);
    const heads = await headsOf(trx, scopes);
    const counts = await trx.selectFrom('sync_row').select((eb) => ['scope', eb.fn.countAll<number>().as('rows')]).where('scope', 'in', scopes).where('gone', '=', 0).groupBy('scope').execute();
    const known = client === undefined ? undefined : await trx.selectFrom('sync_client').select('last_cseq').where('client', '=', client).where('user_id', '=', actor.userId).executeTakeFirst();
    const rowsOf = new Map(counts.map(({ scope, rows }) => [scope, Number(rows)]));
    return { scopes: heads.map((head) => ({ scope: head.scope, head: headCursor(head), rows: rowsOf.get(head.scope) ?? 0 })), grantsEpoch: await grantsEpochOf(trx, actor), protocol: PROTOCOL_VERSION, lastCseq: known?.last_cseq ?? 0 };
  });
}

/** Where scopes stand: sent to connected consoles now and then, so that lost news does no harm. */
export async function readHeads({ db }: Deps, scopes: readonly ScopeName[]): Promise<{ scope: ScopeName; head: string; digest: string | null }[]> {
  const heads = scopes.includes(ADMIN) && db.dialect.watermark ? await inSnapshot(db, (trx) => headsOf(trx, scopes)) : await headsOf(db.kysely, scopes);
  return heads.map((head) => ({ scope: head.scope, head: headCursor(head), digest: head.root }));
}
