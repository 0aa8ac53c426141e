import type { Me } from '#shared/auth/model.ts';
import type { ImportAsked } from '#shared/bulk/draft-model.ts';
import type { DraftAsked, ImportReport } from '#shared/bulk/import-model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { Making } from '#shared/bulk/rows/intended-change.ts';
import { USUAL_LIMITS } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { StoredPlan } from '../plan-store.ts';
import { planGone } from '../running-jobs.ts';
import type { StoredDraft } from './draft-rows.ts';
import type { ImportDrafts } from './import-drafts.ts';
import { affectedPlaces } from './affected.ts';
import { FixedCells, type FixedCell } from './fixed-cells.ts';
import { importChoices } from './import-choices.ts';
import type { ImportDeps } from './import-deps.ts';
import { importSource } from './import-source.ts';
import { placeRows, tiesRows } from './place-rows.ts';
import type { PreparedFile } from './prepared-file.ts';
import { RowTies } from './row-ties.ts';
import { saveMapping } from './saved-mappings.ts';
import { StagedImport, type ImportMeta } from './staged-import.ts';
import { stageFile } from './stage-file.ts';

/** Corrections of more than one line in so many are as quickly looked at as the whole file. */
const MUCH = 3;

/** Files whose rows become jobs. */
export function importFiles(deps: ImportDeps, drafts: ImportDrafts) {
  /** What the products of the file looked at last have to do with each other, as long as the catalogue is what it was then. */
  let known: { readonly run: number; readonly turn: number; readonly ties: RowTies } | null = null;
  const tiesOf = (plan: StoredPlan): RowTies | null => (known !== null && plan.state === 'ready' && known.run === plan.run && known.turn === deps.catalogueTurn() ? known.ties : null);

  const opened = (plans: OpenPlans, id: string, cache: CacheDb) => {
    const staged = new StagedImport(plans.store, id);
    const meta = staged.meta();
    const choices = meta === null ? null : importChoices(cache, meta.asked);
    return meta === null || choices === null ? null : { staged, meta, choices };
  };
  const making = ({ asked: { shopId } }: ImportMeta, me: Me): Making => ({ actor: actorOf(me), shopId, now: deps.now(), makeId: deps.newId });
  const again = (plans: OpenPlans, { id, total, limits }: StoredPlan, cache: CacheDb, me: Me): Result<PlanHead, AppError> => {
    const file = opened(plans, id, cache);
    if (file === null) return err(planGone);
    const [ties, turn] = [new RowTies(), deps.catalogueTurn()];
    const head = deps.compute(plans, id, me, limits, () => importSource(file.staged, file.meta, total, file.choices, making(file.meta, me), ties));
    known = head.ok ? { run: plans.store.plan(id)!.run, turn, ties } : null;
    return head;
  };

  /** The same, after rows that a correction has made another product's are in their places. @param touched places in rows whose corrections were taken back */
  const resume = async (plans: OpenPlans, plan: StoredPlan, cache: CacheDb, me: Me, touched: readonly number[] = []): Promise<Result<PlanHead, AppError>> => {
    const file = opened(plans, plan.id, cache);
    if (file !== null && tiesRows(file.meta.columns, [...file.staged.fixed.places(), ...touched])) {
      const busy = deps.reading(plan.id, null);
      const { total } = await placeRows(file.staged, file.meta.columns, file.choices, plan.total).finally(busy.over);
      if (plans.isOpen) plans.store.setTotal(plan.id, total);
    }
    const now = plans.isOpen ? plans.store.plan(plan.id) : null;
    return now === null ? err(planGone) : again(plans, { ...now, limits: plan.limits }, cache, me);
  };

  /** The preview after corrections of some cells: only what they touch is looked at again, where that is less than all. @param ties as `tiesOf` said before them */
  const corrected = async (plans: OpenPlans, plan: StoredPlan, cache: CacheDb, me: Me, ties: RowTies | null, cells: readonly Pick<FixedCell, 'line' | 'place'>[]): Promise<Result<PlanHead, AppError>> => {
    const lines = [...new Set(cells.map(({ line }) => line))];
    const places = [...new Set(cells.map(({ place }) => place))];
    const file = opened(plans, plan.id, cache);
    if (file === null || ties === null || known?.ties !== ties || lines.length * MUCH > plan.total) return resume(plans, plan, cache, me, places);
    // Until it is known what that is, the job is as one that is computed: whoever looks at it meanwhile does not begin anew.
    const busy = deps.reading(plan.id, null);
    known = null;
    const touched = await affectedPlaces({ ...file, ties, total: plan.total, lines, cells: places, db: () => (plans.isOpen ? cache : null) }).finally(busy.over);
    if (!plans.isOpen || touched === null) return err({ code: 'signed-out' });
    plans.store.setTotal(plan.id, touched.total);
    const now = plans.store.plan(plan.id);
    if (now === null) return err(planGone);
    if (touched.places.length * 2 > touched.total) return again(plans, now, cache, me);
    const turn = deps.catalogueTurn();
    const head = deps.compute(plans, plan.id, me, plan.limits, () => importSource(file.staged, file.meta, touched.total, file.choices, making(file.meta, me), ties, touched.places), true);
    known = head.ok ? { run: now.run, turn, ties } : null;
    return head;
  };

  type FileToRead = { readonly asked: ImportAsked; readonly path: string; readonly prepared: PreparedFile; readonly draft: StoredDraft };
  const ofDraft = async (plans: OpenPlans, cache: CacheDb, id: string): Promise<Result<FileToRead, AppError>> => {
    await deps.intake.find(id, 'table')?.until();
    const found = await drafts.find(plans, id);
    if (found === null || found.held !== null) return err({ code: 'not-found', rule: 'draft-gone' });
    const prepared = await drafts.prepare(cache, found);
    if (!prepared.ok) return prepared;
    const { draft, path } = found;
    const asked: ImportAsked = { name: draft.name, shopId: draft.shopId as ImportAsked['shopId'], choice: draft.choice };
    return ok({ asked, path, prepared: prepared.value, draft });
  };

  return {
    /** Reads a file into a job of its own, then computes what it would change. */
    async read({ draft: wanting }: DraftAsked): Promise<Result<PlanHead, AppError>> {
      const [now, me] = [deps.current(), deps.me()];
      if (now === null || me === null) return err({ code: 'signed-out' });
      const { plans, cache } = now;
      const file = await ofDraft(plans, cache, wanting);
      if (!file.ok) return file;
      const { asked, path, prepared, draft } = file.value;
      const choices = importChoices(cache, asked);
      if (choices === null) return err({ code: 'not-found', attempted: 'bulk.import', field: 'shopId' });
      const id = deps.newId();
      plans.store.begin(id, deps.now(), { how: 'file', text: asked.name, parts: 0 }, []);
      const { wanted, over } = deps.reading(id, draft.id);
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
      // The preview before it was of the same file, read in another way: corrections of its cells still hold where cells are the same.
      if (draft.plan !== null && plans.store.plan(draft.plan) !== null && isSameTable(plans, draft.plan, id)) new FixedCells(plans.store, draft.plan).moveTo(id);
      if (draft.plan !== null && plans.store.plan(draft.plan)?.state !== 'applied') deps.drop(plans, draft.plan);
      drafts.keep(plans, { ...draft, plan: id });
      await saveMapping(cache, { id: deps.newId(), name: asked.name, savedAt: deps.now(), columns: prepared.mapping.columns });
      return resume(plans, { ...plans.store.plan(id)!, limits: USUAL_LIMITS }, cache, me);
    },

    /** Computes the preview of a file whose rows were read before, also after a restart. */
    again, resume, corrected, tiesOf,

    report(plans: OpenPlans, { id, run }: StoredPlan, offset: number, limit: number): Result<ImportReport, AppError> {
      const staged = new StagedImport(plans.store, id);
      const meta = staged.meta();
      if (meta === null) return err(planGone);
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
