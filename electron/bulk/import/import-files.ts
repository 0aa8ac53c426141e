import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import type { ImportAsked, ImportReport } from '#shared/bulk/import-model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { USUAL_LIMITS, type WarnLimits } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { PlanSource } from '../plan-source.ts';
import type { StoredPlan } from '../plan-store.ts';
import { importChoices } from './import-choices.ts';
import { importSource } from './import-source.ts';
import { StagedImport } from './staged-import.ts';
import { stageFile } from './stage-file.ts';

/** What importing needs of the service that keeps jobs. */
export type ImportDeps = {
  /** Where files to import lie, each under its id. */
  readonly folder: string;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  readonly current: () => { readonly plans: OpenPlans; readonly cache: CacheDb } | null;
  readonly me: () => Me | null;
  /** A job is being read from now on, until `over`; `wanted` until somebody stops it. */
  readonly reading: (plan: string) => { readonly wanted: () => boolean; readonly over: () => void };
  readonly compute: (plans: OpenPlans, plan: string, me: Me, limits: WarnLimits, sourceOf: () => PlanSource) => Result<PlanHead, AppError>;
};

/** Files whose rows become jobs. */
export function importFiles(deps: ImportDeps) {
  const again = (plans: OpenPlans, { id, total, limits }: StoredPlan, cache: CacheDb, me: Me): Result<PlanHead, AppError> => {
    const staged = new StagedImport(plans.store, id);
    const meta = staged.meta();
    const choices = meta === null ? null : importChoices(cache, meta.asked);
    if (meta === null || choices === null) return err({ code: 'not-found', rule: 'plan-gone' });
    const making = { actor: actorOf(me), shopId: meta.asked.shopId, now: deps.now(), makeId: deps.newId };
    return deps.compute(plans, id, me, limits, () => importSource(staged, meta, total, choices, making));
  };

  return {
    /** Reads a file into a job of its own, then computes what it would change. */
    async read(asked: ImportAsked): Promise<Result<PlanHead, AppError>> {
      const [now, me] = [deps.current(), deps.me()];
      if (now === null || me === null) return err({ code: 'signed-out' });
      const { plans, cache } = now;
      const choices = importChoices(cache, asked);
      if (choices === null) return err({ code: 'not-found', attempted: 'bulk.import', field: 'shopId' });
      const path = join(deps.folder, asked.file);
      if (!existsSync(path)) return err({ code: 'not-found', attempted: 'bulk.import', field: asked.name, rule: 'import-no-file' });
      const id = deps.newId();
      plans.store.begin(id, deps.now(), { how: 'file', text: asked.name, parts: 0 }, []);
      const { wanted, over } = deps.reading(id);
      let staged: Result<number, AppError> = err({ code: 'not-ready', rule: 'cancelled' });
      try {
        staged = await stageFile({ path, asked, choices, staged: new StagedImport(plans.store, id), wanted: () => wanted() && plans.isOpen });
      } finally {
        over();
        if (!staged.ok && plans.isOpen) plans.store.drop(id);
      }
      if (!plans.isOpen) return err({ code: 'signed-out' });
      if (!staged.ok) return staged;
      plans.store.setTotal(id, staged.value);
      return again(plans, { ...plans.store.plan(id)!, limits: USUAL_LIMITS }, cache, me);
    },

    /** Computes the preview of a file whose rows were read before, also after a restart. */
    again,

    report(plans: OpenPlans, { id, run }: StoredPlan, offset: number, limit: number): Result<ImportReport, AppError> {
      const staged = new StagedImport(plans.store, id);
      const meta = staged.meta();
      if (meta === null) return err({ code: 'not-found', rule: 'plan-gone' });
      const { total, problems } = staged.problems(offset, limit);
      return ok({ file: meta.file, ...staged.counts(run), problemCount: total, problems });
    },
  };
}
