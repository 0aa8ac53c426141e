import type { Me } from '#shared/auth/model.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { StoredPlan } from '../plan-store.ts';
import type { ImportDrafts } from './import-drafts.ts';
import type { ImportFiles } from './import-files.ts';
import type { Asked, ImportFixes } from './import-fixes.ts';
import { mappingsOf, removeMapping } from './saved-mappings.ts';

type C = typeof bulkChannels;
export type ImportChannel = Extract<keyof C, 'bulk.openFile' | 'bulk.draftImport' | 'bulk.drafts' | 'bulk.dropDraft' | 'bulk.mappings' | 'bulk.removeMapping' | 'bulk.import' | 'bulk.importReport' | 'bulk.problems' | 'bulk.importCells' | 'bulk.fix' | 'bulk.fixes' | 'bulk.unfix' | 'bulk.clusters' | 'bulk.notes'>;

export type ImportHandlerDeps = {
  readonly files: ImportFiles;
  readonly fixes: ImportFixes;
  readonly drafts: ImportDrafts;
  readonly current: () => { readonly plans: OpenPlans; readonly cache: CacheDb } | null;
  readonly withPlan: <T>(id: string, work: (plan: StoredPlan, plans: OpenPlans, cache: CacheDb, me: Me) => T) => T | Result<never, AppError>;
};

/** What windows ask about files of products. */
export function importHandlers({ files, fixes, drafts, current, withPlan }: ImportHandlerDeps): Pick<Handlers<C>, ImportChannel> {
  const here = <T>(work: (plans: OpenPlans, cache: CacheDb) => T): T | Result<never, AppError> => {
    const now = current();
    return now === null ? err({ code: 'signed-out' }) : work(now.plans, now.cache);
  };
  const about = <T>(id: string, work: (asked: Asked) => T): T | Result<never, AppError> => withPlan(id, (plan, plans, cache, me) => work({ plan, plans, cache, me }));
  return {
    'bulk.openFile': (asked) => here((plans, cache) => drafts.open(plans, cache, asked)),
    'bulk.draftImport': (asked) => here((plans, cache) => drafts.change(plans, cache, asked)),
    'bulk.drafts': () => here((plans) => ok({ drafts: drafts.list(plans).map(({ id, shopId, name, bytes, madeAt, plan }) => ({ id, shopId: shopId as never, name, bytes, madeAt, plan })) })),
    'bulk.dropDraft': ({ draft }) => here((plans) => {
      drafts.drop(plans, draft);
      return ok({});
    }),
    'bulk.mappings': () => here((_, cache) => ok({ mappings: mappingsOf(cache) })),
    'bulk.removeMapping': ({ id }) => here(async (_, cache) => ok({ mappings: await removeMapping(cache, id) })),
    'bulk.import': files.read,
    'bulk.importReport': ({ plan: id, offset, limit }) => withPlan(id, (plan, plans) => files.report(plans, plan, offset, limit)),
    'bulk.problems': (page) => about(page.plan, (asked) => fixes.problems(asked, page)),
    'bulk.importCells': ({ plan, line }) => about(plan, (asked) => fixes.cells(asked, line)),
    'bulk.fix': ({ plan, fix }) => about(plan, (asked) => fixes.fix(asked, fix)),
    'bulk.fixes': ({ plan }) => about(plan, fixes.steps),
    'bulk.unfix': ({ plan, step }) => about(plan, (asked) => fixes.unfix(asked, step)),
    'bulk.clusters': (wish) => about(wish.plan, (asked) => fixes.clusters(asked, wish)),
    'bulk.notes': (page) => about(page.plan, (asked) => fixes.notes(asked, page)),
  };
}
