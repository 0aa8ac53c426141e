import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import type { DraftAsked, ImportAsked, ImportReport } from '#shared/bulk/import-model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { USUAL_LIMITS } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { StoredPlan } from '../plan-store.ts';
import { lookAt } from '../table-file.ts';
import type { StoredDraft } from './draft-rows.ts';
import type { ImportDrafts } from './import-drafts.ts';
import { FixedCells } from './fixed-cells.ts';
import { importChoices } from './import-choices.ts';
import type { ImportDeps } from './import-deps.ts';
import { importSource } from './import-source.ts';
import { placeRows, tiesRows } from './place-rows.ts';
import { preparedFile, type PreparedFile } from './prepared-file.ts';
import { saveMapping } from './saved-mappings.ts';
import { StagedImport, type ImportMeta } from './staged-import.ts';
import { stageFile } from './stage-file.ts';
import { readyToStage } from './stage-stretches.ts';

/** Files whose rows become jobs. */
export function importFiles(deps: ImportDeps, drafts: ImportDrafts) {
  const again = (plans: OpenPlans, { id, total, limits }: StoredPlan, cache: CacheDb, me: Me): Result<PlanHead, AppError> => {
    const staged = new StagedImport(plans.store, id);
    const meta = staged.meta();
    const choices = meta === null ? null : importChoices(cache, meta.asked);
    if (meta === null || choices === null) return err({ code: 'not-found', rule: 'plan-gone' });
    const making = { actor: actorOf(me), shopId: meta.asked.shopId, now: deps.now(), makeId: deps.newId };
    return deps.compute(plans, id, me, limits, () => importSource(staged, meta, total, choices, making));
  };

  /** The same, after rows that a correction has made another product's are in their places. @param touched places in rows whose corrections were taken back */
  const resume = async (plans: OpenPlans, plan: StoredPlan, cache: CacheDb, me: Me, touched: readonly number[] = []): Promise<Result<PlanHead, AppError>> => {
    const staged = new StagedImport(plans.store, plan.id);
    const meta = staged.meta();
    const choices = meta === null ? null : importChoices(cache, meta.asked);
    if (meta !== null && choices !== null && tiesRows(meta.columns, [...staged.fixed.places(), ...touched])) plans.store.setTotal(plan.id, await placeRows(staged, meta.columns, choices, plan.total));
    const now = plans.isOpen ? plans.store.plan(plan.id) : null;
    return now === null ? err({ code: 'not-found', rule: 'plan-gone' }) : again(plans, { ...now, limits: plan.limits }, cache, me);
  };

  type FileToRead = { readonly asked: ImportAsked; readonly path: string; readonly prepared: PreparedFile; readonly draft: StoredDraft | null };
  const ofFolder = async (asked: ImportAsked): Promise<Result<FileToRead, AppError>> => {
    const path = join(deps.folder, asked.file);
    if (!existsSync(path)) return err({ code: 'not-found', attempted: 'bulk.import', field: asked.name, rule: 'import-no-file' });
    readyToStage();
    const look = await lookAt(path);
    if (!look.ok) return err({ code: 'invalid-input', attempted: 'bulk.import', field: asked.name, rule: look.error.rule, ...(look.error.details ? { details: look.error.details } : {}) });
    const saved = new Map(asked.choice.columns.map(({ header, target }) => [header, target]));
    return ok({ asked, path, prepared: preparedFile(look.value, { saved, chosen: new Map() }), draft: null });
  };
  const ofDraft = async (plans: OpenPlans, cache: CacheDb, id: string): Promise<Result<FileToRead, AppError>> => {
    await deps.intake.find(id, 'table')?.until();
    const found = await drafts.find(plans, id);
    if (found === null || found.held !== null) return err({ code: 'not-found', rule: 'draft-gone' });
    const prepared = await drafts.prepare(cache, found);
    if (!prepared.ok) return prepared;
    const { draft, path } = found;
    const asked: ImportAsked = { file: id as ImportAsked['file'], name: draft.name, shopId: draft.shopId as ImportAsked['shopId'], choice: { ...draft.choice, columns: [] } };
    return ok({ asked, path, prepared: prepared.value, draft });
  };

  return {
    /** Reads a file into a job of its own, then computes what it would change. */
    async read(wish: ImportAsked | DraftAsked): Promise<Result<PlanHead, AppError>> {
      const [now, me] = [deps.current(), deps.me()];
      if (now === null || me === null) return err({ code: 'signed-out' });
      const { plans, cache } = now;
      const file = await ('draft' in wish ? ofDraft(plans, cache, wish.draft) : ofFolder(wish));
      if (!file.ok) return file;
      const { asked, path, prepared, draft } = file.value;
      const choices = importChoices(cache, asked);
      if (choices === null) return err({ code: 'not-found', attempted: 'bulk.import', field: 'shopId' });
      const id = deps.newId();
      plans.store.begin(id, deps.now(), { how: 'file', text: asked.name, parts: 0 }, []);
      const { wanted, over } = deps.reading(id, draft?.id ?? null);
      let staged: Result<number, AppError> = err({ code: 'not-ready', rule: 'cancelled' });
      try {
        staged = await stageFile({ path, asked, prepared, staged: new StagedImport(plans.store, id), wanted: () => wanted() && plans.isOpen });
      } finally {
        over();
        if (!staged.ok && plans.isOpen) {
          plans.store.drop(id);
          void plans.tidy();
        }
      }
      if (!plans.isOpen) return err({ code: 'signed-out' });
      if (!staged.ok) return staged;
      plans.store.setTotal(id, staged.value);
      if (draft !== null) {
        // The preview before it was of the same file, read in another way: corrections of its cells still hold where cells are the same.
        if (draft.plan !== null && plans.store.plan(draft.plan) !== null && isSameTable(plans, draft.plan, id)) new FixedCells(plans.store, draft.plan).moveTo(id);
        if (draft.plan !== null && plans.store.plan(draft.plan)?.state !== 'applied') deps.drop(plans, draft.plan);
        drafts.keep(plans, { ...draft, plan: id });
        await saveMapping(cache, { id: deps.newId(), name: asked.name, savedAt: deps.now(), columns: prepared.mapping.columns });
      }
      return resume(plans, { ...plans.store.plan(id)!, limits: USUAL_LIMITS }, cache, me);
    },

    /** Computes the preview of a file whose rows were read before, also after a restart. */
    again, resume,

    report(plans: OpenPlans, { id, run }: StoredPlan, offset: number, limit: number): Result<ImportReport, AppError> {
      const staged = new StagedImport(plans.store, id);
      const meta = staged.meta();
      if (meta === null) return err({ code: 'not-found', rule: 'plan-gone' });
      const { total, problems } = staged.problems(offset, limit);
      return ok({ file: meta.file, ...staged.counts(run), problemCount: total, problems });
    },
  };
}
/** Whether two readings of a file came to the same columns and read it the same way, so that a line and a place name the same cell. */
function isSameTable(plans: OpenPlans, one: string, other: string): boolean {
  const [a, b] = [one, other].map((plan) => new StagedImport(plans.store, plan).meta());
  const how = (meta: ImportMeta | null | undefined): string => JSON.stringify(meta ? [meta.file.encoding, meta.file.delimiter, meta.columns.map(({ header }) => header)] : null);
  return how(a) === how(b);
}
export type ImportFiles = ReturnType<typeof importFiles>;
