import type { PlanCell, PlanRow, RowOutcome } from '#shared/bulk/plan-model.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { ReadableDb } from '../db/connection.ts';
import { cellsOfNew } from './cells-of-new.ts';
import { warningBit, type PlanStore, type StoredPlan } from './plan-store.ts';
import { productsHere, standingOf } from './standing.ts';

type C = typeof bulkChannels;
type RowTable = { at: number; outcome: RowOutcome; record: string; title: string; sku: string | null; currency: string | null; cells: string; problem: string | null; doc: string | null; result: 'left' | 'refused' | null; left_cells: string | null; refusal: string | null };

const JOINED = `FROM plan_row AS r LEFT JOIN plan_result AS x ON x.group_id = (SELECT group_id FROM plan WHERE id = ?) AND x.at = r.at WHERE r.run = ?`;
const COLUMNS = 'r.at, r.outcome, r.record, r.title, r.sku, r.currency, r.cells, r.problem, r.doc, x.result, x.left_cells, x.problem AS refusal';

/** What is asked for, as conditions on a row. */
function conditionsOf({ outcome, warning, result, at }: Pick<Heard<C, 'bulk.rows'>, 'outcome' | 'warning' | 'result' | 'at'>): { where: string; params: (string | number)[] } {
  const where: string[] = [];
  const params: (string | number)[] = [];
  if (outcome !== null) {
    where.push('r.outcome = ?');
    params.push(outcome);
  }
  if (warning !== null) {
    where.push('r.warnings & ? <> 0');
    params.push(warningBit(warning));
  }
  if (at !== null) {
    where.push('r.at = ?');
    params.push(at);
  }
  if (result === 'applied') where.push(`r.outcome IN ('created', 'updated', 'deleted') AND x.result IS NULL`);
  else if (result !== null) {
    where.push('x.result = ?');
    params.push(result);
  }
  return { where: where.map((one) => ` AND ${one}`).join(''), params };
}

/** A page of a preview, in the order the products were chosen in; of one that was applied, with what has become of it since. */
export function rowsOf(store: PlanStore, plan: StoredPlan, asked: Heard<C, 'bulk.rows'>, db: ReadableDb): Answer<C, 'bulk.rows'> {
  const { where, params } = conditionsOf(asked);
  // Places first, from the index alone; the rows themselves only for this page.
  const { total } = store.of(`SELECT count(*) AS total ${JOINED}${where}`).get(plan.id, plan.run, ...params) as { total: number };
  const page = store.of(`SELECT ${COLUMNS} ${JOINED}${where} ORDER BY r.at LIMIT ? OFFSET ?`).all(plan.id, plan.run, ...params, asked.limit, asked.offset) as RowTable[];
  const here = productsHere(db, page.map(({ record }) => record));
  return {
    total,
    rows: page.map((row) => {
      const isDone = plan.state === 'applied' && row.result === null && (row.outcome === 'updated' || row.outcome === 'created' || row.outcome === 'deleted');
      const done = !isDone ? null : standingOf(db, row, here.get(row.record)) === 'back' ? 'undone' : 'applied';
      return shownRow(row, row.result ?? done, here.has(row.record), asked.cells);
    }),
  };
}

function shownRow(row: RowTable, result: PlanRow['result'], isHere: boolean, most: number): PlanRow {
  const told = JSON.parse(row.cells) as PlanCell[];
  const cells = told.length === 0 && row.outcome === 'created' && row.doc !== null ? cellsOfNew(JSON.parse(row.doc) as Product) : told;
  const now = new Map(((row.left_cells === null ? [] : JSON.parse(row.left_cells)) as { path: string; now: Json }[]).map((left) => [left.path, left.now]));
  // What stayed is what a person has to look at: it comes first.
  const inOrder = now.size === 0 ? cells : [...cells].sort((a, b) => Number(now.has(b.path)) - Number(now.has(a.path)));
  const problem = row.refusal ?? row.problem;
  return {
    at: row.at, record: row.record as ProductId, title: row.title, sku: row.sku, currency: row.currency as PlanRow['currency'], outcome: row.outcome, cellCount: cells.length,
    cells: inOrder.slice(0, most).map((cell) => (now.has(cell.path) ? { ...cell, now: now.get(cell.path)! } : cell)),
    problem: problem === null ? null : (JSON.parse(problem) as AppError), result, isHere,
  };
}

/** A row with all its cells, as applying needs it. */
export type DueRow = { readonly at: number; readonly record: ProductId; readonly cells: readonly PlanCell[]; readonly doc: Product | null; readonly deletes: boolean };

/** Places and ids of the rows a job changes, or of those of them that stayed behind the last time. */
export function dueRows(store: PlanStore, plan: StoredPlan): { at: number; record: ProductId }[] {
  const left = plan.state === 'applied' ? ` AND x.result = 'left'` : '';
  return store.of(`SELECT r.at, r.record ${JOINED} AND r.outcome IN ('created', 'updated', 'deleted')${left} ORDER BY r.at`).all(plan.id, plan.run) as { at: number; record: ProductId }[];
}
export function dueRow(store: PlanStore, run: number, at: number): DueRow {
  const row = store.of('SELECT record, outcome, cells, doc FROM plan_row WHERE run = ? AND at = ?').get(run, at) as { record: ProductId; outcome: RowOutcome; cells: string; doc: string | null };
  return { at, record: row.record, cells: JSON.parse(row.cells) as PlanCell[], doc: row.doc === null ? null : (JSON.parse(row.doc) as Product), deletes: row.outcome === 'deleted' };
}
/** The rows of a group that did not come through whole. */
export function exceptionsOf(store: PlanStore, plan: StoredPlan): { at: number; result: 'left' | 'refused'; left_cells: string; problem: string | null }[] {
  return store.of('SELECT at, result, left_cells, problem FROM plan_result WHERE group_id = (SELECT group_id FROM plan WHERE id = ?)').all(plan.id) as { at: number; result: 'left' | 'refused'; left_cells: string; problem: string | null }[];
}
