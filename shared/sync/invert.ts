import type { Json } from '../kernel/json.ts';
import { applyOps, membersOf } from './apply.ts';
import type { FieldOp } from './model.ts';
import { getAt, isSafePath, missingEntry } from './paths.ts';

/**
 * The operations that take an edit back.
 *
 * @param before the record as it was before `ops`
 * @returns operations that lead from the edited record to `before` again (sets may come back in another order)
 */
export function invertOps(before: Json, ops: readonly FieldOp[]): FieldOp[] {
  const back: FieldOp[] = [];
  let doc = before;
  for (const op of ops) {
    if (!isSafePath(op.path) || missingEntry(doc, op.path) !== null) continue;
    const after = applyOps(doc, [op]);
    if (after !== doc) back.unshift(...inverse(doc, after, op));
    doc = after;
  }
  return back;
}

function inverse(before: Json, after: Json, op: FieldOp): FieldOp[] {
  // The operation made the entry it lies in (the first word in a new language): taking it back takes the entry out.
  const made = firstMade(before, op.path);
  if (made !== null) return [{ op: 'set', path: made, base: getAt(after, made), value: null }];
  switch (op.op) {
    case 'set': return [{ op: 'set', path: op.path, base: getAt(after, op.path), value: getAt(before, op.path) }];
    case 'add': return [{ op: 'add', path: op.path, delta: -op.delta, reason: 'correction' }];
    case 'members': {
      const [had, has] = [membersOf(getAt(before, op.path)), membersOf(getAt(after, op.path))];
      return [{ op: 'members', path: op.path, add: had.filter((entry) => !has.includes(entry)), remove: has.filter((entry) => !had.includes(entry)) }];
    }
  }
}

function firstMade(before: Json, path: string): string | null {
  const keys = path.split('/');
  for (let length = 2; length < keys.length; length += 2) {
    const entry = keys.slice(0, length).join('/');
    if (getAt(before, entry) === null) return entry;
  }
  return null;
}
