import type { StagedImport, StagedRows } from './staged-import.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

/** So many products are read in one go, before others get their turn. */
const STRETCH = 500;

/** More texts than this are looked for by reading all rows. */
const MOST_TEXTS = 8;

/** All rows of a staged file, a stretch of products at a time, with turns for others in between. @param total products of the file */
export const stagedRows = (staged: StagedImport, total: number): AsyncGenerator<readonly StagedRows[]> => inStretches(total, (from) => staged.rowsFrom(from, STRETCH));

/** The same, but for rows that surely have none of these texts in a column; none of them may be empty. @param place of the column */
export const rowsWith = (staged: StagedImport, total: number, place: number, texts: readonly string[]): AsyncGenerator<readonly StagedRows[]> =>
  texts.length > MOST_TEXTS ? stagedRows(staged, total) : inStretches(total, (from) => staged.rowsHolding(texts, place, from, STRETCH));

async function* inStretches(total: number, rows: (from: number) => readonly StagedRows[]): AsyncGenerator<readonly StagedRows[]> {
  for (let from = 0; from < total; from += STRETCH) {
    yield rows(from);
    await nextTurn();
  }
}
