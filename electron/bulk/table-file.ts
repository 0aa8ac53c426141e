import { open, stat, type FileHandle } from 'node:fs/promises';
import { CsvScanner } from '#shared/bulk/csv/scanner.ts';
import { detectDelimiter, namedDelimiter, type DelimiterGuess } from '#shared/bulk/csv/detect-delimiter.ts';
import type { CsvFault, CsvRow, Delimiter } from '#shared/bulk/csv/model.ts';
import type { Fault } from '#shared/bulk/problem.ts';
import { synonyms } from '#shared/bulk/mapping/synonyms.ts';
import { headerText } from '#shared/bulk/mapping/header-words.ts';
import { detectHeader, headerAt, type HeaderGuess } from '#shared/bulk/reading/detect-header.ts';
import { fileKind } from '#shared/bulk/reading/file-kind.ts';
import type { Encoding, EncodingGuess } from '#shared/bulk/reading/encoding.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { detectEncoding, detectFileEncoding, Utf8Pieces } from './encodings.ts';
import { utf8Text } from './text-of.ts';
import type { Sheet, Workbook } from './xlsx/workbook.ts';

const PIECE = 1_048_576;
/** From so much of the beginning delimiter and header are guessed, and the first rows shown. */
const HEAD = 262_144;
const FIRST_ROWS = 200;
/** So many sheets are looked into for one with columns that are known. */
const MOST_SHEETS = 8;

/** How a file is read: guessed by `lookAt`, and changed by a person who sees that it is wrong. */
export type TextReading = { readonly kind: 'text'; readonly encoding: Encoding; /** The whole file is known to be valid in it. */ readonly isValid: boolean; readonly delimiter: Delimiter };
export type SheetReading = { readonly kind: 'xlsx'; readonly sheet: number };
/** A feed for Google Merchant; `names` are its columns. */
export type FeedReading = { readonly kind: 'feed'; readonly names: readonly string[] };
export type Reading = TextReading | SheetReading | FeedReading;

/** What a file is, how it would be read and why, and its first rows, so that a person sees it at once. */
export type TableLook = {
  readonly bytes: number;
  readonly reading: Reading;
  readonly encoding: EncodingGuess | null;
  readonly delimiter: DelimiterGuess | null;
  /** Null: a file of text. */
  readonly sheets: readonly Sheet[] | null;
  readonly header: HeaderGuess;
  readonly firstRows: readonly CsvRow[];
};

/** What came of a stretch of a file; `done` of `bytes` are read (of a workbook: none until its end, its parts being packed). */
export type TableStep = { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[]; readonly done: number };

/**
 * Looks at a file: what it is, and how to read it. Only its beginning is read, and all of it for the encoding.
 *
 * @param chosen what a person chose instead of the guess
 * @param isWhole false while the file is still coming in: what is said is said by what is there, and a row that may be cut is left out
 * @returns or `table-empty`, `table-packed` (an archive), `not-a-table` (details `kind`), or why a workbook cannot be opened
 * @throws what the system says when the file cannot be read at all
 */
export async function lookAt(path: string, chosen: Partial<Omit<TextReading, 'kind'>> & Partial<Omit<SheetReading, 'kind'>> = {}, isWhole = true): Promise<Result<TableLook, Fault>> {
  const { size: bytes } = await stat(path);
  const head = await beginningOf(path);
  const kind = fileKind(head);
  if (kind === 'xlsx') return lookAtWorkbook(path, bytes, chosen.sheet ?? null);
  if (kind === 'xml') return lookAtFeed(path, bytes);
  if (kind === 'empty') return err({ rule: 'table-empty' });
  if (kind === 'zip' || kind === 'gzip') return err({ rule: 'table-packed' });
  if (kind !== 'text') return err({ rule: 'not-a-table', details: { kind } });
  const encoding = isWhole ? await detectFileEncoding(path) : await detectEncoding([head.subarray(0, head.lastIndexOf(0x0a) + 1 || head.length)]);
  const isValid = isWhole && (chosen.encoding ?? encoding.encoding) === 'utf-8' && encoding.evidence === 'valid';
  const turned = new Utf8Pieces(chosen.encoding ?? encoding.encoding, isValid);
  const sample = turned.push(head);
  const delimiter = detectDelimiter(sample, utf8Text());
  const reading: TextReading = { kind: 'text', encoding: chosen.encoding ?? encoding.encoding, isValid, delimiter: chosen.delimiter ?? delimiter.delimiter };
  const rows = await first(tableRows(path, reading));
  const firstRows = isWhole || rows.length >= FIRST_ROWS || rows.length < 2 ? rows : rows.slice(0, -1);
  return ok({ bytes, reading, encoding, delimiter, sheets: null, header: headerOf(firstRows), firstRows });
}

async function lookAtWorkbook(path: string, bytes: number, sheet: number | null): Promise<Result<TableLook, Fault>> {
  const opened = await workbookAt(path);
  if (!opened.ok) return opened;
  const { sheets } = opened.value;
  opened.value.close();
  if (sheet !== null && sheet >= sheets.length) return err({ rule: 'xlsx-no-sheet' });
  // What is hidden was not meant to be read first.
  const shown = sheets.flatMap(({ hidden }, at) => (hidden ? [] : [at]));
  let best: TableLook | null = null;
  for (const at of sheet === null ? [...shown, 0].slice(0, MOST_SHEETS) : [sheet]) {
    const reading: SheetReading = { kind: 'xlsx', sheet: at };
    const firstRows = await first(tableRows(path, reading));
    const look: TableLook = { bytes, reading, encoding: null, delimiter: null, sheets, header: headerOf(firstRows), firstRows };
    if (best === null || look.header.evidence.known > best.header.evidence.known) best = look;
    // A first sheet that explains the others is no table of products.
    if (best.header.evidence.known > 1) break;
  }
  return ok(best!);
}

/** A feed for Google Merchant; any other XML is no table. */
async function lookAtFeed(path: string, bytes: number): Promise<Result<TableLook, Fault>> {
  const { feedNames } = await import('./feed-file.ts');
  const names = await feedNames(path);
  if (names.length === 0) return err({ rule: 'not-a-table', details: { kind: 'xml' } });
  const reading: FeedReading = { kind: 'feed', names };
  const firstRows = await first(tableRows(path, reading));
  return ok({ bytes, reading, encoding: null, delimiter: null, sheets: null, header: headerAt(firstRows.map(({ cells }) => cells), 0, isKnown), firstRows });
}

const isKnown = (name: string): boolean => synonyms.has(headerText(name));
const headerOf = (rows: readonly CsvRow[]): HeaderGuess => detectHeader(rows.map(({ cells }) => cells), isKnown);

async function first(steps: AsyncGenerator<TableStep>): Promise<readonly CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const step of steps) {
    rows.push(...step.rows.slice(0, FIRST_ROWS - rows.length));
    if (rows.length >= FIRST_ROWS) break;
  }
  return rows;
}

/**
 * All rows of a file, a stretch at a time, with flat memory. A fault that stops is the last thing said.
 *
 * @param columns how many cells a row of text has, as its header says; null: as many as the first, which a title above the table is not like
 */
export async function* tableRows(path: string, reading: Reading, columns: number | null = null): AsyncGenerator<TableStep> {
  if (reading.kind === 'text') yield* textRows(path, reading, columns);
  else if (reading.kind === 'xlsx') yield* sheetRows(path, reading.sheet);
  else yield* (await import('./feed-file.ts')).feedRows(path, reading.names);
}

async function* textRows(path: string, { encoding, isValid, delimiter }: TextReading, columns: number | null): AsyncGenerator<TableStep> {
  const turned = new Utf8Pieces(encoding, isValid);
  let scanner: CsvScanner | null = null;
  let done = 0;
  for await (const piece of piecesOf(path)) {
    done += piece.length;
    let utf8 = turned.push(piece);
    if (scanner === null) {
      // The line in which a spreadsheet names the delimiter is no row.
      const named = namedDelimiter(utf8);
      scanner = new CsvScanner({ delimiter, textOf: utf8Text(), columns, line: named === null ? 1 : 2 });
      utf8 = utf8.subarray(named?.bytes ?? 0);
    }
    const { rows, faults, stopped } = scanner.push(utf8);
    yield { rows, faults, done };
    if (stopped) return;
  }
  if (scanner === null) return;
  const before = scanner.push(turned.end());
  yield { rows: before.rows, faults: before.faults, done };
  if (before.stopped) return;
  const { rows, faults } = scanner.end();
  yield { rows, faults, done };
}

async function* sheetRows(path: string, sheet: number): AsyncGenerator<TableStep> {
  const opened = await workbookAt(path);
  if (!opened.ok) {
    yield { rows: [], faults: [{ ...opened.error, line: 1, severity: 'error', stops: true }], done: 0 };
    return;
  }
  try {
    for await (const step of opened.value.rows(sheet)) yield { ...step, done: 0 };
    yield { rows: [], faults: [], done: (await stat(path)).size };
  } finally {
    opened.value.close();
  }
}

/** What reads workbooks is loaded for the first of them: most files are none, and every thread that reads a file would wait for it. */
const workbookAt = async (path: string): Promise<Result<Workbook, Fault>> => (await import('./xlsx/workbook.ts')).openWorkbook(path);

/** The bytes of a file in pieces; the memory of one is used again for the next. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file: FileHandle = await open(path);
  const room = Buffer.allocUnsafe(PIECE);
  try {
    for (;;) {
      const { bytesRead } = await file.read(room, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield room.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const room = Buffer.alloc(HEAD);
    const { bytesRead } = await file.read(room, 0, HEAD, 0);
    return room.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
