import type { Json } from '../kernel/json.ts';
import { applyOp, membersOf } from './apply.ts';
import { sameJson } from './equal.ts';
import type { FieldOp } from './model.ts';
import { getAt, type OwnCopies } from './paths.ts';

/**
 * The operations that take an edit back.
 *
 * @param before the record as it was before `ops`
 * @returns operations that lead from the edited record to `before` again (sets may come back in another order)
 */
export function invertOps(before: Json, ops: readonly FieldOp[]): FieldOp[] {
  const back: FieldOp[] = [];
  const own: OwnCopies = new Set();
  let doc = before;
  for (const op of ops) {
    const made = firstMade(doc, op.path);
    const had = getAt(doc, op.path);
    doc = applyOp(doc, op, own);
    const has = getAt(doc, op.path);
    if (sameJson(had, has)) continue;
    // The operation made the entry it lies in (the first word in a new language): taking it back takes the entry out.
    if (made !== null) back.push({ op: 'set', path: made, base: settled(getAt(doc, made)), value: null });
    else back.push(inverse(op, settled(had), settled(has)));
  }
  return back.reverse();
}

/** A value out of a record that is still being worked on, safe from what comes. */
const settled = (value: Json): Json => (typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as Json) : value);

function inverse(op: FieldOp, had: Json, has: Json): FieldOp {
  switch (op.op) {
    case 'set': return { op: 'set', path: op.path, base: has, value: had };
    case 'add': return { op: 'add', path: op.path, delta: -op.delta, reason: 'correction' };
    case 'members': return { op: 'members', path: op.path, add: without(had, has), remove: without(has, had) };
  }
}

const without = (all: Json, known: Json): string[] => membersOf(all).filter((entry) => !membersOf(known).includes(entry));

function firstMade(before: Json, path: string): string | null {
  const keys = path.split('/');
  for (let length = 2; length < keys.length; length += 2) {
    const entry = keys.slice(0, length).join('/');
    if (getAt(before, entry) === null) return entry;
  }
  return null;
}
