import { assertNever } from '../kernel/assert.ts';
import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Json } from '../kernel/json.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { membersOf, withMembers } from './apply.ts';
import { sameJson } from './equal.ts';
import { mergeLines } from './line-merge.ts';
import type { Actor, EntityDescription, FieldConflict, FieldKind, FieldOp, Mutation } from './model.ts';
import { getAt, isSafePath, missingEntry, setAt, type OwnCopies } from './paths.ts';

export { applyOps, finishEdit } from './apply.ts';
export { getAt, setAt } from './paths.ts';

/**
 * What became of an edit replayed on the record as it stands now. `doc` null: the record is deleted.
 *
 * - `applied` every field was as the writer saw it · `merged` others had been there, nothing of theirs was lost
 * - `conflict` the fields listed stay as others left them, the rest of the edit is in `doc`
 * - `rejected` refused by a rule, nothing was applied
 */
export type Replayed =
  | { readonly kind: 'applied' | 'merged'; readonly doc: Json | null }
  | { readonly kind: 'conflict'; readonly doc: Json; readonly fields: readonly FieldConflict[] }
  | { readonly kind: 'rejected'; readonly error: AppError<ErrorCode> };

export type ReplayedMutation = Pick<Mutation, 'id' | 'action' | 'ops' | 'doc'>;

/**
 * Replays one edit on the record as it stands now, by the rules of each field's kind: money is compared before it is set,
 * stock adds up, texts merge by line, sets commute, states move only where they may. Nobody's value is overwritten unseen.
 *
 * @param current the record now; null when it is gone or was never there
 */
export function replay(description: EntityDescription, current: Json | null, mutation: ReplayedMutation, actor: Actor): Replayed {
  switch (mutation.action) {
    case 'create': return create(description, current, mutation, actor);
    // Delete wins over an edit: the edit comes back `gone` to whoever made it, and the last state stays in the history.
    case 'delete': return remove(description, current, actor);
    case 'patch': return current === null ? rejected({ code: 'gone' }) : patch(description, current, mutation.ops, actor);
    default: return assertNever(mutation.action);
  }
}

const rejected = (error: AppError<ErrorCode>): Replayed => ({ kind: 'rejected', error });
const refusedBy = (error: AppError): Replayed => ({ kind: 'rejected', error: error as AppError<ErrorCode> });

function create(description: EntityDescription, current: Json | null, mutation: ReplayedMutation, actor: Actor): Replayed {
  const doc = mutation.doc;
  if (doc === undefined || getAt(doc, 'id') !== mutation.id) return rejected({ code: 'invalid-input', field: 'id', rule: 'record-id' });
  if (current !== null) return sameJson(current, doc) ? { kind: 'applied', doc: current } : rejected({ code: 'conflict', field: 'id', rule: 'id-taken' });
  const broken = description.check(null, doc, actor);
  return broken ? refusedBy(broken) : { kind: 'applied', doc };
}

function remove(description: EntityDescription, current: Json | null, actor: Actor): Replayed {
  const broken = current === null ? null : (description.checkDelete?.(current, actor) ?? null);
  return broken ? refusedBy(broken) : { kind: 'applied', doc: null };
}

function patch(description: EntityDescription, current: Json, ops: readonly FieldOp[], actor: Actor): Replayed {
  const conflicts = new Map<string, FieldConflict>();
  const own: OwnCopies = new Set();
  let doc = current;
  let untouched = true;
  for (const op of ops) {
    const kind = isSafePath(op.path) ? description.kindOf(op.path) : null;
    if (kind === null) return rejected({ code: 'invalid-input', field: op.path, rule: 'unknown-field' });
    const missing = missingEntry(doc, op.path);
    if (missing !== null) return rejected({ code: 'gone', field: missing });
    const met = meet(kind, op, getAt(doc, op.path));
    if (!met.ok) return refusedBy({ field: op.path, ...met.error });
    if (met.value.kind === 'clash') {
      const earlier = conflicts.get(op.path);
      conflicts.set(op.path, conflictOf(op.path, earlier ? earlier.base : met.value.base, met.value.mine, getAt(doc, op.path)));
      continue;
    }
    if (met.value.kind === 'merged') untouched = false;
    if (sameJson(getAt(doc, op.path), met.value.value)) continue;
    doc = setAt(doc, op.path, met.value.value, own);
  }
  const broken = doc === current ? null : description.check(current, doc, actor);
  if (conflicts.size === 0) return broken ? refusedBy(broken) : { kind: untouched ? 'applied' : 'merged', doc };
  if (!broken) return { kind: 'conflict', doc, fields: [...conflicts.values()] };
  // The rest cannot stand without the fields in conflict (a former price below the price others set). Refused for its own
  // sake it is a refusal; else the whole edit waits for its writer's choice.
  let forced = doc;
  for (const { path, mine } of conflicts.values()) if (missingEntry(forced, path) === null) forced = setAt(forced, path, mine);
  const brokenAnyway = description.check(current, forced, actor);
  if (brokenAnyway) return refusedBy(brokenAnyway);
  for (const op of ops) if (!conflicts.has(op.path)) conflicts.set(op.path, conflictOf(op.path, getAt(current, op.path), getAt(forced, op.path), getAt(current, op.path)));
  return { kind: 'conflict', doc: current, fields: [...conflicts.values()] };
}

const conflictOf = (path: string, base: Json, mine: Json, theirs: Json): FieldConflict => ({ path, base, mine, theirs, theirsBy: null, theirsAt: null });

/** How one operation and one value met: it goes in (`clean`), goes in next to other people's changes (`merged`), or clashes with one. */
type Met = { readonly kind: 'clean' | 'merged'; readonly value: Json } | { readonly kind: 'clash'; readonly base: Json; readonly mine: Json };
type Refusal = AppError<ErrorCode>;

const clean = (value: Json): Result<Met, Refusal> => ok({ kind: 'clean', value });
const merged = (value: Json): Result<Met, Refusal> => ok({ kind: 'merged', value });
const clash = (base: Json, mine: Json): Result<Met, Refusal> => ok({ kind: 'clash', base, mine });
const wrongOp = (kind: FieldKind): Result<Met, Refusal> => err({ code: 'invalid-input', rule: 'operation-does-not-fit', details: { kind } });

function meet(kind: FieldKind, op: FieldOp, now: Json): Result<Met, Refusal> {
  switch (kind) {
    case 'money': {
      if (op.op !== 'set') return wrongOp(kind);
      if (op.value !== null && !Number.isSafeInteger(op.value)) return err({ code: 'invalid-input', rule: 'whole-number' });
      return compareAndSet(op.base, op.value, now);
    }
    case 'stock': return meetStock(op, now);
    case 'short':
    case 'element': return op.op === 'set' ? compareAndSet(op.base, op.value, now) : wrongOp(kind);
    case 'long': return op.op === 'set' ? meetText(op.base, op.value, now) : wrongOp(kind);
    case 'members': return meetMembers(op, now);
    case 'state': {
      if (op.op !== 'set' || typeof op.value !== 'string') return wrongOp(kind);
      // Whether the step is allowed is decided from the state of now, by the description's check.
      return sameJson(now, op.base) ? clean(op.value) : merged(op.value);
    }
    case 'fixed': return op.op === 'set' && sameJson(op.value, now) ? clean(now) : err({ code: 'rule-broken', rule: 'fixed-field' });
    default: return assertNever(kind);
  }
}

function compareAndSet(base: Json, value: Json, now: Json): Result<Met, Refusal> {
  if (sameJson(now, base)) return clean(value);
  if (sameJson(now, value)) return merged(now);
  return sameJson(base, value) ? merged(now) : clash(base, value);
}

function meetStock(op: FieldOp, now: Json): Result<Met, Refusal> {
  if (op.op === 'members') return wrongOp('stock');
  const have = typeof now === 'number' ? now : 0;
  if (op.op === 'add') {
    const left = have + op.delta;
    if (!Number.isSafeInteger(left)) return err({ code: 'invalid-input', rule: 'whole-number' });
    // A movement into stock is welcome even where the figure is below zero already.
    return op.delta < 0 && left < 0 ? err({ code: 'stock-below-zero', details: { have, delta: op.delta, missing: -left } }) : clean(left);
  }
  if (!Number.isSafeInteger(op.value)) return err({ code: 'invalid-input', rule: 'whole-number' });
  if ((op.value as number) < 0) return err({ code: 'stock-below-zero', details: { have, delta: (op.value as number) - have, missing: -(op.value as number) } });
  return compareAndSet(op.base, op.value, now);
}

function meetText(base: Json, value: Json, now: Json): Result<Met, Refusal> {
  const met = compareAndSet(base, value, now);
  if (!met.ok || met.value.kind !== 'clash') return met;
  if (typeof base !== 'string' || typeof value !== 'string' || typeof now !== 'string') return met;
  const text = mergeLines(base, value, now);
  return text === null ? met : merged(text);
}

function meetMembers(op: FieldOp, now: Json): Result<Met, Refusal> {
  if (op.op === 'add') return wrongOp('members');
  if (op.op === 'members') return clean(withMembers(now, op.add, op.remove));
  if (!isTexts(op.base) || !isTexts(op.value)) return wrongOp('members');
  const [had, has] = [membersOf(op.base), membersOf(op.value)];
  const next = withMembers(now, has.filter((entry) => !had.includes(entry)), had.filter((entry) => !has.includes(entry)));
  return sameJson(now, op.base) ? clean(op.value ?? []) : merged(next);
}

const isTexts = (value: Json): boolean => value === null || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));
