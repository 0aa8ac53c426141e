import type { StagedImport, StagedRows } from './staged-import.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

/** So many products are read in one go, before others get their turn. */
const STRETCH = 500;

/** All rows of a staged file, a stretch of products at a time, with turns for others in between. @param total products of the file */
export async function* stagedRows(staged: StagedImport, total: number): AsyncGenerator<readonly StagedRows[]> {
  for (let from = 0; from < total; from += STRETCH) {
    yield staged.rowsFrom(from, STRETCH);
    await nextTurn();
  }
}
