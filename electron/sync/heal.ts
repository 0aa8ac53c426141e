import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { BUCKETS, contentHash, differing, rootOf, sumsFromText } from '#shared/sync/digest.ts';
import type { EntityName, ScopeName, SyncRow } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import type { HttpClient } from '../http/client.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import { contentHere, lookAtScope, type CountedHere, type ScopeLook } from './counted.ts';
import { mendDerived, rewriteRow } from './rewrite.ts';
import { recordVersion } from './records.ts';
import { scopeOf, shadowOf } from './store.ts';

export type HealDeps = {
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  readonly db: () => CacheDb;
  /** What records are written in here. */
  readonly schema?: number | undefined;
  /** Something more urgent has come up: the look is given up and made again at the next head. */
  readonly interrupted: () => boolean;
};
/** The root of a scope's digest and the position it belongs to, as a pull or the heads tell them. */
export type ToldRoot = { readonly cursor: string; readonly root: string };
/** Records fetched once more, and how many of them were put right; `looked` false when the scope moved meanwhile and nothing is known. */
export type Healed = { readonly looked: boolean; readonly fetched: number; readonly healed: number };

const ASK_AT_ONCE = 200;
const moved: Result<Healed, AppError> = ok({ looked: false, fetched: 0, healed: 0 });

/**
 * Compares what this cache holds of a scope with what the server says it should, and fetches again what differs: about one record in 256 is
 * looked at for each that is wrong, and only those that are wrong travel. Edits that wait here stay on top.
 *
 * Where the sums agree, one bucket more is compared word for word, another one each time, so that a record damaged without a new version is
 * found as well, at the latest after 256 looks.
 */
export async function healScope(deps: HealDeps, scope: ScopeName, told: ToldRoot): Promise<Result<Healed, AppError>> {
  try {
    const turn = deps.db().get(scrubbed)?.value ?? '0';
    const bucket = Number(turn) % BUCKETS;
    const look = await lookHere(deps, scope, new Set([bucket]));
    if (look === null || look.cursor !== told.cursor) return moved;
    if (rootOf(look.sums) !== told.root) return await healSums(deps, scope, look);
    const healed = await scrub(deps, scope, bucket, look);
    if (healed.ok && healed.value.looked) await deps.db().inTurn((db) => db.run(scrubPut, { value: String((bucket + 1) % BUCKETS) }));
    return healed;
  } catch (cause) {
    // The cache was closed or replaced while it was being looked at.
    if (cause instanceof AppFailure && cause.error.rule === 'cache-closed') return moved;
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

const scrubbed = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', 'scrub'));
const scrubPut = writing<{ value: string }>()((q, p) => q.insertInto('meta').values({ key: 'scrub', value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));

/** Null when something more urgent came up, or the scope is not here any more. */
const lookHere = ({ db, interrupted }: HealDeps, scope: ScopeName, named: ReadonlySet<number>): Promise<ScopeLook | null> =>
  db().lookInSlices(function* (readable) {
    const look = lookAtScope(readable, scope, named);
    try {
      for (;;) {
        if (interrupted()) return null;
        const { done, value } = look.next();
        if (done === true) return value;
        yield;
      }
    } finally {
      // A look that ends half way lets go of the rows it was reading: its connection cannot be closed before.
      look.return(null as never);
    }
  });

async function healSums(deps: HealDeps, scope: ScopeName, first: ScopeLook): Promise<Result<Healed, AppError>> {
  const digest = await deps.http('digest', { query: { scope, schema: deps.schema ?? CACHE_SCHEMA } });
  if (!digest.ok) return digest.error.code === 'not-ready' ? moved : digest;
  const sums = sumsFromText(digest.value.sums);
  if (sums === null || digest.value.cursor !== first.cursor) return moved;
  const buckets = differing(first.sums, sums);
  if (buckets.length === 0) return moved;
  const there = await deps.http('buckets', { query: { scope, buckets: buckets.join(','), content: 'no', schema: deps.schema ?? CACHE_SCHEMA } });
  if (!there.ok) return there;
  const look = await lookHere(deps, scope, new Set(buckets));
  if (look === null || look.cursor !== first.cursor || there.value.cursor !== first.cursor) return moved;
  const here = new Map(look.records.map((record) => [keyOf(record), record]));
  const wrong: Wrong[] = [];
  for (const record of there.value.records) {
    const mine = here.get(keyOf(record));
    here.delete(keyOf(record));
    if (mine?.version !== record.version) wrong.push({ entity: record.entity, id: record.id, found: mine?.version ?? null });
  }
  // What is left is here and nowhere else.
  for (const { entity, id, version } of here.values()) wrong.push({ entity, id, found: version });
  return fetchAgain(deps, scope, first.cursor, wrong);
}

async function scrub(deps: HealDeps, scope: ScopeName, bucket: number, look: ScopeLook): Promise<Result<Healed, AppError>> {
  const there = await deps.http('buckets', { query: { scope, buckets: String(bucket), content: 'yes', schema: deps.schema ?? CACHE_SCHEMA } });
  if (!there.ok) return there;
  if (there.value.cursor !== look.cursor || scopeOf(deps.db(), scope)?.cursor !== look.cursor) return moved;
  const known = new Map(look.records.map((record) => [keyOf(record), record.version]));
  const wrong = there.value.records.flatMap(({ entity, id, version, content }): Wrong[] => {
    if (content === null || known.get(keyOf({ entity, id })) !== version) return [];
    const says = contentHere(deps.db(), entity, id);
    return says !== undefined && says !== null && contentHash(says) === content ? [] : [{ entity, id, found: version }];
  });
  const mended = await deps.db().inTurn((db) => look.records.filter((record) => !wrong.some(({ id }) => id === record.id) && mendDerived(db, record)).length);
  const fetched = await fetchAgain(deps, scope, look.cursor, wrong);
  return fetched.ok ? ok({ ...fetched.value, healed: fetched.value.healed + mended }) : fetched;
}

/** A record that differs, and the version it has here; null when it is missing. */
type Wrong = { readonly entity: EntityName; readonly id: string; readonly found: number | null };
const keyOf = ({ entity, id }: { readonly entity: string; readonly id: string }): string => `${entity} ${id}`;

async function fetchAgain(deps: HealDeps, scope: ScopeName, cursor: string, wrong: readonly Wrong[]): Promise<Result<Healed, AppError>> {
  const found = new Map(wrong.map((record) => [keyOf(record), record.found]));
  const waiting = [...wrong];
  let [fetched, healed] = [0, 0];
  while (waiting.length > 0) {
    const asked = waiting.slice(0, ASK_AT_ONCE).map(({ entity, id }) => ({ entity, id: id as SyncRow['id'] }));
    const answered = await deps.http('records', { body: { scope, schema: deps.schema ?? CACHE_SCHEMA, records: asked } });
    if (!answered.ok) return answered;
    const { rows } = answered.value;
    if (rows.length === 0) return moved;
    waiting.splice(0, rows.length);
    fetched += rows.length;
    const taken = await deps.db().inTurn((db) => {
      // Whatever moved the scope or the record meanwhile knows better.
      if (scopeOf(db, scope)?.cursor !== cursor) return null;
      return rows.filter((row) => versionHere(db, row) === found.get(keyOf(row)) && rewriteRow(db, row, deps.scheduler.now())).length;
    });
    if (taken === null) return ok({ looked: false, fetched, healed });
    healed += taken;
  }
  return ok({ looked: true, fetched, healed });
}

/** The version of the server's copy, as `lookAtScope` counts it. */
function versionHere(db: WritableDb, { entity, id }: Pick<CountedHere, 'entity' | 'id'>): number | null {
  const copy = shadowOf(db, entity, id);
  return copy ? (copy.doc === null ? null : copy.version) : recordVersion(db, entity, id);
}
