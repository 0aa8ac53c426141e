import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Replied } from '#shared/contract/http.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import type { Mutation, Outcome, ScopeName, Step, SyncRow } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { noteWipe } from '../db/wipe.ts';
import type { HttpClient } from '../http/client.ts';
import { wasNeverSent } from '../http/network-failure.ts';
import { pause, type Random, type Scheduler } from '../runtime/scheduler.ts';
import { refuse } from './refuse.ts';
import { forgetAllLanded, landedFor } from './landed.ts';
import { keepOwnWords } from './own-words.ts';
import { rebase, withEdits } from './rebase.ts';
import { recordVersion } from './records.ts';
import { settleApplied } from './settle-applied.ts';
import { ackedThrough, clientId, countUnsent, deleteEdit, editOf, insertConflict, mayBeKnown, putScope, putShadow, scopeOf, shadowOf, updateEdit, type WaitingEdit } from './store.ts';
import { BATCH_EDITS, giveBack, offerDeferred, takeBatch } from './take-batch.ts';
import { noteGone } from './unsure.ts';

export { BATCH_EDITS, takeBatch } from './take-batch.ts';

export type PushDeps = {
  readonly db: () => CacheDb;
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly onProgress: (remaining: number) => void;
  /** Fewer edits per request than usual. */
  readonly batchEdits?: number;
  /** What edits are written in here. */
  readonly schema?: number | undefined;
  /** Asked after each answer, with the time its request left: whether more may follow at once. What may not stays in the outbox. */
  readonly mayFollow?: (sentAt: EpochMs) => boolean;
};

/**
 * Sends what waits in the outbox, in the order it was made, one request at a time. Repeating is harmless: the server knows every
 * edit by its id and answers a repeat with the answer of the first time.
 *
 * While the answers to one request are put in place here, the server is at work on the next.
 *
 * Refuses with rule `number-used` when this disk was set back and somebody has gone on with its numbers: nothing is lost, the edits go out again
 * under a new name (`set-back.ts`).
 *
 * @returns scopes whose news the answers did not contain in full and that have to be pulled
 */
export async function pushAll(deps: PushDeps): Promise<Result<ReadonlySet<ScopeName>, AppError>> {
  const behind = new Set<ScopeName>();
  const usual = deps.batchEdits ?? BATCH_EDITS;
  let most = usual;
  let sent: Sent | null = null;
  await offerDeferred(deps.db());
  for (let goesOn = true; ; ) {
    if (goesOn) sent ??= await sendNext(deps, most);
    if (sent === null) return ok(behind);
    const { batch, at } = sent;
    // Ready before the answer comes, so that the server need not wait for our disk.
    const following = countUnsent(deps.db()) > batch.length ? await takeBatch(deps.db(), usual, batch.at(-1)!.cseq) : [];
    const answered = await sent.answer;
    sent = null;
    goesOn = deps.mayFollow?.(at) ?? true;
    // A snapshot may have been published meanwhile; the outbox came along.
    const after = deps.db();
    if (!answered.ok) {
      const { error } = answered;
      await giveBack(after, following);
      if (error.code !== 'invalid-input' && error.code !== 'too-large') {
        if (wasNeverSent(error)) await giveBack(after, batch);
        return err(error);
      }
      // One edit spoils the request: halve it until that one stands alone, refuse it here, and let the others pass.
      if (batch.length > 1) {
        await giveBack(after, batch);
        most = Math.ceil(batch.length / 2);
        continue;
      }
      await after.inTurn((writable) => {
        refuse(writable, batch[0]!.mid, error);
        rebase(writable, batch[0]!.entity, batch[0]!.id);
      });
      most = usual;
      continue;
    }
    const asked = new Set(batch.map(({ mid }) => mid));
    if (!answered.value.outcomes.some(({ mid }) => asked.has(mid))) {
      await giveBack(after, following);
      return err({ code: 'internal', attempted: 'push', rule: 'no-outcome' });
    }
    // Under this name nothing more may leave: what is on its way when the new name begins would count twice.
    const setBack = answered.value.outcomes.some(isNumberUsed);
    if (setBack || !goesOn) await giveBack(after, following);
    else if (following.length > 0) sent = await send(deps, following);
    const settled = await takeOutcomes(deps.db(), answered.value.outcomes, answered.value.steps, deps.scheduler.now(), deps.random);
    if (setBack) return err({ code: 'stale-version', attempted: 'push', rule: NUMBER_USED });
    for (const scope of settled) behind.add(scope);
    most = usual;
  }
}

/** A request on its way. */
type Sent = { readonly batch: readonly Mutation[]; readonly at: EpochMs; readonly answer: Promise<Result<Replied<typeof syncEndpoints.push>, AppError>> };

async function sendNext(deps: PushDeps, most: number): Promise<Sent | null> {
  const batch = await takeBatch(deps.db(), most);
  return batch.length === 0 ? null : send(deps, batch);
}

/** With a pause: `fetch` lets go of a request when this thread gives it a turn, and would hold on to it while we write to our disk. */
async function send(deps: PushDeps, batch: Mutation[]): Promise<Sent> {
  const db = deps.db();
  deps.onProgress(countUnsent(db));
  const at = deps.scheduler.now();
  const answer = deps.http('push', { body: { client: clientId(db), schema: deps.schema ?? CACHE_SCHEMA, ackedThrough: ackedThrough(db), mutations: batch, ...(mayBeKnown(db, batch[0]!.cseq) ? { again: true } : {}) } });
  await pause(deps.scheduler);
  return { batch, at, answer };
}

/** Applies what became of each edit, and moves the scopes forward that nobody else has changed meanwhile; all in one transaction. */
export function takeOutcomes(db: CacheDb, outcomes: readonly Outcome[], steps: readonly Step[], now: EpochMs, random: Random): Promise<readonly ScopeName[]> {
  return db.inTurn((writable) => {
    if (outcomes.some(isNumberUsed)) forgetAllLanded(writable);
    settleApplied(writable, outcomes);
    const touched = new Map<string, Mutation>();
    /** Taken out here, which the server did not agree to: what it left in the full text may be somebody else's by now. */
    const notMine = new Set<string>();
    for (const outcome of outcomes) {
      const edit = editOf(writable, outcome.mid);
      // Settled already, just now or before: the answer was repeated, or came twice.
      // Nor was it decided when another disk of this name had used its number: it stays on the screen as it is, and goes again under a new one.
      if (!edit || edit.state === 'rejected' || isNumberUsed(outcome)) continue;
      takeOutcome(writable, edit, outcome, now, random);
      if (edit.mutation.action === 'delete' && outcome.kind !== 'applied') notMine.add(edit.mutation.id);
      touched.set(`${edit.mutation.entity}/${edit.mutation.id}`, edit.mutation);
    }
    for (const { entity, id } of touched.values()) {
      const there = recordVersion(writable, entity, id) !== null;
      rebase(writable, entity, id);
      if (recordVersion(writable, entity, id) !== null) continue;
      keepOwnWords(writable, entity, id);
      if (there || notMine.has(id)) noteWipe(writable);
    }
    const behind: ScopeName[] = [];
    for (const { scope, prev, next } of steps) {
      const here = scopeOf(writable, scope);
      if (here?.cursor === prev) putScope(writable, { ...here, cursor: next, head: next });
      else if (here && here.cursor !== next) behind.push(scope);
    }
    return behind;
  });
}

const NUMBER_USED = 'number-used';
const isNumberUsed = (outcome: Outcome): boolean => outcome.kind === 'rejected' && outcome.error.rule === NUMBER_USED;

function takeOutcome(db: WritableDb, { mutation, attempts }: WaitingEdit, outcome: Outcome, now: EpochMs, random: Random): void {
  const { entity, id, mid } = mutation;
  switch (outcome.kind) {
    case 'applied': {
      const shadow = shadowOf(db, entity, id);
      // Made here, known to the server, and not among what it sent since: somebody has deleted it.
      const gone = mutation.action === 'create' && mutation.cseq <= landedFor(db, entity, id);
      if (shadow && shadow.version < outcome.version && !gone) {
        // After a gap somebody else's change is still to come: the version stays behind, so that the coming row is taken.
        const version = outcome.version === shadow.version + 1 ? outcome.version : shadow.version;
        putShadow(db, { ...shadow, version, doc: withEdits(shadow.doc, [mutation]) });
      }
      return deleteEdit(db, mid);
    }
    case 'merged': {
      takeServerCopy(db, outcome.row);
      return deleteEdit(db, mid);
    }
    case 'conflict': {
      takeServerCopy(db, outcome.row);
      for (const field of outcome.fields) {
        insertConflict(db, { id: uuidv7(() => now, random), mid, entity, recordId: id, field, madeAt: mutation.madeAt, foundAt: now });
      }
      return deleteEdit(db, mid);
    }
    case 'rejected': {
      const shadow = shadowOf(db, entity, id);
      if (outcome.row) takeServerCopy(db, outcome.row);
      // Without a row the record is gone for us, unless it was not looked at (a number used twice, a kind nobody may edit).
      else if (shadow && shadow.doc !== null && (outcome.error.code === 'gone' || outcome.error.code === 'not-found')) {
        noteGone(db, shadow);
        putShadow(db, { ...shadow, doc: null, lostAt: now });
      }
      return refuse(db, mid, outcome.error);
    }
    case 'blocked': return refuse(db, mid, { code: 'rule-broken', attempted: 'push', rule: 'depends-on-refused', details: { by: outcome.by } });
    // It waits for a newer server or console; what comes after it does not. A server that puts it off does not look whether it took it in from the
    // console this one was before its renewal: after an earlier try without an answer it still counts as on its way, and cannot be taken back.
    case 'deferred': return updateEdit(db, mid, { ...(attempts > 1 ? {} : { state: 'queued', attempts: 0 }), error: { code: 'update-needed', attempted: 'push', details: { schema: outcome.schema } } });
    default: return assertNever(outcome);
  }
}

function takeServerCopy(db: WritableDb, row: SyncRow): void {
  const shadow = shadowOf(db, row.entity, row.id);
  if (shadow && row.version >= shadow.version) putShadow(db, { ...shadow, version: row.version, doc: row.doc });
}
