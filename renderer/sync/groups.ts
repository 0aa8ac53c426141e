import type { OpenConflict, UnsentChange } from '#shared/sync/contract.ts';

/** A line of the list: one change, or all changes of one bulk edit. */
export type ChangeGroup = {
  readonly key: string;
  /** Set when several changes were made together and are undone together. */
  readonly group: string | null;
  readonly changes: readonly [UnsentChange, ...UnsentChange[]];
};

/** Changes as their maker thinks of them: a bulk edit is one line, whatever number of products it touched. */
export function groupChanges(changes: readonly UnsentChange[]): ChangeGroup[] {
  const groups = new Map<string, [UnsentChange, ...UnsentChange[]]>();
  for (const change of changes) {
    const key = change.group ?? change.mid;
    const found = groups.get(key);
    if (found) found.push(change);
    else groups.set(key, [change]);
  }
  return [...groups].map(([key, members]) => ({ key, group: members[0].group, changes: members }));
}

/** The conflicts of one record, decided together. */
export type ConflictRecord = { readonly recordId: string; readonly conflicts: readonly [OpenConflict, ...OpenConflict[]] };

/** One line per record, the one found first on top. */
export function groupConflicts(conflicts: readonly OpenConflict[]): ConflictRecord[] {
  const records = new Map<string, [OpenConflict, ...OpenConflict[]]>();
  for (const conflict of conflicts) {
    const found = records.get(conflict.recordId);
    if (found) found.push(conflict);
    else records.set(conflict.recordId, [conflict]);
  }
  return [...records].map(([recordId, members]) => ({ recordId, conflicts: members }));
}
