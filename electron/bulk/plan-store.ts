import type Sqlite from 'better-sqlite3';
import { noCounts, type PlanHead, type PlanResult, type PlanState, type RowOutcome, type SelectionName } from '#shared/bulk/plan-model.ts';
import type { Step } from '#shared/bulk/model.ts';
import { USUAL_LIMITS, warning, type Warning, type WarnLimits } from '#shared/bulk/warnings.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { StatementCache } from '../db/statement.ts';
import type { PlannedRow } from './planned-row.ts';
import type { WarnedCell } from '#shared/bulk/warnings.ts';

/** What a run has come to so far. */
export type Tally = { done: number; counts: Record<RowOutcome, number>; warnings: Record<Warning, number>; cells: number; /** Products made as a file says, and variants that go. */ replaced: number; variants: number; shops: string[] };
export const noTally = (): Tally => ({ done: 0, counts: noCounts(), warnings: { 'price-falls': 0, 'price-zero': 0, 'below-cost': 0, 'stock-zero': 0 }, cells: 0, replaced: 0, variants: 0, shops: [] });

/** A job as it is kept. `run` names the rows of its latest preview; `trying` the group it is being applied as. */
export type StoredPlan = Pick<PlanHead, 'id' | 'total'> & {
  readonly madeAt: number; readonly selection: SelectionName; readonly run: number; readonly steps: readonly Step[]; readonly limits: WarnLimits;
  readonly state: Exclude<PlanState, 'applying'>; readonly tally: Tally; readonly trying: string | null; readonly result: PlanResult | null;
};

/** A row that did not come through whole: which cells stayed, with what stands there, or why a rule refused it. */
export type RowException = { readonly at: number; readonly result: 'left' | 'refused'; readonly left: readonly { readonly path: string; readonly now: unknown }[]; readonly problem: unknown };

type PlanTable = { id: string; made_at: number; selection: string; total: number; run: number; steps: string; limits: string; state: string; tally: string; trying: string | null; result: string | null };

/** As long, and as many of the latest jobs, as their previews are kept. */
const KEPT_MS = 14 * DAY_MS;
const MOST_KEPT = 20;

/** Every warning has its bit. */
export const warningBit = (one: Warning): number => 1 << warning.options.indexOf(one);
/** The bit beside them of a product that becomes what its rows say. */
const REPLACES = 1 << 16;

/** A row of a preview at its place. */
export type PlacedRow = { readonly at: number; readonly row: PlannedRow };
/** As much of a row as its job's sums are made of. */
export type CountedRow = Pick<PlannedRow, 'outcome' | 'cells' | 'replaces'>;
type CountedTable = { outcome: RowOutcome; warnings: number; cells: string };
const counted = ({ outcome, warnings, cells }: CountedTable): CountedRow => ({ outcome, replaces: (warnings & REPLACES) !== 0, cells: JSON.parse(cells) as WarnedCell[] });

/** Jobs over many products with their previews, kept beside the cache of one account: they outlive a restart, and travel nowhere. */
export class PlanStore {
  readonly #sqlite: Sqlite.Database;
  readonly #statements: StatementCache;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
    this.#statements = new StatementCache(sqlite);
  }

  get sqlite(): Sqlite.Database {
    return this.#sqlite;
  }
  /** A statement by its text, ready to run. */
  of(sql: string): Sqlite.Statement<unknown[]> {
    return this.#statements.of(sql);
  }
  #together<T>(work: () => T): T {
    return this.#sqlite.transaction(work).immediate();
  }

  close(): void {
    if (this.#sqlite.open) this.#sqlite.close();
  }

  begin(id: string, at: number, selection: SelectionName, ids: readonly ProductId[]): void {
    this.#together(() => {
      this.of('INSERT INTO plan (id, made_at, selection, total, run, steps, limits, state, tally) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, at, JSON.stringify(selection), ids.length, this.#freshRun(), '[]', JSON.stringify(USUAL_LIMITS), 'open', JSON.stringify(noTally()));
      this.of('INSERT INTO plan_ids (plan, ids) VALUES (?, ?)').run(id, JSON.stringify(ids));
    });
  }

  #freshRun(): number {
    return 1 + (this.of('SELECT max((SELECT coalesce(max(run), 0) FROM plan), (SELECT coalesce(max(run), 0) FROM plan_row)) AS run').get() as { run: number }).run;
  }

  /** How many rows a job is about, once that is known: products of a file are counted while it is read. */
  setTotal(id: string, total: number): void {
    this.of('UPDATE plan SET total = ? WHERE id = ?').run(total, id);
  }

  plan(id: string): StoredPlan | null {
    const row = this.of('SELECT id, made_at, selection, total, run, steps, limits, state, tally, trying, result FROM plan WHERE id = ?').get(id) as PlanTable | undefined;
    return row === undefined ? null : storedPlan(row);
  }
  plans(): StoredPlan[] {
    return (this.of('SELECT id, made_at, selection, total, run, steps, limits, state, tally, trying, result FROM plan ORDER BY made_at DESC, id DESC').all() as PlanTable[]).map(storedPlan);
  }
  idsOf(id: string): ProductId[] {
    const row = this.of('SELECT ids FROM plan_ids WHERE plan = ?').get(id) as { ids: string } | undefined;
    return row === undefined ? [] : (JSON.parse(row.ids) as ProductId[]);
  }

  /** Begins a preview anew; rows of the one before are cleared away by `tidy`. */
  startRun(id: string, steps: readonly Step[], limits: WarnLimits): number {
    const run = this.#freshRun();
    this.of('UPDATE plan SET run = ?, steps = ?, limits = ?, state = ?, tally = ?, trying = NULL, result = NULL, group_id = NULL WHERE id = ?')
      .run(run, JSON.stringify(steps), JSON.stringify(limits), 'computing', JSON.stringify(noTally()), id);
    return run;
  }

  /** Goes on with a preview that is there: some of its rows become others. @returns its run */
  goOn(id: string): number {
    this.setState(id, 'computing');
    return this.plan(id)!.run;
  }
  countedRow(run: number, at: number): CountedRow | undefined {
    const row = this.of('SELECT outcome, warnings, cells FROM plan_row WHERE run = ? AND at = ?').get(run, at) as CountedTable | undefined;
    return row === undefined ? undefined : counted(row);
  }
  /** Takes away what lies behind the last row. @returns what that was */
  cutOff(run: number, total: number): CountedRow[] {
    const rows = this.of('SELECT outcome, warnings, cells FROM plan_row WHERE run = ? AND at >= ?').all(run, total) as CountedTable[];
    if (rows.length > 0) this.of('DELETE FROM plan_row WHERE run = ? AND at >= ?').run(run, total);
    return rows.map(counted);
  }

  /** Puts rows of a run in their places, and writes down what it has come to with them; `beside`: what is kept along with them. */
  append(id: string, run: number, rows: readonly PlacedRow[], tally: Tally, state: 'computing' | 'ready', beside?: () => void): void {
    const put = this.of('INSERT OR REPLACE INTO plan_row (run, at, outcome, warnings, record, title, sku, currency, cells, problem, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#together(() => {
      for (const { at, row } of rows) {
        const mask = row.cells.reduce((bits, { warnings }) => warnings.reduce((all, one) => all | warningBit(one), bits), row.replaces ? REPLACES : 0);
        put.run(run, at, row.outcome, row.outcome === 'failed' ? 0 : mask, row.record, row.title, row.sku, row.currency, JSON.stringify(row.cells),
          row.problem === null ? null : JSON.stringify(row.problem), row.doc === null ? null : JSON.stringify(row.doc));
      }
      this.of('UPDATE plan SET tally = ?, state = ? WHERE id = ?').run(JSON.stringify(tally), state, id);
      beside?.();
    });
  }

  setState(id: string, state: StoredPlan['state']): void {
    this.of('UPDATE plan SET state = ? WHERE id = ?').run(state, id);
  }

  /** A job is being applied from now on as this group. */
  tryAs(id: string, group: string): void {
    this.of('UPDATE plan SET trying = ? WHERE id = ?').run(group, id);
  }

  /** Written down before the cache commits; they count once `finish` was called. */
  except(run: number, group: string, exceptions: readonly RowException[]): void {
    const put = this.of('INSERT INTO plan_result (group_id, run, at, result, left_cells, problem) VALUES (?, ?, ?, ?, ?, ?)');
    this.#together(() => {
      for (const { at, result, left, problem } of exceptions) put.run(group, run, at, result, JSON.stringify(left), problem === null ? null : JSON.stringify(problem));
    });
  }

  /** What was tried is in the cache. */
  finish(id: string, result: PlanResult): void {
    this.#together(() => {
      this.of('DELETE FROM plan_result WHERE group_id = (SELECT group_id FROM plan WHERE id = ?)').run(id);
      this.of('UPDATE plan SET state = ?, group_id = trying, trying = NULL, result = ? WHERE id = ?').run('applied', JSON.stringify(result), id);
    });
  }

  /** Nothing of what was tried is in the cache. */
  giveUp(id: string): void {
    this.#together(() => {
      this.of('DELETE FROM plan_result WHERE group_id = (SELECT trying FROM plan WHERE id = ?)').run(id);
      this.of('UPDATE plan SET trying = NULL WHERE id = ?').run(id);
    });
  }

  /** Forgets a job; its rows are cleared away by `tidy`. */
  drop(id: string): void {
    this.#together(() => {
      for (const table of ['plan_ids', 'import', 'import_fix', 'import_fixed']) this.of(`DELETE FROM ${table} WHERE plan = ?`).run(id);
      this.of('DELETE FROM plan WHERE id = ?').run(id);
    });
  }

  /** Jobs nobody will look at again. */
  outdated(now: number): string[] {
    return this.plans().filter(({ madeAt }, place) => place >= MOST_KEPT || now - madeAt > KEPT_MS).map(({ id }) => id);
  }

  /** Clears away some rows that belong to no preview any more. @returns whether there may be more */
  tidy(limit = 500): boolean {
    const { changes } = this.of('DELETE FROM plan_row WHERE (run, at) IN (SELECT run, at FROM plan_row WHERE run NOT IN (SELECT run FROM plan) LIMIT ?)').run(limit);
    if (changes > 0) return true;
    this.of('DELETE FROM plan_result WHERE run NOT IN (SELECT run FROM plan)').run();
    return this.#tidyFiles(limit);
  }
  #tidyFiles(limit: number): boolean {
    for (const [table, key] of [['import_row', 'at, line'], ['import_group', 'at'], ['import_problem', 'rowid']] as const) {
      // From one job to the next by the index: there may be a million rows of each.
      const left = this.of(`WITH RECURSIVE job (id) AS (SELECT min(plan) FROM ${table} UNION ALL SELECT (SELECT min(plan) FROM ${table} WHERE plan > job.id) FROM job WHERE job.id IS NOT NULL)
        SELECT id FROM job WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM plan) LIMIT 1`).get() as { id: string } | undefined;
      if (left === undefined) continue;
      this.of(`DELETE FROM ${table} WHERE plan = ? AND (${key}) IN (SELECT ${key} FROM ${table} WHERE plan = ? LIMIT ?)`).run(left.id, left.id, limit);
      return true;
    }
    return false;
  }
}

function storedPlan({ id, made_at, selection, total, run, steps, limits, state, tally, trying, result }: PlanTable): StoredPlan {
  return {
    id, total, run, trying, madeAt: made_at, state: state as StoredPlan['state'], selection: JSON.parse(selection) as SelectionName, steps: JSON.parse(steps) as Step[],
    limits: JSON.parse(limits) as WarnLimits, tally: JSON.parse(tally) as Tally, result: result === null ? null : (JSON.parse(result) as PlanResult),
  };
}
