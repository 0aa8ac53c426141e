import type { Json } from '../kernel/json.ts';
import type { EntityDescription, FieldOp } from './model.ts';
import { getAt, isSafePath, missingEntry, setAt, type OwnCopies } from './paths.ts';

/** The entries of a set as stored: a list of texts; anything else counts as empty. */
export function membersOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** A set after additions and removals: what stays keeps its order, what is new follows in the order given. */
export function withMembers(value: Json, add: readonly string[], remove: readonly string[]): readonly string[] {
  const out = new Set(remove.filter((entry) => !add.includes(entry)));
  const kept = membersOf(value).filter((entry) => !out.has(entry));
  const known = new Set(kept);
  return [...kept, ...add.filter((entry) => !known.has(entry) && known.add(entry))];
}

/**
 * A record as it looks with an edit in it, at once and without asking anyone: what a console shows before the server has answered.
 * An operation on something that is no longer there (a variant taken out by a colleague) is left out; the server will say so.
 */
export function applyOps(doc: Json, ops: readonly FieldOp[]): Json {
  const own: OwnCopies = new Set();
  let after = doc;
  for (const op of ops) after = applyOp(after, op, own);
  return after;
}

/** One operation of `applyOps`; the record comes back as it was when the operation is left out or changes nothing. */
export function applyOp(doc: Json, op: FieldOp, own: OwnCopies): Json {
  if (!isSafePath(op.path) || missingEntry(doc, op.path) !== null) return doc;
  switch (op.op) {
    case 'set': return setAt(doc, op.path, op.value, own);
    case 'add': {
      const now = getAt(doc, op.path);
      return setAt(doc, op.path, (typeof now === 'number' ? now : 0) + op.delta, own);
    }
    case 'members': {
      if (op.add.length + op.remove.length === 0) return doc;
      return setAt(doc, op.path, withMembers(getAt(doc, op.path), op.add, op.remove), own);
    }
  }
}

/** An accepted edit with everything that follows from it by itself: what its kind of record says (`afterEdit`), and when it was last changed. */
export function finishEdit({ afterEdit }: Pick<EntityDescription, 'afterEdit'>, before: Json, after: Json, at: number): Json {
  if (after === before) return before;
  return touch(afterEdit === undefined ? after : afterEdit(before, after, at), at);
}

/**
 * When a record was last changed: moves `updatedAt` forward to the moment of an edit, never back.
 */
function touch(doc: Json, at: number): Json {
  const before = getAt(doc, 'updatedAt');
  return typeof before === 'number' && at > before ? setAt(doc, 'updatedAt', at) : doc;
}
