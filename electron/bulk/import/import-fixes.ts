import type { Me } from '#shared/auth/model.ts';
import { clustersOf } from '#shared/bulk/cluster/clusters.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { StoredPlan } from '../plan-store.ts';
import { columnValues } from './column-values.ts';
import { fixCells } from './fix-cells.ts';
import type { FixedCell } from './fixed-cells.ts';
import type { ImportDeps } from './import-deps.ts';
import type { ImportFiles } from './import-files.ts';
import { notePage } from './note-page.ts';
import { problemPage } from './problem-page.ts';
import { StagedImport, type ImportMeta } from './staged-import.ts';

type C = typeof bulkChannels;
/** The job a question is about, and whose. */
export type Asked = { readonly plan: StoredPlan; readonly plans: OpenPlans; readonly cache: CacheDb; readonly me: Me };

/** What was changed, for whoever asked, and the cells that are another now. */
type Changed<T> = { readonly answer: T; readonly cells: readonly Pick<FixedCell, 'line' | 'place'>[] };
const gone: AppError = { code: 'not-found', rule: 'plan-gone' };

/** What is wrong with a file, and corrections of it before it is imported. */
export function importFixes(deps: ImportDeps, files: ImportFiles) {
  const turns = new Map<string, Promise<unknown>>();
  /** Corrections of one file one after the other. */
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(id) ?? Promise.resolve()).then(work, work);
    turns.set(id, mine);
    return mine;
  };
  const staged = <T>({ plan, plans }: Asked, work: (rows: StagedImport, meta: ImportMeta) => T): T | Result<never, AppError> => {
    const rows = new StagedImport(plans.store, plan.id);
    const meta = rows.meta();
    return meta === null ? err(gone) : work(rows, meta);
  };
  /** Changes corrections, then computes what they touch of the preview anew. */
  const changed = <T extends object>(asked: Asked, change: (rows: StagedImport, meta: ImportMeta, plan: StoredPlan) => Promise<Result<Changed<T>, AppError>>): Promise<Result<T & { head: PlanHead }, AppError>> =>
    inTurn(asked.plan.id, async () => {
      const { plans, cache, me } = asked;
      const plan = plans.isOpen ? plans.store.plan(asked.plan.id) : null;
      if (plan === null) return err(gone);
      if (deps.isApplying(plan.id)) return err({ code: 'not-ready', rule: 'plan-at-work' });
      if (plan.state === 'applied') return err({ code: 'rule-broken', rule: 'plan-done' });
      const ties = files.tiesOf(plan);
      const done = await staged({ ...asked, plan }, (rows, meta) => change(rows, meta, plan));
      if (!done.ok) return done;
      const now = plans.isOpen ? plans.store.plan(plan.id) : null;
      if (now === null) return err({ code: 'signed-out' });
      deps.halt(plan.id);
      const head = await files.corrected(plans, now, cache, me, ties, done.value.cells);
      return head.ok ? ok({ ...done.value.answer, head: head.value }) : head;
    });

  return {
    problems: (asked: Asked, page: Heard<C, 'bulk.problems'>): Result<Answer<C, 'bulk.problems'>, AppError> =>
      staged(asked, (_, { columns }) => ok(problemPage(asked.plans.store, asked.plan.id, columns.map(({ header }) => header), page))),

    cells: (asked: Asked, line: number): Result<Answer<C, 'bulk.importCells'>, AppError> => staged(asked, (rows, { columns }) => {
      const [found] = rows.rowsOfLines([line], files.tiesOf(asked.plan));
      if (found === undefined) return err<AppError>({ code: 'not-found', field: 'line', rule: 'line-unknown', details: { line } });
      const { at, row, asRead } = found;
      return ok({ line, at, cells: columns.map(({ header }, column) => ({ column, header, value: row.cells[column] ?? '', was: row.cells[column] === asRead.cells[column] ? null : (asRead.cells[column] ?? '') })) });
    }),

    fix: (asked: Asked, fix: Heard<C, 'bulk.fix'>['fix']): Promise<Result<Answer<C, 'bulk.fix'>, AppError>> => changed(asked, async (rows, { columns }, plan) => {
      const cells = await fixCells({ store: asked.plans.store, plan: plan.id, staged: rows, columns, total: plan.total, ties: files.tiesOf(plan) }, fix);
      if (!cells.ok) return cells;
      return ok({ cells: cells.value, answer: { cells: cells.value.length, step: cells.value.length === 0 ? null : rows.fixed.add(fix, cells.value, deps.now()) } });
    }),

    steps: (asked: Asked): Result<Answer<C, 'bulk.fixes'>, AppError> => staged(asked, (rows, { columns }) => ok({ steps: rows.fixed.steps(columns.map(({ header }) => header)) })),

    unfix: (asked: Asked, step: number): Promise<Result<Answer<C, 'bulk.unfix'>, AppError>> => changed(asked, async (rows) => {
      const cells = rows.fixed.remove(step);
      return cells.length === 0 ? err({ code: 'not-found', field: 'step', rule: 'fix-gone' }) : ok({ cells, answer: { cells: cells.length } });
    }),

    clusters: async (asked: Asked, { column: place, method }: Heard<C, 'bulk.clusters'>): Promise<Result<Answer<C, 'bulk.clusters'>, AppError>> => staged(asked, async (rows, { columns, asked: { shopId } }): Promise<Result<Answer<C, 'bulk.clusters'>, AppError>> => {
      const column = columns[place];
      if (column === undefined) return err({ code: 'invalid-input', field: 'column', rule: 'column-unknown' });
      const values = await columnValues(rows, column, place, asked.plan.total, shopId, () => deps.current()?.cache ?? null);
      return ok({ clusters: clustersOf(values, method), values: values.length });
    }),

    notes: (asked: Asked, { offset, limit }: Heard<C, 'bulk.notes'>): Result<Answer<C, 'bulk.notes'>, AppError> =>
      staged(asked, (rows, { columns }) => ok(notePage(asked.plans.store, rows, asked.plan, columns, offset, limit, asked.cache))),
  };
}
export type ImportFixes = ReturnType<typeof importFixes>;
