import { dirname } from 'node:path/posix';
import type { CsvFault, CsvRow } from '#shared/bulk/csv/model.ts';
import type { Fault } from '#shared/bulk/problem.ts';
import type { NumberShape } from '#shared/bulk/xlsx/cell-values.ts';
import { SheetScanner } from '#shared/bulk/xlsx/sheet-scanner.ts';
import { stringScanner } from '#shared/bulk/xlsx/string-scanner.ts';
import { relationsOf, shapesOf, workbookOf, type Relations } from '#shared/bulk/xlsx/workbook-parts.ts';
import { NotXml } from '#shared/bulk/xlsx/xml-scanner.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { StringTable } from './string-table.ts';
import { DamagedZip, openZip, zipLimits, type Zip, type ZipLimits } from './zip.ts';

/** The parts that say where everything is are small; one that is not was made to exhaust the machine, bytes. */
const MOST_SMALL = 64 * 1_024 ** 2;
/** Texts are kept while the sheet is read, bytes. */
const MOST_TEXTS = 512 * 1_024 ** 2;

export type Sheet = { readonly name: string; readonly hidden: boolean };
/** What came of a stretch of a sheet. */
export type SheetStep = { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[] };
export type Workbook = {
  readonly sheets: readonly Sheet[];
  /** The rows of one sheet, a stretch at a time; a fault that stops is the last thing said. @param at place in `sheets` */
  rows(at: number): AsyncGenerator<SheetStep>;
  close(): void;
};

/**
 * Opens a workbook (XLSX): its sheets by name, nothing of their content yet.
 *
 * @returns or why it is none: those of `openZip`, `xlsx-damaged` (a part that should be there is missing or broken), `xlsx-binary` (saved as XLSB), `xlsx-no-sheet`
 */
export async function openWorkbook(path: string, limits: ZipLimits = zipLimits): Promise<Result<Workbook, Fault>> {
  const opened = await openZip(path, limits);
  if (!opened.ok) return opened;
  const zip = opened.value;
  try {
    const found = await readDirectory(zip);
    if (found.ok) return found;
    zip.close();
    return found;
  } catch (cause) {
    zip.close();
    const fault = faultOf(cause);
    if (fault) return err(fault);
    throw cause;
  }
}

async function readDirectory(zip: Zip): Promise<Result<Workbook, Fault>> {
  const root = zip.has('_rels/.rels') ? relationsOf(await textOf(zip, '_rels/.rels'), '').byType.get('officeDocument') : undefined;
  const main = root ?? 'xl/workbook.xml';
  if (main.endsWith('.bin')) return err({ rule: 'xlsx-binary' });
  if (!zip.has(main)) return err({ rule: 'xlsx-damaged' });
  const folder = dirname(main);
  const { sheets: entries, from1904 } = workbookOf(await textOf(zip, main));
  const relationsPath = `${folder}/_rels/${main.slice(folder.length + 1)}.rels`;
  const relations: Relations = zip.has(relationsPath) ? relationsOf(await textOf(zip, relationsPath), folder) : { byId: new Map(), byType: new Map() };
  const parts = entries.flatMap(({ name, relation, hidden }) => {
    const part = relations.byId.get(relation);
    // Charts on a sheet of their own and macros have no rows.
    return part !== undefined && zip.has(part) && /\/worksheets\//i.test(`/${part}`) ? [{ name, hidden, part }] : [];
  });
  if (parts.length === 0) return err({ rule: 'xlsx-no-sheet' });
  const styles = relations.byType.get('styles') ?? `${folder}/styles.xml`;
  const shapes = zip.has(styles) ? shapesOf(await textOf(zip, styles)) : [];
  const strings = relations.byType.get('sharedStrings') ?? `${folder}/sharedStrings.xml`;
  return ok({
    sheets: parts.map(({ name, hidden }) => ({ name, hidden })),
    rows: (at) => rowsOf(zip, parts[at]!.part, { shapes, from1904, strings: zip.has(strings) ? strings : null }),
    close: () => zip.close(),
  });
}

type Facts = { readonly shapes: readonly NumberShape[]; readonly from1904: boolean; readonly strings: string | null };

async function* rowsOf(zip: Zip, part: string, { shapes, from1904, strings }: Facts): AsyncGenerator<SheetStep> {
  let line = 1;
  try {
    const table = new StringTable();
    if (strings !== null) {
      const scanner = stringScanner((text) => table.add(text));
      for await (const piece of textPieces(zip.read(strings))) {
        scanner.push(piece);
        if (table.bytes > MOST_TEXTS) {
          yield { rows: [], faults: [{ line, rule: 'xlsx-bomb', severity: 'error', stops: true, details: { found: table.bytes, most: MOST_TEXTS } }] };
          return;
        }
      }
      scanner.end();
    }
    const scanner = new SheetScanner({ shapes, from1904, textAt: (at) => table.at(at) });
    for await (const piece of textPieces(zip.read(part))) {
      const step = scanner.push(piece);
      line = step.rows.at(-1)?.line ?? line;
      if (step.rows.length > 0 || step.faults.length > 0) yield step;
      if (step.stopped) return;
    }
    yield scanner.end();
  } catch (cause) {
    const fault = faultOf(cause);
    if (fault === null) throw cause;
    yield { rows: [], faults: [{ ...fault, line, severity: 'error', stops: true }] };
  }
}

const faultOf = (cause: unknown): Fault | null => (cause instanceof NotXml || cause instanceof DamagedZip ? { rule: 'xlsx-damaged' } : null);

async function* textPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function textOf(zip: Zip, part: string): Promise<string> {
  let text = '';
  for await (const piece of textPieces(zip.read(part))) {
    text += piece;
    if (text.length > MOST_SMALL) throw new DamagedZip('a directory too large to be one');
  }
  return text;
}
