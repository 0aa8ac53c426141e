import type { CsvFault } from '#shared/bulk/csv/model.ts';
import type { ImportAsked } from '#shared/bulk/draft-model.ts';
import { chosenNumbers, workbookNumbers } from '#shared/bulk/cells/number-style.ts';
import { problemAt } from '#shared/bulk/problem.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import { missingKey, type PreparedFile } from './prepared-file.ts';
import { stagedStretches, type StageTask } from './stage-stretches.ts';
import type { StagedImport } from './staged-import.ts';

/** As many products as one file may be about. */
export const MOST_GROUPS = 1_000_000;

export type Staging = {
  readonly path: string;
  readonly asked: ImportAsked;
  readonly prepared: PreparedFile;
  readonly staged: StagedImport;
  readonly wanted: () => boolean;
};

/**
 * Reads a file once, in a thread, and puts its rows where the preview finds them, product by product; how its columns are written is learnt on the way.
 * Memory stays flat: what is kept of a row here is the place of its product.
 *
 * @returns how many products the file is about; or why it cannot be imported: no column names a product, too many products
 */
export async function stageFile({ path, asked, prepared, staged, wanted }: Staging): Promise<Result<number, AppError>> {
  const keyless = missingKey(prepared, asked.name);
  if (keyless) return err(keyless);
  const { look: { reading, bytes }, header, firstLine, mapping } = prepared;

  const numbers = asked.choice.decimal === null ? (reading.kind === 'xlsx' ? workbookNumbers : null) : chosenNumbers(asked.choice.decimal);
  const task: StageTask = { path, reading, width: header.at === null ? null : header.names.length, firstLine, columns: mapping.columns.map(({ at, header, target }) => ({ at, header, target })), numbers };
  const places = new Map<string, number>();
  let columns: readonly Column[] | null = null;
  let unread = 0;
  for await (const stretch of stagedStretches(task)) {
    // Others get their turn: stretches may have come quicker than they are put away.
    await nextTurn();
    if (!wanted()) break;
    const { lines, keys, cells, faults } = stretch;
    columns = stretch.columns;
    unread += stretch.unread;
    staged.addUnread(stretch.raggedLines, stretch.ragged);
    if (lines.length > 0 || faults.length > 0) staged.add(keys.map((key) => placeOf(places, key)), lines, cells, faults.map(problemOf));
    if (places.size > MOST_GROUPS) return err({ code: 'too-large', attempted: 'bulk.import', field: asked.name, rule: 'import-most-products', details: { most: MOST_GROUPS } });
  }
  if (!wanted() || columns === null) return err({ code: 'not-ready', rule: 'cancelled' });
  staged.begin({
    asked, columns, unread,
    file: {
      name: asked.name, bytes, encoding: reading.kind === 'text' ? reading.encoding : null, delimiter: reading.kind === 'text' ? reading.delimiter : null, layout: mapping.layout,
      columns: mapping.columns.map(({ header: name, target, how, samples }) => ({ header: name, target, how, samples: [...samples] })),
    },
  });
  return ok(places.size);
}

function placeOf(places: Map<string, number>, key: string): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, places.size);
  return places.size - 1;
}

const problemOf = ({ line, stops: _, ...fault }: CsvFault) => problemAt(line, null, '', fault);
