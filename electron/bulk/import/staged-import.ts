import type { CsvRow } from '#shared/bulk/csv/model.ts';
import type { ImportAsked } from '#shared/bulk/draft-model.ts';
import type { ImportedFile } from '#shared/bulk/import-model.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import type { RowProblem } from '#shared/bulk/problem.ts';
import { noCounts, type RowOutcome } from '#shared/bulk/plan-model.ts';
import type { PlanStore } from '../plan-store.ts';
import { FixedCells } from './fixed-cells.ts';
import type { RowTies } from './row-ties.ts';

/** The rows of a file as they wait for their preview, in the file of previews: each product of the file is one place, from 0. */
export const IMPORT_TABLES = `
  CREATE TABLE import (plan TEXT NOT NULL PRIMARY KEY, asked TEXT NOT NULL, file TEXT NOT NULL, columns TEXT NOT NULL, unread INTEGER NOT NULL) STRICT;
  CREATE TABLE import_row (plan TEXT NOT NULL, at INTEGER NOT NULL, line INTEGER NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (plan, at, line)) STRICT, WITHOUT ROWID;
  CREATE TABLE import_group (plan TEXT NOT NULL, at INTEGER NOT NULL, lines INTEGER NOT NULL, ignored INTEGER NOT NULL, PRIMARY KEY (plan, at)) STRICT, WITHOUT ROWID;
  CREATE TABLE import_problem (plan TEXT NOT NULL, at INTEGER NOT NULL, line INTEGER NOT NULL, rule TEXT NOT NULL, header TEXT, severity TEXT NOT NULL, suggested INTEGER NOT NULL, problem TEXT NOT NULL) STRICT;
  CREATE INDEX import_problem_by_line ON import_problem (plan, line);
  CREATE INDEX import_problem_by_rule ON import_problem (plan, rule, header, severity, suggested)`;

/** What is known of a file before its rows are judged. `unread`: rows whose cells do not stand under their columns; they fail as they are. */
export type ImportMeta = { readonly asked: ImportAsked; readonly file: ImportedFile; readonly columns: readonly Column[]; readonly unread: number };
/** The rows of the product at this place, in the order of the file. */
export type StagedRows = { readonly at: number; readonly rows: readonly CsvRow[] };
/** How many rows a product has, how many of them ask for nothing, and what is wrong with them. */
export type Judged = { readonly at: number; readonly lines: number; readonly ignored: number; readonly problems: readonly RowProblem[] };
/** Problems of the file itself, rather than of one of its products. */
const OF_THE_FILE = -1;

type RowTable = { readonly at: number; readonly line: number; readonly cells: string };
/** Rows in the order of their places, product by product. */
function grouped(table: readonly RowTable[]): StagedRows[] {
  const found: { at: number; rows: CsvRow[] }[] = [];
  let last: { at: number; rows: CsvRow[] } | undefined;
  for (const { at, line, cells } of table) {
    if (last === undefined || last.at !== at) found.push((last = { at, rows: [] }));
    last.rows.push({ line, cells: JSON.parse(cells) as string[] });
  }
  return found;
}

export class StagedImport {
  readonly #store: PlanStore;
  readonly #plan: string;
  #fixed: FixedCells | null = null;

  constructor(store: PlanStore, plan: string) {
    this.#store = store;
    this.#plan = plan;
  }

  meta(): ImportMeta | null {
    const row = this.#store.of('SELECT asked, file, columns, unread FROM import WHERE plan = ?').get(this.#plan) as { asked: string; file: string; columns: string; unread: number } | undefined;
    return row === undefined ? null : { asked: JSON.parse(row.asked) as ImportAsked, file: JSON.parse(row.file) as ImportedFile, columns: JSON.parse(row.columns) as Column[], unread: row.unread };
  }
  begin({ asked, file, columns, unread }: ImportMeta): void {
    this.#store.of('INSERT OR REPLACE INTO import (plan, asked, file, columns, unread) VALUES (?, ?, ?, ?, ?)').run(this.#plan, JSON.stringify(asked), JSON.stringify(file), JSON.stringify(columns), unread);
  }

  /** Puts rows away: the place of each one's product, its line, and its cells as JSON. */
  add(places: readonly number[], lines: readonly number[], cells: readonly string[], problems: readonly RowProblem[]): void {
    const put = this.#store.of('INSERT INTO import_row (plan, at, line, cells) VALUES (?, ?, ?, ?)');
    this.#store.sqlite.transaction(() => {
      for (let n = 0; n < lines.length; n++) put.run(this.#plan, places[n], lines[n], cells[n]);
      this.#write(OF_THE_FILE, problems);
    }).immediate();
  }

  /** The rows of some products as they are to be imported, in the order of their places: one look for many of them. */
  rowsFrom(at: number, products: number): StagedRows[] {
    return this.#corrected(this.rowsAsRead(at, products));
  }
  /** The same as they stand in the file. */
  rowsAsRead(at: number, products: number): StagedRows[] {
    return grouped(this.#store.of('SELECT at, line, cells FROM import_row WHERE plan = ? AND at >= ? AND at < ? ORDER BY at, line').all(this.#plan, at, at + products) as RowTable[]);
  }
  /** The rows of products here and there, as they are to be imported, in the order of their places. */
  rowsAt(places: readonly number[]): StagedRows[] {
    const rows = this.#store.of('SELECT at, line, cells FROM import_row WHERE plan = ? AND at IN (SELECT value FROM json_each(?)) ORDER BY at, line').all(this.#plan, JSON.stringify(places)) as RowTable[];
    return this.#corrected(grouped(rows));
  }
  /** Of some products the rows in which one of these texts stands somewhere, or which were corrected in this column: others are not even taken apart. */
  rowsHolding(texts: readonly string[], place: number, at: number, products: number): StagedRows[] {
    const holds = texts.map(() => 'instr(cells, ?) > 0').join(' OR ');
    const rows = this.#store.of(`SELECT at, line, cells FROM import_row WHERE plan = ? AND at >= ? AND at < ? AND (${holds} OR line IN (SELECT line FROM import_fixed WHERE plan = ? AND place = ?)) ORDER BY at, line`)
      .all(this.#plan, at, at + products, ...texts.map((text) => JSON.stringify(text).slice(1, -1)), this.#plan, place) as RowTable[];
    return this.#corrected(grouped(rows));
  }
  #corrected(found: StagedRows[]): StagedRows[] {
    const { fixed } = this;
    if (!fixed.any) return found;
    const over = fixed.overAll(found.flatMap(({ rows }) => rows.map(({ line }) => line)));
    return found.map(({ at, rows }) => ({ at, rows: rows.map(over) }));
  }

  /** Keeps rows whose cells do not stand under their columns, for whoever mends them in a file. */
  addUnread(lines: readonly number[], cells: readonly string[]): void {
    if (lines.length > 0) this.add(lines.map(() => OF_THE_FILE), lines, cells, []);
  }
  /** Places of products whose rows failed in this run, and before them that of rows that could not be read. */
  * failedPlaces(run: number): Generator<number> {
    yield OF_THE_FILE;
    const after = this.#store.of('SELECT at FROM plan_row WHERE run = ? AND outcome = ? AND at > ? ORDER BY at LIMIT 500');
    for (let last = OF_THE_FILE; ; ) {
      const places = after.pluck(true).all(run, 'failed', last) as number[];
      yield* places;
      if (places.length < 500) return;
      last = places.at(-1)!;
    }
  }
  /** The last place of a product; -1: there is none. */
  lastPlace(): number {
    return (this.#store.of('SELECT max(at) FROM import_row WHERE plan = ?').pluck(true).get(this.#plan) as number | null) ?? OF_THE_FILE;
  }
  /** The products of some places by their ids, those that are to be made as well. */
  recordsFrom(run: number, at: number, products: number): ReadonlyMap<number, string> {
    const rows = this.#store.of('SELECT at, record FROM plan_row WHERE run = ? AND at >= ? AND at < ?').all(run, at, at + products) as { at: number; record: string }[];
    return new Map(rows.map((row) => [row.at, row.record]));
  }
  /** The rows at one place, with their corrections. */
  rowsOf(at: number): readonly CsvRow[] {
    return this.rowsFrom(at, 1)[0]?.rows ?? [];
  }

  /** Corrections of cells of this file. */
  get fixed(): FixedCells {
    return (this.#fixed ??= new FixedCells(this.#store, this.#plan));
  }
  /** Rows by their lines as they are to be imported, with their products' places; lines that are none are left out. @param ties where lines lie; without, all rows are gone through */
  rowsOfLines(lines: readonly number[], ties: RowTies | null = null): { readonly at: number; readonly row: CsvRow; readonly asRead: CsvRow }[] {
    const asked = JSON.stringify(lines);
    const rows = (ties === null
      ? this.#store.of('SELECT at, line, cells FROM import_row WHERE plan = ? AND at >= 0 AND line IN (SELECT value FROM json_each(?)) ORDER BY line').all(this.#plan, asked)
      : this.#store.of('SELECT at, line, cells FROM import_row WHERE plan = ? AND at IN (SELECT value FROM json_each(?)) AND line IN (SELECT value FROM json_each(?)) ORDER BY line')
        .all(this.#plan, JSON.stringify([...new Set(lines.flatMap((line) => ties.placeOf(line) ?? []))]), asked)) as RowTable[];
    const over = this.fixed.overAll(lines);
    return rows.map(({ at, line, cells }) => {
      const asRead = { line, cells: JSON.parse(cells) as string[] };
      return { at, asRead, row: over(asRead) };
    });
  }
  /** All or nothing of some writing. */
  together<T>(work: () => T): T {
    return this.#store.sqlite.transaction(work).immediate();
  }
  /** Makes a row another product's. */
  move(line: number, from: number, to: number): void {
    this.#store.of('UPDATE import_row SET at = ? WHERE plan = ? AND at = ? AND line = ?').run(to, this.#plan, from, line);
  }
  /** Puts a product into another place. */
  moveAll(from: number, to: number): void {
    this.#store.of('UPDATE import_row SET at = ? WHERE plan = ? AND at = ?').run(to, this.#plan, from);
  }

  /** Forgets what products' rows came to, before all of them are looked at anew. */
  beginJudging(): void {
    this.#store.sqlite.transaction(() => {
      this.#store.of('DELETE FROM import_group WHERE plan = ?').run(this.#plan);
      this.#store.of('DELETE FROM import_problem WHERE plan = ? AND at <> ?').run(this.#plan, OF_THE_FILE);
    }).immediate();
  }
  /** Forgets what the rows of some products came to, before these are looked at anew; `total`: places from there on are no more. */
  forget(places: readonly number[], total: number): void {
    const ats = JSON.stringify(places);
    this.#store.of('DELETE FROM import_group WHERE plan = ? AND (at >= ? OR at IN (SELECT value FROM json_each(?)))').run(this.#plan, total, ats);
    // By their lines: those of a row that was moved stand where it lay before.
    this.#store.of(`DELETE FROM import_problem WHERE plan = ? AND at <> ${OF_THE_FILE} AND line IN (SELECT line FROM import_row WHERE plan = ? AND at IN (SELECT value FROM json_each(?)))`).run(this.#plan, this.#plan, ats);
  }
  /** What products' rows came to. Of the usual one, a single row that asks for something and has nothing wrong with it, nothing is written. */
  judged(products: readonly Judged[]): void {
    const put = this.#store.of('INSERT OR REPLACE INTO import_group (plan, at, lines, ignored) VALUES (?, ?, ?, ?)');
    for (const { at, lines, ignored, problems } of products) {
      if (lines !== 1 || ignored !== 0) put.run(this.#plan, at, lines, ignored);
      this.#write(at, problems);
    }
  }
  #write(at: number, problems: readonly RowProblem[]): void {
    if (problems.length === 0) return;
    const put = this.#store.of('INSERT INTO import_problem (plan, at, line, rule, header, severity, suggested, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const problem of problems) put.run(this.#plan, at, problem.line, problem.rule, problem.column, problem.severity, problem.suggestion === null ? 0 : 1, JSON.stringify(problem));
  }

  /** Rows of the file by what became of their product so far; rows that ask for nothing are skipped whatever becomes of it. */
  counts(run: number): { rows: number } & Record<RowOutcome, number> {
    // Every product has a row; what others have beside it is added.
    const counts = { ...(this.#store.plan(this.#plan)?.tally.counts ?? noCounts()) };
    const unusual = this.#store.of('SELECT r.outcome, sum(g.lines - g.ignored - 1) AS more, sum(g.ignored) AS ignored FROM import_group AS g JOIN plan_row AS r ON r.run = ? AND r.at = g.at WHERE g.plan = ? GROUP BY r.outcome').all(run, this.#plan) as { outcome: RowOutcome; more: number; ignored: number }[];
    for (const { outcome, more, ignored } of unusual) {
      counts[outcome] += more;
      counts.skipped += ignored;
    }
    counts.failed += this.meta()?.unread ?? 0;
    return { rows: Object.values(counts).reduce((sum, one) => sum + one, 0), ...counts };
  }

  problems(offset: number, limit: number): { total: number; problems: RowProblem[] } {
    const { total } = this.#store.of('SELECT count(*) AS total FROM import_problem WHERE plan = ?').get(this.#plan) as { total: number };
    const page = this.#store.of('SELECT problem FROM import_problem WHERE plan = ? ORDER BY line, rowid LIMIT ? OFFSET ?').all(this.#plan, limit, offset) as { problem: string }[];
    return { total, problems: page.map(({ problem }) => JSON.parse(problem) as RowProblem) };
  }
}
