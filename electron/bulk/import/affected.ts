import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import { groupFinder } from './import-source.ts';
import { rowKeys, Settling, tiesRows, type Settled } from './place-rows.ts';
import { keyOfGroup, keysOf, type RowTies } from './row-ties.ts';
import type { ImportMeta, StagedImport } from './staged-import.ts';

/** Products looked at in one go, before others get their turn. */
const STRETCH = 64;

export type Corrected = {
  readonly staged: StagedImport;
  readonly meta: ImportMeta;
  readonly choices: ImportChoices;
  readonly ties: RowTies;
  /** Products of the file. */
  readonly total: number;
  /** Lines with cells that are another now, and the places of these cells in their rows. */
  readonly lines: readonly number[];
  readonly cells: readonly number[];
  readonly db: () => ReadableDb | null;
};

/**
 * What a correction touches, and nothing else: products whose rows it changed, those rows of theirs now lie with, and all that say something of the same product, SKU or
 * GTIN, since of two of those the first counts. Rows that became another product's are put in their places.
 *
 * @returns the places to be looked at again, in their order, and how many products there are; null: the catalogue was closed
 */
export async function affectedPlaces({ staged, meta, choices, ties, total, lines, cells, db }: Corrected): Promise<{ readonly total: number; readonly places: readonly number[] } | null> {
  const dirty = new Set(lines.flatMap((line) => ties.placeOf(line) ?? []));
  const settled: Settled = tiesRows(meta.columns, cells) ? await placedAgain(staged, rowKeys(meta.columns, choices), ties, dirty, total) : { total, touched: [] };
  for (const place of settled.touched) dirty.add(place);
  // What they had to do with others before counts as much as what they have by now.
  const before = new Set([...dirty].flatMap((place) => ties.keysAt(place)));
  const find = groupFinder(meta, choices);
  const there = [...dirty].filter((place) => place < settled.total).sort((a, b) => a - b);
  for (let from = 0; from < there.length; from += STRETCH) {
    const now = db();
    if (now === null) return null;
    for (const { at, group, current } of find(now, staged.rowsAt(there.slice(from, from + STRETCH)))) ties.put(at, keysOf(group, current?.id ?? null), group.rows.map(({ line }) => line));
    if (there.length > STRETCH) await nextTurn();
  }
  for (const place of dirty) if (place >= settled.total) ties.put(place, [], []);
  return { total: settled.total, places: ties.around(there, before) };
}

/** Moves rows that became another product's, by a look at their products and at those they could be of now. */
async function placedAgain(staged: StagedImport, keyOf: ReturnType<typeof rowKeys>, ties: RowTies, dirty: ReadonlySet<number>, total: number): Promise<Settled> {
  const looked = new Set(dirty);
  const changed = [...dirty];
  for (let from = 0; from < changed.length; from += STRETCH) {
    for (const { rows } of staged.rowsAt(changed.slice(from, from + STRETCH))) for (const row of rows) for (const place of ties.placesWith(keyOfGroup(keyOf(row)))) looked.add(place);
    if (changed.length > STRETCH) await nextTurn();
  }
  const settling = new Settling(keyOf, total);
  const inOrder = [...looked].sort((a, b) => a - b);
  for (let from = 0; from < inOrder.length; from += STRETCH) settling.look(staged.rowsAt(inOrder.slice(from, from + STRETCH)));
  return settling.settle(staged);
}
