import { assert } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { hasZeroCharacter, type Json } from '#shared/kernel/json.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { getAt, replay, finishEdit } from '#shared/sync/merge.ts';
import type { Actor, Mutation, Outcome, SyncRow } from '#shared/sync/model.ts';
import type { Change, EntityStore, Guard, Stored } from './entity-store.ts';
import { jsonText } from './json-text.ts';
import { asSeenBy } from './scopes.ts';

/** What one mutation did, for the audit. */
export type Replayed = { readonly mutation: Mutation; readonly outcome: Outcome; readonly before: Json | null; readonly after: Json | null };

export type Batch = {
  readonly actor: Actor;
  readonly store: EntityStore;
  readonly guard: Guard;
  readonly current: ReadonlyMap<string, Stored>;
  /** Ids that once belonged to a record: they are never used again. */
  readonly buried: ReadonlySet<string>;
  readonly now: number;
};

/** Larger records than this do not travel well; 2,048 variants fit. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Replays the mutations of one console on one kind of record, in their order, in memory: what each came to, and what is to be written.
 * A mutation that is refused leaves no trace on the record, and takes with it only those that build upon it.
 */
export function replayBatch(batch: Batch, mutations: readonly Mutation[]): { replayed: Replayed[]; changes: Change[] } {
  const desks = new Map<string, Desk>();
  const replayed = mutations.map((mutation) => {
    const desk = desks.get(mutation.id) ?? openDesk(batch, mutation.id);
    desks.set(mutation.id, desk);
    return one(batch, desk, mutation);
  });
  const changes = [...desks.values()].filter(({ doc, start }) => doc !== start).map(({ id, start, was, doc, version }) => ({ id, before: start, after: doc, was, version }));
  return { replayed, changes };
}

/** One record while a batch works on it. */
type Desk = {
  readonly id: string;
  readonly start: Json | null;
  readonly was: number;
  doc: Json | null;
  version: number;
  /** The console holds exactly this state, or comes to it by the outcomes so far. */
  inStep: boolean;
  /** Which mutation of this batch failed to create the record, or to change a field: later ones may build upon it. */
  refusedCreate: string | null;
  readonly refusedPaths: Map<string, string>;
};

function openDesk({ current }: Batch, id: string): Desk {
  const stored = current.get(id);
  return { id, start: stored?.doc ?? null, was: stored?.version ?? 0, doc: stored?.doc ?? null, version: stored?.version ?? 0, inStep: false, refusedCreate: null, refusedPaths: new Map() };
}

function one(batch: Batch, desk: Desk, mutation: Mutation): Replayed {
  const { actor, store, now } = batch;
  const before = desk.doc;
  const done = (outcome: Outcome): Replayed => ({ mutation, outcome, before, after: desk.doc });
  const refuse = (error: AppError): Replayed => {
    if (mutation.action === 'create') desk.refusedCreate = mutation.mid;
    for (const op of mutation.ops) if (op.op === 'set') desk.refusedPaths.set(op.path, mutation.mid);
    const row = rowFor(batch, desk);
    if (row) desk.inStep = true;
    return done({ kind: 'rejected', mid: mutation.mid, error, row });
  };

  const blocker = blockedBy(desk, mutation);
  if (blocker !== null) return done({ kind: 'blocked', mid: mutation.mid, by: blocker });
  const unfit = unstorable(mutation) ?? firstUnfit(store, mutation);
  if (unfit) return refuse(unfit);
  const hidden = before !== null && asSeenBy(actor, store.description, before) === null;
  // Somebody else's record is as good as none; only that its id is taken cannot be hidden from who tries to take it.
  if (hidden) return refuse(mutation.action === 'create' ? { code: 'conflict', field: 'id', rule: 'id-taken' } : { code: 'gone' });
  if (mutation.action === 'create' && before === null && (batch.buried.has(mutation.id) || desk.version > 0)) return refuse({ code: 'gone', field: 'id', rule: 'id-was-deleted' });

  const result = replay(store.description, before, mutation, actor);
  if (result.kind === 'rejected') return refuse(result.error);
  const madeAt = Math.min(mutation.madeAt, now);
  const after = settle(batch, before, result.doc, madeAt);
  const broken = after === null || after === before ? null : (batch.guard.check(before, after) ?? tooLarge(after));
  if (broken) return refuse(broken);

  // In step, the console comes to the very same record by its own operations; a clock that runs ahead is the exception.
  const inStep = (desk.inStep || mutation.baseVersion === desk.version) && mutation.madeAt <= now && (after !== before || mutation.ops.length === 0);
  const asWritten = mutation.action === 'create' ? sameJson(after, mutation.doc) : inStep;
  if (after !== before) {
    batch.guard.accepted(before, after);
    desk.doc = after;
    desk.version++;
  }
  desk.inStep = true;
  const { version } = desk;
  if (result.kind === 'applied' && (after === null || asWritten)) return done({ kind: 'applied', mid: mutation.mid, version });
  const row = rowFor(batch, desk);
  assert(row, () => `${mutation.mid} was accepted for somebody who may not see it`);
  if (result.kind === 'conflict') return done({ kind: 'conflict', mid: mutation.mid, version, row, fields: [...result.fields] });
  return done({ kind: 'merged', mid: mutation.mid, version, row });
}

function settle({ store, actor, guard, now }: Batch, before: Json | null, doc: Json | null, madeAt: number): Json | null {
  if (doc === null || doc === before) return doc;
  if (before !== null) return finishEdit(store.description, before, doc, madeAt);
  const admitted = store.admit(doc, actor, madeAt);
  return guard.admit?.(admitted, now) ?? admitted;
}

/** A mutation that builds on a refused one is not looked at: its base was never true. */
function blockedBy(desk: Desk, mutation: Mutation): string | null {
  if (mutation.action === 'create') return null;
  if (desk.doc === null && desk.refusedCreate !== null) return desk.refusedCreate;
  for (const op of mutation.ops) {
    const by = op.op === 'set' ? desk.refusedPaths.get(op.path) : undefined;
    if (by !== undefined && op.op === 'set' && desk.doc !== null && !sameJson(getAt(desk.doc, op.path), op.base)) return by;
  }
  return null;
}

function rowFor({ actor, store }: Batch, desk: Desk): SyncRow | null {
  const doc = asSeenBy(actor, store.description, desk.doc);
  return doc === null ? null : { entity: store.description.entity, id: desk.id as SyncRow['id'], version: desk.version, doc };
}

/** PostgreSQL has no text with a zero character in it; refused on every database, so that all decide alike. */
const unstorable = ({ ops, doc, intent }: Mutation): AppError | null =>
  intent.includes('\u0000') || hasZeroCharacter([ops as unknown as Json, doc ?? null]) ? { code: 'invalid-input', rule: 'zero-character' } : null;

function firstUnfit({ checkOp }: EntityStore, { ops }: Mutation): AppError | null {
  for (const op of ops) {
    const unfit = checkOp(op);
    if (unfit) return unfit;
  }
  return null;
}

function tooLarge(doc: Json): AppError | null {
  const { length } = jsonText(doc as object);
  return length > MOST_BYTES ? { code: 'too-large', rule: 'record-size', details: { found: length, most: MOST_BYTES } } : null;
}
