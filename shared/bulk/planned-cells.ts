import { kindOf } from '../catalog/description.ts';
import type { JobCell } from '../catalog/job-cells.ts';
import type { Product } from '../catalog/model.ts';
import type { Json } from '../kernel/json.ts';
import { membersOf } from '../sync/apply.ts';
import { sameJson } from '../sync/equal.ts';
import type { FieldOp } from '../sync/model.ts';
import { getAt } from '../sync/paths.ts';

/** What lies between two states of a product at these places: the cells of a preview. What came back to what it was is none. */
export function cellsBetween(before: Product, after: Product, paths: readonly string[]): JobCell[] {
  const [was, is] = [before as unknown as Json, after as unknown as Json];
  return paths.map((path) => ({ path, before: getAt(was, path), after: getAt(is, path) })).filter((cell) => !sameJson(cell.before, cell.after));
}

/**
 * How a planned cell stands in the product today:
 * - `as-seen` still what the preview showed · `there` already what it would become · `changed` something else by now
 */
export type PlannedState = 'as-seen' | 'there' | 'changed';

export function plannedState(now: Json, { path, before, after }: JobCell): PlannedState {
  const is = getAt(now, path);
  if (kindOf(path) === 'members') {
    const { add, remove } = membersDue(is, before, after);
    // Tags of others beside ours are nobody's quarrel: sets commute.
    return add.length + remove.length === 0 ? 'there' : 'as-seen';
  }
  return sameJson(is, before) ? 'as-seen' : sameJson(is, after) ? 'there' : 'changed';
}

/** The operation that makes a planned cell true, from what stands there now. Stock becomes a movement to the planned figure. */
export function plannedOp(now: Json, { path, before, after }: JobCell): FieldOp {
  const is = getAt(now, path);
  switch (kindOf(path)) {
    case 'members': return { op: 'members', path, ...membersDue(is, before, after) };
    case 'stock': return { op: 'add', path, delta: Number(after) - Number(is ?? 0), reason: 'correction' };
    default: return { op: 'set', path, base: is, value: after };
  }
}

/** Of what the plan puts in and takes out, what is still to do. */
function membersDue(now: Json, before: Json, after: Json): { add: string[]; remove: string[] } {
  const [had, will, has] = [membersOf(before), membersOf(after), membersOf(now)];
  return { add: will.filter((member) => !had.includes(member) && !has.includes(member)), remove: had.filter((member) => !will.includes(member) && has.includes(member)) };
}
