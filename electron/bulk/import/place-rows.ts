import { groupKeyOf } from '#shared/bulk/rows/group-rows.ts';
import { note, type TargetField } from '#shared/bulk/mapping/targets.ts';
import type { Column, ImportChoices } from '#shared/bulk/rows/model.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { stagedRows } from './staged-rows.ts';
import type { StagedImport } from './staged-import.ts';

/** By what rows are tied together to a product. */
const keys: ReadonlySet<TargetField> = new Set(['productId', 'handle', 'group', 'parent', 'sku']);

/** Whether a correction in one of these places can make a row another product's. */
export const tiesRows = (columns: readonly Column[], places: readonly number[]): boolean => places.some((place) => keys.has(columns[place]?.target.field ?? 'note'));

/**
 * Puts rows whose product has become another one, by a correction, where that product's rows lie. Places stay without gaps: one that becomes empty is filled by
 * the last product.
 *
 * @returns how many products the file is about now
 */
export async function placeRows(staged: StagedImport, columns: readonly Column[], choices: ImportChoices, total: number): Promise<number> {
  const keyOf = rowReader(columns.map((column) => (keys.has(column.target.field) ? column : { ...column, target: note })), choices);
  const places = new Map<string, number>();
  const wrong: { readonly line: number; readonly at: number; readonly key: string }[] = [];
  const left = new Map<number, number>();
  for await (const stretch of stagedRows(staged, total)) {
    for (const { at, rows } of stretch) {
      const own = rows.map((row) => groupKeyOf(keyOf(row)));
      const isNew = own[0] !== undefined && !places.has(own[0]);
      // The first row says whose place it is, unless another place is that product's already.
      if (isNew) places.set(own[0]!, at);
      left.set(at, rows.length);
      for (const [n, { line }] of rows.entries()) if (!isNew || own[n] !== own[0]) wrong.push({ line, at, key: own[n]! });
    }
  }
  return staged.together(() => settle(staged, places, left, wrong, total));
}

function settle(staged: StagedImport, places: Map<string, number>, left: Map<number, number>, wrong: readonly { readonly line: number; readonly at: number; readonly key: string }[], total: number): number {
  let count = total;
  for (const { line, at, key } of wrong) {
    const to = places.get(key) ?? count++;
    places.set(key, to);
    staged.move(line, at, to);
    left.set(at, left.get(at)! - 1);
    left.set(to, (left.get(to) ?? 0) + 1);
  }
  for (let at = count - 1; at >= 0; at--) {
    if (left.get(at) !== 0) continue;
    count--;
    if (at !== count) staged.moveAll(count, at);
  }
  return count;
}
