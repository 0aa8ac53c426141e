import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan } from '#electron/bulk/apply-plan.ts';
import { computePlan } from '#electron/bulk/compute-plan.ts';
import { affectedPlaces } from '#electron/bulk/import/affected.ts';
import { importChoices } from '#electron/bulk/import/import-choices.ts';
import { importSource } from '#electron/bulk/import/import-source.ts';
import { RowTies } from '#electron/bulk/import/row-ties.ts';
import { preparedFile } from '#electron/bulk/import/prepared-file.ts';
import { StagedImport } from '#electron/bulk/import/staged-import.ts';
import { stageFile } from '#electron/bulk/import/stage-file.ts';
import { readyToStage } from '#electron/bulk/import/stage-stretches.ts';
import { openPlanFile } from '#electron/bulk/plan-file.ts';
import { PlanStore } from '#electron/bulk/plan-store.ts';
import { judging } from '#electron/bulk/planned-row.ts';
import { lookAt } from '#electron/bulk/table-file.ts';
import { undoEdit } from '#electron/catalog/undo-edit.ts';
import type { EditContext } from '#electron/catalog/edit.ts';
import { unwatched } from '#electron/catalog/works.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { ImportAsked } from '#shared/bulk/draft-model.ts';
import type { RowOutcome } from '#shared/bulk/plan-model.ts';
import { USUAL_LIMITS } from '#shared/bulk/warnings.ts';
import type { Product } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { aVendor, shopIdOf } from '#tests/builders/catalog.ts';
import { writeBulkFile } from './bulk-file.ts';
import { catalogueOf } from './bulk-world.ts';
import { random } from './world.ts';

/** What one stage of an import took: by the clock, on the thread that stores, and on all threads together. */
export type Spent = { readonly ms: number; readonly thread: number; readonly all: number };
export type ImportSpent = Record<'stage' | 'preview' | 'correct' | 'apply' | 'undo', Spent> & { readonly counts: Record<RowOutcome, number> };

/** What some work takes. */
export async function spent<T>(work: () => T | Promise<T>): Promise<{ spent: Spent; value: Awaited<T> }> {
  const [at, thread, all] = [performance.now(), process.threadCpuUsage(), process.cpuUsage()];
  const value = await work();
  const [threadNow, allNow] = [process.threadCpuUsage(thread), process.cpuUsage(all)];
  return { spent: { ms: performance.now() - at, thread: (threadNow.user + threadNow.system) / 1_000, all: (allNow.user + allNow.system) / 1_000 }, value };
}

/**
 * A file of products that are there already, one in seven with another price and one in two hundred new: staged, compared, applied and taken back
 * over a copy of the catalogue.
 *
 * @param count rows of the file, each a product
 */
export async function importRound(folder: string, catalogue: string, count: number): Promise<ImportSpent> {
  const name = join(folder, 'import.db');
  for (const end of ['', '-wal', '-shm', '-plans', '-plans-wal', '-plans-shm']) rmSync(name + end, { force: true });
  copyFileSync(catalogue, name);
  const cache: CacheDb = openCache(name, { now: systemScheduler.now });
  const store = new PlanStore(openPlanFile(name));
  const file = join(folder, 'again.csv');
  const asked: ImportAsked = { name: 'again.csv', shopId: shopIdOf(1) as ShopId, choice: { command: 'MERGE', blank: 'keep', locale: 'fr', decimal: null } };
  const newId = (): string => uuidv7(systemScheduler.now, random);
  const context: EditContext = { actor: aVendor, at: systemScheduler.now(), newId };
  const plan = newId();
  try {
    const choices = importChoices(cache, asked)!;
    // As when a person opens a file: the thread is begun while it is looked at.
    readyToStage();
    const look = await lookAt(file);
    assert(look.ok, () => 'the measured file is no table');
    const prepared = preparedFile(look.value, { saved: new Map(), chosen: new Map() });
    store.begin(plan, 1, { how: 'file', text: 'again.csv', parts: 0 }, []);
    const staged = new StagedImport(store, plan);
    const stage = await spent(() => stageFile({ path: file, asked, prepared, staged, wanted: () => true }));
    assert(stage.value.ok && stage.value.value === count, () => `staged ${JSON.stringify(stage.value)}`);
    const [meta, ties] = [staged.meta()!, new RowTies()];
    const compute = async (run: number, only?: readonly number[]): Promise<void> => {
      const source = importSource(staged, meta, count, choices, { actor: aVendor, shopId: shopIdOf(1) as Product['shopId'], now: context.at, makeId: newId }, ties, only);
      await computePlan({ store, plan, run, source, judge: judging({ actor: aVendor, limits: USUAL_LIMITS, locale: 'fr' }), db: () => cache, wanted: () => true, progress: () => undefined }).whole;
    };
    const preview = await spent(() => {
      store.setTotal(plan, count);
      return compute(store.startRun(plan, [], USUAL_LIMITS));
    });
    const place = meta.columns.findIndex(({ target }) => target.field === 'price');
    const { line } = staged.rowsOf(Math.floor(count / 2))[0]!;
    const correct = await spent(async () => {
      staged.fixed.add({ what: 'cells', cells: [{ line, column: place, value: '77.70' }] }, [{ line, place, value: '77.70' }], context.at);
      const touched = await affectedPlaces({ staged, meta, choices, ties, total: count, lines: [line], cells: [place], db: () => cache });
      assert(touched?.places.length === 1, () => `one cell touches ${JSON.stringify(touched)}`);
      await compute(store.goOn(plan), touched.places);
    });
    const { counts } = store.plan(plan)!.tally;
    const group = newId();
    const apply = await spent(() => applyPlan(cache, store, { plan: store.plan(plan)!, group, intent: 'import', changedToo: false, allOrNothing: false }, context, unwatched));
    assert(apply.value.result.products === counts.updated + counts.created, () => `applied ${JSON.stringify(apply.value.result)}`);
    const undo = await spent(() => undoEdit(cache, { what: 'group', group }, context, 'fr'));
    assert(undo.value.undone === apply.value.result.products, () => `undone ${JSON.stringify(undo.value)}`);
    return { stage: stage.spent, preview: preview.spent, correct: correct.spent, apply: apply.spent, undo: undo.spent, counts };
  } finally {
    store.close();
    cache.close();
  }
}

/** Writes the file that is imported again, and the catalogue it is compared with. */
export async function importWorld(folder: string, count: number): Promise<string> {
  await writeBulkFile(join(folder, 'again.csv'), count, { changedEvery: 7, newEvery: 200 });
  return catalogueOf(join(folder, 'products.csv'), folder);
}
