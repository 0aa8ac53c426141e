import type { FixAsked, FixStep } from '#shared/bulk/fix-model.ts';
import type { CsvRow } from '#shared/bulk/csv/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { PlanStore } from '../plan-store.ts';

/** Corrections of cells, beside the rows as they came: each step can be taken back, whatever came after it. */
export const FIX_TABLES = `
  CREATE TABLE import_fix (plan TEXT NOT NULL, step INTEGER NOT NULL, made_at INTEGER NOT NULL, asked TEXT NOT NULL, cells INTEGER NOT NULL, PRIMARY KEY (plan, step)) STRICT, WITHOUT ROWID;
  CREATE TABLE import_fixed (plan TEXT NOT NULL, line INTEGER NOT NULL, place INTEGER NOT NULL, step INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (plan, line, place, step)) STRICT, WITHOUT ROWID`;

/** A cell that is given another value: its line, and its place in the row. */
export type FixedCell = { readonly line: number; readonly place: number; readonly value: string };

export class FixedCells {
  readonly #store: PlanStore;
  readonly #plan: string;

  constructor(store: PlanStore, plan: string) {
    this.#store = store;
    this.#plan = plan;
  }

  get any(): boolean {
    return this.#store.of('SELECT 1 FROM import_fixed WHERE plan = ? LIMIT 1').get(this.#plan) !== undefined;
  }

  /** Makes of these rows, one after the other, what is to be imported: the latest correction of a cell counts. One look for many rows. */
  overAll(lines: readonly number[]): (row: CsvRow) => CsvRow {
    const found = this.#store.of('SELECT line, place, value FROM import_fixed WHERE plan = ? AND line IN (SELECT value FROM json_each(?)) ORDER BY line, step').all(this.#plan, JSON.stringify(lines)) as FixedCell[];
    const byLine = new Map<number, FixedCell[]>();
    for (const one of found) byLine.set(one.line, [...(byLine.get(one.line) ?? []), one]);
    return (row) => {
      const fixed = byLine.get(row.line);
      if (fixed === undefined) return row;
      const cells = [...row.cells];
      for (const { place, value } of fixed) {
        while (cells.length <= place) cells.push('');
        cells[place] = value;
      }
      return { line: row.line, cells };
    };
  }

  /** Writes corrections down as one step. @returns its number */
  add(asked: FixAsked, cells: readonly FixedCell[], at: EpochMs): number {
    const { step } = this.#store.of('SELECT 1 + coalesce(max(step), 0) AS step FROM import_fix WHERE plan = ?').get(this.#plan) as { step: number };
    const put = this.#store.of('INSERT OR REPLACE INTO import_fixed (plan, line, place, step, value) VALUES (?, ?, ?, ?, ?)');
    this.#store.sqlite.transaction(() => {
      this.#store.of('INSERT INTO import_fix (plan, step, made_at, asked, cells) VALUES (?, ?, ?, ?, ?)').run(this.#plan, step, at, JSON.stringify(asked), cells.length);
      for (const { line, place, value } of cells) put.run(this.#plan, line, place, step, value);
      if (cells.length > 0) this.#isBehind();
    }).immediate();
    return step;
  }

  /** Takes a step back. @returns the cells it had changed; none when there is no such step */
  remove(step: number): FixedCell[] {
    return this.#store.sqlite.transaction(() => {
      const cells = this.#store.of('SELECT line, place, value FROM import_fixed WHERE plan = ? AND step = ? ORDER BY line').all(this.#plan, step) as FixedCell[];
      this.#store.of('DELETE FROM import_fixed WHERE plan = ? AND step = ?').run(this.#plan, step);
      this.#store.of('DELETE FROM import_fix WHERE plan = ? AND step = ?').run(this.#plan, step);
      if (cells.length > 0) this.#isBehind();
      return cells;
    }).immediate();
  }

  /** The preview is of other cells than there are now: whoever finds it so after a crash computes it again. */
  #isBehind(): void {
    this.#store.of(`UPDATE plan SET state = 'computing' WHERE id = ? AND state = 'ready'`).run(this.#plan);
  }

  /** @param headers of the columns, by place */
  steps(headers: readonly string[]): FixStep[] {
    const rows = this.#store.of('SELECT step, made_at, asked, cells FROM import_fix WHERE plan = ? ORDER BY step DESC').all(this.#plan) as { step: number; made_at: number; asked: string; cells: number }[];
    return rows.map(({ step, made_at, asked: text, cells }) => {
      const asked = JSON.parse(text) as FixAsked;
      const place = asked.what === 'cells' ? (asked.cells.every(({ column }) => column === asked.cells[0]!.column) ? asked.cells[0]!.column : null) : asked.column;
      return {
        step, madeAt: made_at as EpochMs, what: asked.what, column: place === null ? null : (headers[place] ?? null), cells,
        from: asked.what === 'alike' ? asked.from : [], to: asked.what === 'alike' ? asked.to : asked.what === 'cells' && asked.cells.length === 1 ? asked.cells[0]!.value : null, rule: asked.what === 'suggestions' ? asked.rule : null,
      };
    });
  }

  /** Places in rows that any correction touches. */
  places(): number[] {
    return (this.#store.of('SELECT DISTINCT place FROM import_fixed WHERE plan = ?').all(this.#plan) as { place: number }[]).map(({ place }) => place);
  }

  /** Hands all corrections over to another reading of the same file. */
  moveTo(plan: string): void {
    this.#store.sqlite.transaction(() => {
      for (const table of ['import_fix', 'import_fixed']) this.#store.of(`UPDATE ${table} SET plan = ? WHERE plan = ?`).run(plan, this.#plan);
    }).immediate();
  }
}
