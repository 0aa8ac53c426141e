import type { ServerDeps } from '#server/deps.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { Call, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { auditedFields } from '#shared/sync/audited-fields.ts';
import { mutationFrom, outcomeAs, standingOf } from '#shared/sync/schema-window.ts';
import type { Actor, Mutation, Outcome, ScopeName, SyncRow } from '#shared/sync/model.ts';
import { attribute, insertAudit } from './audit.ts';
import { slices } from './bulk-insert.ts';
import type { Change, EntityStore, Stores } from './entity-store.ts';
import { announce } from './announce.ts';
import { asSeenNow } from './answered-again.ts';
import { countJobs } from './count-jobs.ts';
import type { Moved } from './moved.ts';
import { advance, type Advanced } from './positions.ts';
import { advanceClient, forgetConfirmed, holdClient, rememberedResults, rememberResults } from './push-client.ts';
import { replayBatch, type Replayed } from './replay-batch.ts';
import { refuseSchema, schemaWindow, type Schemas } from './schemas.ts';
import { asSeenBy, scopesOf } from './scopes.ts';
import { carriedBefore, rememberCarried, takenBefore } from './taken-before.ts';

export type Push = Call<typeof syncEndpoints.push>['body'];
export type PushReply = Replied<typeof syncEndpoints.push>;
type Deps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'live' | 'log'> & Schemas;

/** Two consoles made up the same id in the same moment: the second tries again and then sees the first's record. */
const COLLISIONS = 3;

/**
 * Takes in the edits a console made: each is replayed on the record as it stands now and answered with exactly one outcome.
 *
 * One transaction holds the records, the answers, the audit and the new positions, so that a lost answer can be asked for
 * again and nothing happens twice.
 */
export async function push(deps: Deps, stores: Stores, actor: Actor, body: Push): Promise<Result<PushReply, AppError>> {
  const window = deps.schemas ?? schemaWindow;
  switch (standingOf(window, body.schema)) {
    case 'too-old': return err(refuseSchema(window, body.schema)!);
    // Not stored: the same edits come again once this server is newer, and are decided then.
    case 'too-new': return ok({ outcomes: body.mutations.map(({ mid }) => ({ kind: 'deferred', mid, schema: window.current })), steps: [] });
    case 'served': break;
  }
  const current: Push = body.schema === window.current ? body : { ...body, mutations: body.mutations.map((mutation) => mutationFrom(window, body.schema, mutation)) };
  for (let attempt = 1; ; attempt++) {
    try {
      const done = await inTransaction(deps.db, (trx) => pushInside(deps, stores, trx, actor, current));
      if (!done.ok) return done;
      const { outcomes, rows, advanced } = done.value;
      const steps = await announce(deps, advanced, rows);
      const readable = scopesOf(actor);
      return ok({ outcomes: outcomes.map((outcome) => outcomeAs(window, body.schema, outcome)), steps: steps.filter(({ scope }) => readable.includes(scope)) });
    } catch (cause) {
      if (attempt === COLLISIONS || !deps.db.dialect.isDuplicate(cause)) throw cause;
    }
  }
}

type Done = { readonly outcomes: Outcome[]; readonly advanced: Advanced; /** Changed records by scope, for the news. */ readonly rows: ReadonlyMap<ScopeName, readonly SyncRow[]> };

async function pushInside(deps: Deps, stores: Stores, trx: ServerTransaction, actor: Actor, body: Push): Promise<Result<Done, AppError>> {
  const { dialect } = deps.db;
  const now = deps.clock();
  const client = await holdClient(trx, dialect, body.client, actor.userId, now);
  if (client === null) return err({ code: 'forbidden', field: 'client', rule: 'console-of-another' });
  const ackedThrough = Math.max(client.ackedThrough, Math.min(body.ackedThrough, client.lastCseq));
  if (ackedThrough > client.ackedThrough) await forgetConfirmed(trx, body.client, ackedThrough);

  const { answers, fresh } = sortOut(body.mutations, await rememberedResults(trx, body.client, body.mutations), ackedThrough);
  const before = new Map<string, Outcome>();
  const replayed: Replayed[] = [];
  const moved = new Map<ScopeName, Moved[]>();
  const rows = new Map<ScopeName, SyncRow[]>();
  const written = new Map<string, { store: EntityStore; change: Change }>();
  for (const mutations of runsOf(fresh)) {
    const store = stores[mutations[0]!.entity];
    if (store === null) {
      for (const mutation of mutations) replayed.push({ mutation, outcome: { kind: 'rejected', mid: mutation.mid, error: { code: 'forbidden', rule: 'read-only-record' }, row: null }, before: null, after: null });
      continue;
    }
    const done = await replayEntity(deps, trx, actor, store, mutations, body.again === true, now);
    for (const [mid, outcome] of done.taken) before.set(mid, outcome);
    replayed.push(...done.replayed);
    for (const change of done.changes) {
      const key = `${store.description.entity} ${change.id}`;
      const earlier = written.get(key)?.change;
      written.set(key, { store, change: earlier ? { ...change, before: earlier.before, was: earlier.was } : change });
    }
  }
  for (const { store, change } of written.values()) noteMoves(store, change, moved, rows);
  const answered = await tellWho(trx, actor, replayed);

  await audit(deps, trx, actor, stores, body.client, answered, now);
  const again = fresh.flatMap((mutation) => ({ mutation, outcome: before.get(mutation.mid) })).filter((one): one is { mutation: Mutation; outcome: Outcome } => one.outcome !== undefined);
  await rememberResults(trx, dialect, body.client, [...answered, ...again], now);
  if (body.again === true) await rememberCarried(trx, dialect, actor, answered, now);
  const lastCseq = Math.max(client.lastCseq, ...fresh.map(({ cseq }) => cseq));
  await advanceClient(trx, body.client, { lastCseq, ackedThrough }, now);
  const advanced = await advance(trx, dialect, moved, now);

  const seen = await asSeenNow(trx, actor, stores, body.mutations, new Map([...answers, ...again.map(({ mutation, outcome }) => [mutation.mid, outcome] as const)]));
  for (const { mutation, outcome } of answered) seen.set(mutation.mid, outcome);
  return ok({ outcomes: body.mutations.map(({ mid }) => seen.get(mid)!), advanced, rows });
}

/**
 * Mutations of one kind of record that follow each other are replayed together; kinds take turns as the person did: stock moved away from a place
 * and the place taken out, a place added and stock put there.
 */
function runsOf(mutations: readonly Mutation[]): Mutation[][] {
  const runs: Mutation[][] = [];
  for (const mutation of mutations) {
    const run = runs.at(-1);
    if (run?.[0]!.entity === mutation.entity) run.push(mutation);
    else runs.push([mutation]);
  }
  return runs;
}

/** Which mutations are new, and what is already known about the others. A number that served another mutation does not serve again. */
function sortOut(mutations: readonly Mutation[], remembered: Awaited<ReturnType<typeof rememberedResults>>, ackedThrough: number) {
  const answers = new Map<string, Outcome>(remembered.byMid);
  const midOfCseq = new Map(remembered.midOfCseq);
  const fresh: Mutation[] = [];
  const seen = new Set<string>();
  for (const mutation of mutations.toSorted((a, b) => a.cseq - b.cseq)) {
    if (answers.has(mutation.mid) || seen.has(mutation.mid)) continue;
    seen.add(mutation.mid);
    if (mutation.cseq <= ackedThrough || midOfCseq.has(mutation.cseq)) {
      answers.set(mutation.mid, { kind: 'rejected', mid: mutation.mid, error: { code: 'invalid-input', field: 'cseq', rule: 'number-used', details: { cseq: mutation.cseq } }, row: null });
      continue;
    }
    midOfCseq.set(mutation.cseq, mutation.mid);
    fresh.push(mutation);
  }
  return { answers, fresh };
}

/** Replays edits on records of one kind and writes what they come to; `noteMoves`, `audit` and `advance` belong to it. */
export async function replayEntity(deps: Deps, trx: ServerTransaction, actor: Actor, store: EntityStore, asked: readonly Mutation[], again: boolean, now: number) {
  const { dialect } = deps.db;
  const current = await store.load(trx, dialect, [...new Set(asked.map(({ id }) => id))]);
  // The records are held: another disk that sends the same edits at this moment has ended, and is seen, or waits for us.
  // What came to nothing (a record that was gone already) stands in no audit, only among what another disk has brought.
  const carried = await carriedBefore(trx, actor, asked);
  const taken = again ? new Map([...carried, ...(await takenBefore(trx, actor, asked))]) : carried;
  const mutations = asked.filter(({ mid }) => !taken.has(mid));
  const guard = await store.guard(trx, dialect, mutations, current);
  const buried = new Set<string>();
  const created = mutations.filter(({ action, id }) => action === 'create' && !current.has(id)).map(({ id }) => id);
  for (const slice of slices(created)) {
    const gone = await trx.selectFrom('sync_row').select('id').where('scope', '=', 'admin').where('entity', '=', store.description.entity).where('id', 'in', slice).where('gone', '=', 1).execute();
    const compacted = await trx.selectFrom('buried').select('id').where('entity', '=', store.description.entity).where('id', 'in', slice).execute();
    for (const { id } of [...gone, ...compacted]) buried.add(id);
  }
  const done = replayBatch({ actor, store, guard, current, buried, now }, mutations);
  await store.save(trx, dialect, done.changes);
  return { ...done, taken };
}

/** A changed record moves to a new position in every scope it is in, and leaves those it was in. */
export function noteMoves(store: EntityStore, { id, before, after, was, version }: Change, moved: Map<ScopeName, Moved[]>, rows: Map<ScopeName, SyncRow[]>): void {
  const { entity, scopesOf: scopesOfRecord } = store.description;
  const now = after === null ? [] : scopesOfRecord(after);
  const then = before === null ? [] : scopesOfRecord(before);
  const left = then.filter((scope) => !now.includes(scope));
  const note = (scope: ScopeName, gone: boolean) => {
    (moved.get(scope) ?? moved.set(scope, []).get(scope)!).push({ entity, id, version, gone, was: then.includes(scope) ? was : null });
    (rows.get(scope) ?? rows.set(scope, []).get(scope)!).push({ entity, id: id as SyncRow['id'], version, doc: gone ? null : after });
  };
  for (const scope of now) note(scope, false);
  for (const scope of left) note(scope, true);
}

/** Adds to every conflict who set the other value and when. */
async function tellWho(trx: ServerTransaction, actor: Actor, replayed: readonly Replayed[]): Promise<Replayed[]> {
  const asked = replayed.flatMap(({ mutation, outcome }) =>
    outcome.kind === 'conflict' ? outcome.fields.map((field) => ({ entity: mutation.entity, id: mutation.id, sinceVersion: Math.min(mutation.baseVersion, outcome.version - 1), field })) : []);
  const told = await attribute(trx, actor, asked);
  return replayed.map((one) => (one.outcome.kind === 'conflict' ? { ...one, outcome: { ...one.outcome, fields: one.outcome.fields.map((field) => told.get(field) ?? field) } } : one));
}

/** Writes down who changed what, in the transaction of the change. */
export async function audit(deps: Deps, trx: ServerTransaction, actor: Actor, stores: Stores, client: string, replayed: readonly Replayed[], now: number): Promise<void> {
  // What was tried on a record the person cannot see is nobody's history.
  const noted = replayed.filter(({ before, after, mutation }) => (before ?? after) !== null && asSeenBy(actor, stores[mutation.entity]!.description, (before ?? after)!) !== null);
  if (noted.length === 0) return;
  const person = await trx.selectFrom('app_user').select('name').where('id', '=', actor.userId).executeTakeFirst();
  const lines = noted.map(({ mutation, outcome, before, after }) => ({
    id: uuidv7(deps.clock, deps.random), entity: mutation.entity, entity_id: mutation.id, shop_id: stores[mutation.entity]!.shopOf((before ?? after)!),
    actor_id: actor.userId, actor_name: person?.name ?? null, client, device: actor.device ?? null, mid: mutation.mid, group_id: mutation.group, intent: mutation.intent,
    outcome: outcome.kind, base_version: mutation.baseVersion, version: 'version' in outcome ? outcome.version : 0,
    changes: JSON.stringify(outcome.kind === 'applied' || outcome.kind === 'merged' || outcome.kind === 'conflict' ? auditedFields(before, after, mutation.ops) : []),
    made_at: mutation.madeAt, applied_at: now,
  }));
  await insertAudit(trx, deps.db.dialect, lines);
  await countJobs(trx, lines);
}
