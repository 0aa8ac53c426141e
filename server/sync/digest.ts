import { sql } from 'kysely';
import type { ServerDeps } from '#server/deps.ts';
import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { isTold, rowAs, untoldKinds } from '#shared/sync/schema-window.ts';
import { bucketKey, BUCKETS, contentHash, textOf } from '#shared/sync/digest.ts';
import type { Actor, EntityName, ScopeName, SyncRow } from '#shared/sync/model.ts';
import { slices } from './bulk-insert.ts';
import { sumsIn } from './digest-store.ts';
import { headCursor, headsOf } from './positions.ts';
import { PAGE_BYTES, readRecords } from './records.ts';
import { refuseSchema, schemaWindow, type Schemas } from './schemas.ts';
import { mayReadScope } from './scopes.ts';

type Deps = Pick<ServerDeps, 'db'>;
type Endpoints = typeof syncEndpoints;
type Asked<K extends 'digest' | 'buckets'> = Call<Endpoints[K]>['query'];
type Answer<K extends keyof Endpoints> = Promise<Result<Replied<Endpoints[K]>, AppError>>;
const forbidden = err<AppError>({ code: 'forbidden', field: 'scope' });

/** Consoles that do not say what they write are of the last schema before they could. */
const BEFORE_IT_WAS_SAID = 4;

/** Hashing what records say takes the server's time: so many buckets at once, about a fifteenth of a scope. */
const MOST_HASHED = 16;

/** The sums of a scope, and where it stands with them: one picture of the database. */
export async function digestOf({ db, schemas }: Deps & Schemas, actor: Actor, { scope, schema }: Asked<'digest'>): Answer<'digest'> {
  if (!mayReadScope(actor, scope)) return forbidden;
  return inSnapshot(db, async (trx) => {
    // It does not hold all that is counted: what it has cannot be compared.
    const untold = untoldKinds(schemas ?? schemaWindow, schema ?? BEFORE_IT_WAS_SAID);
    if (untold.length > 0 && (await trx.selectFrom('sync_row').select('id').where('scope', '=', scope).where('entity', 'in', untold).limit(1).executeTakeFirst())) return err({ code: 'not-ready', rule: 'console-not-told-all' });
    const [head] = await headsOf(trx, [scope]);
    // The sums would be those of a later position than the one that can be told.
    if (head!.root === null) return err({ code: 'not-ready', rule: 'writers-at-work' });
    return ok({ cursor: headCursor(head!), sums: textOf(await sumsIn(trx, scope)) });
  });
}

/** What lies in some buckets of a scope, so that a console finds which of its records differ. */
export async function bucketsOf({ db, schemas }: Deps & Schemas, actor: Actor, asked: Asked<'buckets'>): Answer<'buckets'> {
  const { scope } = asked;
  if (!mayReadScope(actor, scope)) return forbidden;
  const buckets = [...new Set(asked.buckets.split(',').map(Number))];
  if (buckets.some((bucket) => bucket >= BUCKETS)) return err({ code: 'invalid-input', field: 'buckets', rule: 'bucket-number' });
  if (asked.content === 'yes' && buckets.length > MOST_HASHED) return err({ code: 'invalid-input', field: 'buckets', rule: 'too-many-buckets', details: { most: MOST_HASHED } });
  return inSnapshot(db, async (trx) => {
    const [head] = await headsOf(trx, [scope]);
    const found = await trx.selectFrom('sync_row').select(['entity', 'id', 'version']).where('scope', '=', scope).where(sql<string>`substr(id, 35, 2)`, 'in', buckets.map(bucketKey)).where('gone', '=', 0).execute();
    const records = found.filter(({ entity }) => isTold(schemas ?? schemaWindow, asked.schema ?? BEFORE_IT_WAS_SAID, entity as EntityName)).map(({ entity, id, version }) => ({ entity: entity as EntityName, id: id as SyncRow['id'], version, content: null as string | null }));
    if (asked.content === 'yes') {
      for (const slice of slices(records)) {
        const docs = await readRecords(trx, slice);
        for (const record of slice) {
          const doc = docs.get(`${record.entity} ${record.id}`)?.doc;
          record.content = doc === undefined ? null : contentHash(JSON.parse(doc) as Json);
        }
      }
    }
    return ok({ cursor: headCursor(head!), records });
  });
}

/** Records that a console names, as they are now, for one that found its own damaged. */
export async function recordsAgain({ db, schemas }: Deps & Schemas, actor: Actor, { scope, schema, records }: Call<Endpoints['records']>['body']): Answer<'records'> {
  const window = schemas ?? schemaWindow;
  const unserved = refuseSchema(window, schema);
  if (unserved) return err(unserved);
  if (!mayReadScope(actor, scope)) return forbidden;
  return inSnapshot(db, async (trx) => {
    const [head] = await headsOf(trx, [scope]);
    const positions = await positionsOf(trx, scope, records);
    const docs = await readRecords(trx, records.filter(({ entity, id }) => positions.get(`${entity} ${id}`)?.gone === 0));
    const rows: SyncRow[] = [];
    let bytes = 0;
    for (const { entity, id } of records) {
      const found = docs.get(`${entity} ${id}`);
      bytes += (found?.doc.length ?? 0) + 120;
      if (rows.length > 0 && bytes > PAGE_BYTES) break;
      rows.push(rowAs(window, schema, { entity, id, version: found?.version ?? positions.get(`${entity} ${id}`)?.version ?? 0, doc: found ? (JSON.parse(found.doc) as Json) : null }));
    }
    return ok({ cursor: headCursor(head!), rows });
  });
}

async function positionsOf(trx: ServerTransaction, scope: ScopeName, records: readonly { entity: EntityName; id: string }[]) {
  const found = await trx.selectFrom('sync_row').select(['entity', 'id', 'gone', 'version']).where('scope', '=', scope)
    .where('entity', 'in', [...new Set(records.map(({ entity }) => entity))]).where('id', 'in', records.map(({ id }) => id)).execute();
  return new Map(found.map((row) => [`${row.entity} ${row.id}`, row]));
}
