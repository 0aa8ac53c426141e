import { numberStyle } from '#shared/bulk/cells/number-style.ts';
import type { DraftColumn, ImportDraft, ReadingChoice, ShownReading } from '#shared/bulk/draft-model.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import { missingKey, type PreparedFile } from './prepared-file.ts';
import type { StoredDraft } from './draft-rows.ts';

/** So much of a cell is shown in a table of first rows, and so much of all of them together: an answer has a size. */
const LONGEST_CELL = 160;
const MOST_SHOWN = 400_000;
const numeric: ReadonlySet<Target['field']> = new Set(['price', 'compareAt', 'salePrice', 'cost', 'stock', 'lowStockAt', 'weight', 'length', 'width', 'height']);

function shownReading({ look, header }: PreparedFile, chosen: ReadingChoice): ShownReading {
  const { reading, encoding, delimiter, sheets } = look;
  return {
    kind: reading.kind,
    encoding: encoding === null ? null : chosen.encoding === undefined ? { ...encoding } : { encoding: chosen.encoding, evidence: 'chosen', confidence: 1 },
    delimiter: delimiter === null || reading.kind !== 'text' ? null : { delimiter: reading.delimiter, how: chosen.delimiter === undefined ? delimiter.how : 'chosen', evidence: delimiter.evidence.map((one) => ({ ...one })) },
    sheets: sheets === null ? null : sheets.map((one) => ({ ...one })),
    sheet: reading.kind === 'xlsx' ? reading.sheet : 0,
    header: { at: header.at, chosen: chosen.header !== undefined, evidence: { ...header.evidence } },
  };
}

function shownColumns({ look, firstLine, mapping }: PreparedFile): DraftColumn[] {
  const rows = look.firstRows.filter(({ line }) => line >= firstLine);
  return mapping.columns.map(({ at, header, target, how, samples, candidates }) => {
    const style = numeric.has(target.field) ? numberStyle(rows.map(({ cells }) => cells[at] ?? '')) : null;
    return { at, header: header.slice(0, 500), target, how, samples: samples.map((one) => one.slice(0, LONGEST_CELL)), candidates: [...candidates], numbers: style === null ? null : { how: style.how, decimal: style.decimal } };
  });
}

function shownRows({ look }: PreparedFile): ImportDraft['rows'] {
  let room = MOST_SHOWN;
  return look.firstRows.flatMap(({ line, cells }) => {
    const shown = cells.map((cell) => cell.slice(0, LONGEST_CELL));
    room -= shown.reduce((sum, cell) => sum + cell.length + 4, 0);
    return room > 0 ? [{ line, cells: shown }] : [];
  });
}

/** A draft as a screen shows it. @param held bytes of it that are here; null: all */
export function shownDraft({ id, shopId, name, bytes, reading, choice, plan }: StoredDraft, file: PreparedFile, held: number | null): ImportDraft {
  return {
    id, shopId: shopId as ImportDraft['shopId'], name, bytes, held: held ?? bytes, whole: held === null, reading: shownReading(file, reading), chosen: reading, layout: file.mapping.layout,
    columns: shownColumns(file), choice, rows: shownRows(file), problem: missingKey(file, name), plan,
  };
}
