import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Mutation, Outcome, ScopeName, Step, SyncRow } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import type { HttpClient } from '../http/client.ts';
import { wasNeverSent } from '../http/network-failure.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { refuse } from './outbox.ts';
import { rebase, withEdits } from './rebase.ts';
import { ackedThrough, clientId, countUnsent, deleteEdit, editOf, insertConflict, mayBeKnown, nextEdits, putScope, putShadow, scopeOf, shadowOf, updateEdit } from './store.ts';

/** At most so many edits, and so many bytes of them, travel in one request. */
export const BATCH_EDITS = 500;
export const BATCH_BYTES = 1024 * 1024;

export type PushDeps = {
  readonly db: () => CacheDb;
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly onProgress: (remaining: number) => void;
  /** Fewer edits per request than usual. */
  readonly batchEdits?: number;
};

/**
 * Sends what waits in the outbox, in the order it was made, one request at a time. Repeating is harmless: the server knows every
 * edit by its id and answers a repeat with the answer of the first time.
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
  for (;;) {
    const db = deps.db();
    const batch = await takeBatch(db, most);
    if (batch.length === 0) return ok(behind);
    deps.onProgress(countUnsent(db));
    const answered = await deps.http('push', { body: { client: clientId(db), schema: CACHE_SCHEMA, ackedThrough: ackedThrough(db), mutations: batch, ...(mayBeKnown(db, batch[0]!.cseq) ? { again: true } : {}) } });
    // A snapshot may have been published meanwhile; the outbox came along.
    const after = deps.db();
    if (!answered.ok) {
      const { error } = answered;
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
    const sent = new Set(batch.map(({ mid }) => mid));
    if (!answered.value.outcomes.some(({ mid }) => sent.has(mid))) return err({ code: 'internal', attempted: 'push', rule: 'no-outcome' });
    const settled = await takeOutcomes(after, answered.value.outcomes, answered.value.steps, deps.scheduler.now(), deps.random);
    if (answered.value.outcomes.some(isNumberUsed)) return err({ code: 'stale-version', attempted: 'push', rule: NUMBER_USED });
    for (const scope of settled) behind.add(scope);
    most = usual;
  }
}

/** Marks the next edits as on their way, durably, before the first byte leaves: from here on they cannot be undone. */
export function takeBatch(db: CacheDb, most: number): Promise<Mutation[]> {
  return db.inTurn((writable) => {
    const batch = nextEdits(writable, most, BATCH_BYTES);
    for (const { mutation, attempts } of batch) updateEdit(writable, mutation.mid, { state: 'sending', attempts: attempts + 1 });
    return batch.map(({ mutation }) => mutation);
  });
}

/** The server has certainly not seen these: they wait again, unless an earlier try may have arrived. */
function giveBack(db: CacheDb, batch: readonly Mutation[]): Promise<void> {
  return db.inTurn((writable) => {
    for (const { mid } of batch) {
      const edit = editOf(writable, mid);
      if (edit?.state === 'sending' && edit.attempts === 1) updateEdit(writable, mid, { state: 'queued', attempts: 0 });
      else if (edit?.state === 'sending') updateEdit(writable, mid, { attempts: edit.attempts - 1 });
    }
  });
}

/** Applies what became of each edit, and moves the scopes forward that nobody else has changed meanwhile; all in one transaction. */
export function takeOutcomes(db: CacheDb, outcomes: readonly Outcome[], steps: readonly Step[], now: EpochMs, random: Random): Promise<readonly ScopeName[]> {
  return db.inTurn((writable) => {
    const touched = new Map<string, Mutation>();
    for (const outcome of outcomes) {
      const edit = editOf(writable, outcome.mid);
      // Answered before: the answer was repeated, or came twice.
      if (!edit || edit.state === 'rejected') continue;
      takeOutcome(writable, edit.mutation, outcome, now, random);
      touched.set(`${edit.mutation.entity}/${edit.mutation.id}`, edit.mutation);
    }
    for (const { entity, id } of touched.values()) rebase(writable, entity, id);
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

function takeOutcome(db: WritableDb, mutation: Mutation, outcome: Outcome, now: EpochMs, random: Random): void {
  const { entity, id, mid } = mutation;
  switch (outcome.kind) {
    case 'applied': {
      const shadow = shadowOf(db, entity, id);
      if (shadow && shadow.version < outcome.version) {
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
      // It says nothing about the edit: another disk with this name has used the number.
      if (isNumberUsed(outcome)) return;
      const shadow = shadowOf(db, entity, id);
      if (outcome.row) takeServerCopy(db, outcome.row);
      // Without a row the record is gone for us, unless it was not looked at (a number used twice, a kind nobody may edit).
      else if (shadow && shadow.doc !== null && (outcome.error.code === 'gone' || outcome.error.code === 'not-found')) putShadow(db, { ...shadow, doc: null, lostAt: now });
      return refuse(db, mid, outcome.error);
    }
    case 'blocked': return refuse(db, mid, { code: 'rule-broken', attempted: 'push', rule: 'depends-on-refused', details: { by: outcome.by } });
    // It waits for a newer server or console; what comes after it does not.
    case 'deferred': return updateEdit(db, mid, { state: 'queued', error: { code: 'update-needed', attempted: 'push', details: { schema: outcome.schema } } });
    default: return assertNever(outcome);
  }
}

function takeServerCopy(db: WritableDb, row: SyncRow): void {
  const shadow = shadowOf(db, row.entity, row.id);
  if (shadow && row.version >= shadow.version) putShadow(db, { ...shadow, version: row.version, doc: row.doc });
}
