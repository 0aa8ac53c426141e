import { sql } from 'kysely';
import { plannedOp, plannedState } from '#shared/bulk/planned-cells.ts';
import type { PlanCell, PlanResult } from '#shared/bulk/plan-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { writeCreate, writeDelete, writeEdit, type EditContext } from '../catalog/edit.ts';
import { noting } from '../catalog/undo-steps.ts';
import { partFrom, turning, type WayBack } from '../catalog/way-back.ts';
import type { Work } from '../catalog/works.ts';
import { storedProduct } from '../catalog/write-product.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import { setAppliedMark } from './applied-mark.ts';
import { dueRow, dueRows, exceptionsOf, type DueRow } from './plan-rows.ts';
import type { PlanStore, RowException, StoredPlan } from './plan-store.ts';

/** A slice of work ends after so many milliseconds. */
const SLICE_MS = 10;
/** Products that are not here come at the end, and are refused there. */
const LAST = Number.MAX_SAFE_INTEGER;
const places = reading<{ ids: string }>()((_, p) => sql<{ id: string; rid: number }>`SELECT product.id, rid FROM json_each(${p('ids')}) JOIN product ON product.id = value`.compile(builder));

export type Applying = {
  readonly plan: StoredPlan;
  readonly group: string;
  /** What the history calls it: `bulk-change`, `import`. */
  readonly intent: string;
  /** Cells that somebody changed since the preview are changed all the same. */
  readonly changedToo: boolean;
  readonly allOrNothing: boolean;
};
export type Applied = { readonly result: PlanResult; readonly mids: readonly string[] };

/**
 * Changes exactly the cells of a preview, as one group and one transaction: all rows that can be changed or, after a crash or a cancel, none.
 * What a rule refuses by now, and what somebody changed meanwhile, is left alone and written down beside the preview; how each row is taken back goes to
 * disk with it.
 *
 * @throws AppFailure `not-ready` (`cancelled`); `rule-broken` (`all-or-nothing`); `disk-full`, `cache-broken`
 */
export async function applyPlan(cache: CacheDb, store: PlanStore, { plan, group, intent, changedToo, allOrNothing }: Applying, context: EditContext, { progress, cancelled }: Work): Promise<Applied> {
  const due = dueRows(store, plan);
  const rids = new Map(cache.all(places, { ids: JSON.stringify(due.map(({ record }) => record)) }).map(({ id, rid }) => [id, rid]));
  // In the order in which they lie in the file, so that each page is written once.
  const inOrder = due.toSorted((a, b) => (rids.get(a.record) ?? LAST) - (rids.get(b.record) ?? LAST) || a.at - b.at);
  const before = plan.state === 'applied' ? plan.result : null;
  store.tryAs(plan.id, group);
  try {
    return await cache.inSlices(function* (db) {
      const mids: string[] = [];
      const notes = noting(db, { key: group, at: context.at, intent });
      const exceptions: RowException[] = before === null ? [] : refusedBefore(store, plan);
      let [cells, since] = [0, performance.now()];
      for (const [n, { at }] of inOrder.entries()) {
        const row = dueRow(store, plan.run, at);
        const done = row.doc === null ? edited(db, row, { group, intent, changedToo }, context) : row.deletes ? deleted(db, row.doc, group, changedToo, context) : created(db, row.doc, group, context);
        if (allOrNothing && (done.problem !== null || done.left.length > 0)) throw new AppFailure({ code: 'rule-broken', rule: 'all-or-nothing', details: { product: row.record } });
        if (done.mid !== null) {
          mids.push(done.mid);
          notes.note(partFrom(done.way!));
          cells += done.cells;
        }
        if (done.problem !== null || done.left.length > 0) exceptions.push({ at, result: done.problem === null ? 'left' : 'refused', left: done.left, problem: done.problem });
        if (performance.now() - since < SLICE_MS) continue;
        progress(n + 1);
        yield;
        since = performance.now();
      }
      notes.end();
      store.except(plan.run, group, exceptions);
      const result: PlanResult = {
        groups: [...(before?.groups ?? []), ...(mids.length > 0 ? [group] : [])], at: context.at, products: (before?.products ?? 0) + mids.length, cells: (before?.cells ?? 0) + cells,
        left: exceptions.filter((one) => one.result === 'left').length, refused: exceptions.filter((one) => one.result === 'refused').length,
      };
      setAppliedMark(db, { plan: plan.id, group, result });
      return { result, mids };
    }, () => !cancelled()).then((applied) => {
      store.finish(plan.id, applied.result);
      return applied;
    });
  } catch (cause) {
    store.giveUp(plan.id);
    throw cause;
  }
}

/** Rows that are not tried again. */
const refusedBefore = (store: PlanStore, plan: StoredPlan): RowException[] =>
  exceptionsOf(store, plan).filter(({ result }) => result === 'refused').map(({ at, left_cells, problem }) => ({ at, result: 'refused', left: JSON.parse(left_cells) as RowException['left'], problem: problem === null ? null : (JSON.parse(problem) as Json) }));

type Done = { readonly mid: string | null; readonly way: WayBack | null; readonly cells: number; readonly left: RowException['left']; readonly problem: AppError | null };
const nothing: Done = { mid: null, way: null, cells: 0, left: [], problem: null };

function edited(db: WritableDb, { record, cells }: DueRow, { group, intent, changedToo }: Pick<Applying, 'group' | 'intent' | 'changedToo'>, context: EditContext): Done {
  const stored = storedProduct(db, record);
  if (stored === undefined) return { ...nothing, problem: { code: 'gone' } };
  const now = stored.before as unknown as Json;
  const left: { path: string; now: Json }[] = [];
  const ops: FieldOp[] = [];
  for (const cell of cells) {
    const state = plannedState(now, cell);
    if (state === 'as-seen' || (state === 'changed' && changedToo)) ops.push(plannedOp(now, cell as Required<Pick<PlanCell, 'path' | 'before' | 'after'>>));
    else if (state === 'changed') left.push({ path: cell.path, now: getAt(now, cell.path) });
  }
  if (ops.length === 0) return { ...nothing, left };
  const written = accepted(() => writeEdit(db, { id: record, ops }, intent, group, context, stored));
  return written.problem !== null ? { ...nothing, problem: written.problem } : { mid: written.mid, way: turning({ id: record, ops }), cells: ops.length, left, problem: null };
}

function created(db: WritableDb, doc: Product, group: string, context: EditContext): Done {
  const written = accepted(() => writeCreate(db, doc, context, group));
  return { ...nothing, ...written, way: written.mid === null ? null : { what: 'create', product: doc }, cells: written.mid === null ? 0 : 1 };
}

/** A product goes as the preview has shown it; one that somebody has worked on since stays until it is asked for. */
function deleted(db: WritableDb, seen: Product, group: string, changedToo: boolean, context: EditContext): Done {
  const now = recordOf(db, 'product', seen.id)?.doc;
  if (now === undefined) return nothing;
  if (!changedToo && !sameJson(now, seen as unknown as Json)) return { ...nothing, left: [{ path: 'updatedAt', now: getAt(now, 'updatedAt') }] };
  const written = accepted(() => writeDelete(db, seen.id, group, context));
  return { ...nothing, ...written, way: written.mid === null ? null : { what: 'delete', product: now as unknown as Product }, cells: written.mid === null ? 0 : 1 };
}

/** A rule that refuses one product stops that one; a full disk stops all. */
function accepted(write: () => string | null): { mid: string | null; problem: AppError | null } {
  try {
    return { mid: write(), problem: null };
  } catch (cause) {
    if (!(cause instanceof AppFailure) || cause.error.code === 'disk-full' || cause.error.code === 'cache-broken') throw cause;
    return { mid: null, problem: cause.error };
  }
}
