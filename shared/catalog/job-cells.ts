import type { Json } from '../kernel/json.ts';
import { membersOf } from '../sync/apply.ts';
import { sameJson } from '../sync/equal.ts';
import type { FieldOp } from '../sync/model.ts';
import { getAt } from '../sync/paths.ts';
import { staysBecause, type KindOf, type PastField } from './versions.ts';

/** One field of one record as a job found it and left it. */
export type JobCell = { readonly path: string; readonly before: Json; readonly after: Json };

/**
 * How a cell of a job stands today:
 * - `restorable` still as the job left it · `changed` by somebody since · `back` already as it was before
 * - `stays` stock moves, and fixed fields, do not go back
 */
export type CellState = 'restorable' | 'changed' | 'back' | 'stays';

/** What a job did to one record, field by field: as the field was before the first change and after the last. Oldest first. */
export function jobCells(changes: readonly PastField[]): JobCell[] {
  const cells = new Map<string, JobCell>();
  for (const { path, before, after } of changes) cells.set(path, { path, before: cells.has(path) ? cells.get(path)!.before : before, after });
  return [...cells.values()].filter(({ before, after }) => !sameJson(before, after));
}

/** How a cell stands in the record as it is now. */
export function cellState(kindOf: KindOf, now: Json, cell: JobCell): CellState {
  const kind = kindOf(cell.path);
  const why = kind === null ? 'fixed' : staysBecause(cell.path, kind);
  // A job that moved listings to another status is taken back like any other; the life cycle says where that is allowed.
  if (why !== null && why !== 'status') return 'stays';
  if (kind === 'members') {
    const { add, remove } = membersBack(now, cell);
    return add.length + remove.length === 0 ? 'back' : 'restorable';
  }
  const is = getAt(now, cell.path);
  return sameJson(is, cell.before) ? 'back' : sameJson(is, cell.after) ? 'restorable' : 'changed';
}

/** The operation that brings a cell back to how the job found it, from what stands there now. */
export function cellBack(kindOf: KindOf, now: Json, cell: JobCell): FieldOp {
  if (kindOf(cell.path) === 'members') return { op: 'members', path: cell.path, ...membersBack(now, cell) };
  return { op: 'set', path: cell.path, base: getAt(now, cell.path), value: cell.before };
}

/** Of a set only what the job itself put in goes out again, and what it took out comes back. */
function membersBack(now: Json, { path, before, after }: JobCell): { add: string[]; remove: string[] } {
  const [had, left, has] = [membersOf(before), membersOf(after), membersOf(getAt(now, path))];
  return { add: had.filter((member) => !left.includes(member) && !has.includes(member)), remove: left.filter((member) => !had.includes(member) && has.includes(member)) };
}
