import type { Json } from '#shared/kernel/json.ts';
import type { EntityName, FieldOp, Mutation } from '#shared/sync/model.ts';
import { unwatched, type Work } from '../catalog/works.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { editsChosen, type ChosenEdit, type Undo } from './chosen-edits.ts';
import { rebase } from './rebase.ts';
import { takeWhole } from './undo-whole.ts';
import { deleteEdit, editsOf, insertEdit, keepServerCopy, lastCseq, selectUnanswered, updateEdit, type WaitingEdit } from './store.ts';

/** An edit as it is made; the outbox gives it its place in the row. */
export type NewEdit = Omit<Mutation, 'cseq'>;

/**
 * Writes edits into the outbox, in the order given, and keeps the server's copy of each record they touch.
 * Call it inside the transaction of the edit and **before** the record itself is changed: when that transaction is committed,
 * the edit survives a power cut (ADR 0007).
 *
 * @returns the edits with their place in the row
 */
export function enqueue(db: WritableDb, edits: readonly NewEdit[]): Mutation[] {
  let cseq = lastCseq(db);
  const mutations = edits.map((edit) => ({ ...edit, cseq: ++cseq }));
  for (const mutation of mutations) {
    keepServerCopy(db, mutation.entity, mutation.id);
    insertEdit(db, mutation);
  }
  return mutations;
}

/** The edits of a record that the server's copy does not contain yet, oldest first. */
export const pendingOf = (db: ReadableDb, entity: EntityName, id: string): Mutation[] => selectUnanswered(db, entity, id);

export type Undone = { readonly undone: number; readonly kept: number; readonly touched: readonly string[] };

/**
 * Takes back edits that were not sent: each record becomes the server's copy with the remaining edits on top.
 * What is on its way stays, because it may have arrived. Later edits that make no sense without one taken back go with it
 * (edits of a product whose creation is undone, of a variant whose addition is undone), and those that started from its
 * value start from the value before it.
 *
 * A generator, so that tens of thousands do not hold anybody up: it pauses after each record and tells how many edits are done.
 */
export function* undoing(db: WritableDb, which: Undo): Generator<number, Undone, void> {
  const chosen: ChosenEdit[] = [];
  for (const page of editsChosen(db, which)) {
    chosen.push(...page);
    yield 0;
  }
  let kept = chosen.filter((edit) => edit.state === 'sending').length;
  const leaving = new Set(chosen.filter((edit) => edit.state !== 'sending').map((edit) => edit.mutation.mid));
  const records = new Map(chosen.filter(({ mutation }) => leaving.has(mutation.mid)).map(({ mutation }) => [`${mutation.entity}/${mutation.id}`, mutation]));
  const whole = yield* takeWhole(db, [...records.values()], leaving);
  let done = whole.edits;
  for (const { entity, id } of records.values()) {
    if (entity === 'product' && whole.ids.has(id)) continue;
    const edits = editsOf(db, entity, id);
    // What an edit on its way started from stays with it: without it, that edit would be in conflict with nobody.
    const staying = edits.filter(({ state }) => state === 'sending');
    for (const edit of edits.toReversed()) {
      if (!leaving.has(edit.mutation.mid) || !staying.some((later) => dependsOn(later, edit) || startsFrom(later, edit))) continue;
      leaving.delete(edit.mutation.mid);
      staying.push(edit);
      kept++;
    }
    for (const edit of edits) {
      if (edit.state === 'queued' && edits.some((earlier) => leaving.has(earlier.mutation.mid) && dependsOn(edit, earlier))) leaving.add(edit.mutation.mid);
    }
    // The last one first, so that a chain of values taken back (100 → 120 → 130) leads to where it began.
    for (const gone of edits.filter((edit) => leaving.has(edit.mutation.mid)).reverse()) {
      const later = edits.filter((edit) => !leaving.has(edit.mutation.mid) && edit.mutation.cseq > gone.mutation.cseq);
      if (gone.state === 'queued') startFromBefore(db, gone.mutation.ops, later);
      deleteEdit(db, gone.mutation.mid);
      done++;
    }
    rebase(db, entity, id);
    yield done;
  }
  return { undone: leaving.size, kept, touched: [...records.values()].map(({ id }) => id) };
}

/** The same without pauses. */
export function undo(db: WritableDb, which: Undo): Undone {
  const steps = undoing(db, which);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const SLICE_MS = 10;

/** The same in slices: others get their turn in between, and nothing of it stays when somebody stops it. */
export function undoInSlices(cache: CacheDb, which: Undo, { progress, cancelled }: Work = unwatched): Promise<Undone> {
  // One edit is taken back at once; a connection of its own would take longer than the edit.
  if (which.what === 'one') return cache.inTurn((db) => undo(db, which));
  return cache.inSlices(function* (db) {
    let since = performance.now();
    const steps = undoing(db, which);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      if (performance.now() - since < SLICE_MS) continue;
      progress(value);
      yield;
      since = performance.now();
    }
  }, () => !cancelled());
}

/** Whether an edit makes no sense without an earlier one: its record, or the entry it changes, would not be there. */
function dependsOn({ mutation }: WaitingEdit, { mutation: earlier }: WaitingEdit): boolean {
  if (mutation.cseq <= earlier.cseq) return false;
  if (earlier.action === 'create') return true;
  const made = earlier.ops.filter((op) => op.op === 'set' && op.base === null && op.value !== null).map((op) => `${op.path}/`);
  return mutation.ops.some((op) => made.some((path) => op.path.startsWith(path)));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether an edit began at a value an earlier one has set, or moved. */
const startsFrom = ({ mutation }: WaitingEdit, { mutation: earlier }: WaitingEdit): boolean =>
  mutation.cseq > earlier.cseq && earlier.ops.some((op) => op.op !== 'members' && mutation.ops.some((later) => later.op === 'set' && later.path === op.path && (op.op === 'add' || same(later.base, op.value))));

/** Where an edit that began at `base` begins without an operation before it; undefined: it did not begin there. */
function startBefore(op: Exclude<FieldOp, { op: 'members' }>, base: Json): Json | undefined {
  if (op.op === 'add') return typeof base === 'number' ? base - op.delta : undefined;
  return same(base, op.value) ? op.base : undefined;
}

/** The first later edit of the same field began where `undone` ended; now it begins where `undone` began: a count after a movement without that movement. */
function startFromBefore(db: WritableDb, undone: readonly FieldOp[], later: readonly WaitingEdit[]): void {
  for (const op of undone) {
    if (op.op === 'members') continue;
    for (const edit of later) {
      const at = edit.mutation.ops.findIndex((other) => other.op === 'set' && other.path === op.path);
      if (at < 0) continue;
      const next = edit.mutation.ops[at]!;
      const began = next.op === 'set' ? startBefore(op, next.base) : undefined;
      if (edit.state === 'queued' && next.op === 'set' && began !== undefined) {
        edit.mutation.ops[at] = { ...next, base: began };
        updateEdit(db, edit.mutation.mid, { ops: edit.mutation.ops });
      }
      break;
    }
  }
}
