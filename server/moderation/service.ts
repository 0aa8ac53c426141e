import type { JobHandler, Jobs } from '#server/jobs/jobs.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { Product } from '#shared/catalog/model.ts';
import { underReview } from '#shared/catalog/listing-states.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { moderationEndpoints } from '#shared/moderation/contract.ts';
import { waitsFor } from '#shared/moderation/listing-words.ts';
import { atOnce, type ModerationDeps } from './acts.ts';
import { categoryMemory } from './category-memory.ts';
import { open } from './follow.ts';
import { moderationHandlers } from './handlers.ts';
import { askForLooks, LOOK, lookAt, lookHandler, type LookDeps, type OutsideLook } from './look.ts';
import { endSanctions } from './sanctions.ts';

export type ModerationService = {
  readonly handlers: EndpointHandlers<typeof moderationEndpoints>;
  /** What the job queue runs for it. */
  readonly workers: Readonly<Record<string, JobHandler>>;
  /** Begins to ask for looks. */
  start(): void;
  close(): Promise<void>;
};

const ASK_EVERY_MS = 2 * SECOND_MS;
const AT_ONCE = 100;

/** Everything about moderation on the server. */
export function moderationService(deps: ModerationDeps & { readonly jobs: Pick<Jobs, 'add' | 'nudge'>; readonly outside?: readonly OutsideLook[] }): ModerationService {
  const looking: LookDeps = { ...deps, categories: categoryMemory(deps) };
  const changed = (): void => deps.live.cases?.();
  let closed = false;
  const underWay = new Map<string, Promise<unknown>>();
  const look = (caseId: string): void => {
    if (closed || underWay.has(caseId)) return;
    underWay.set(caseId, lookAt(looking, caseId).then(changed, (cause: unknown) => deps.log.warn({ err: cause, case: caseId }, 'a case could not be looked at; a person decides without')).finally(() => underWay.delete(caseId)));
  };
  let settled: Promise<void> | null = null;
  let asking: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const ask = (): void => {
    const warn = (what: string) => (cause: unknown) => deps.log.warn({ err: cause }, what);
    // A queue of jobs that is down keeps no shop suspended.
    asking = askForLooks(deps, deps.jobs).catch(warn('cases that are to be looked at cannot be read now')).then(() => endSanctions(deps)).catch(warn('sanctions whose time is over cannot be ended now')).then(() => {
      if (!closed) timer = setTimeout(ask, ASK_EVERY_MS);
    });
  };
  return {
    handlers: moderationHandlers({ ...looking, changed, look, settled: () => (settled ??= openMissing(deps).catch((cause: unknown) => {
      settled = null;
      throw cause;
    })) }),
    workers: { [LOOK]: lookHandler(looking, changed) },
    start: ask,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await asking;
      await Promise.all(underWay.values());
    },
  };
}

/** Listings that waited before there were cases get theirs when a moderator first asks; they are looked at as they are opened. */
async function openMissing(deps: ModerationDeps): Promise<void> {
  const { kysely } = deps.db;
  const waiting = await kysely.selectFrom('product').leftJoin('moderation_case', (join) => join.onRef('moderation_case.product_id', '=', 'product.id').on('moderation_case.is_waiting', '=', 1))
    .select('product.id').where('moderation_case.id', 'is', null).where((eb) => eb.or([eb('product.status', 'in', underReview), eb('product.in_review', '=', 1)])).execute();
  for (let from = 0; from < waiting.length; from += AT_ONCE) {
    await atOnce(deps, async (trx) => {
      for (const { id, version, doc } of await trx.selectFrom('product').select(['id', 'version', 'doc']).where('id', 'in', waiting.slice(from, from + AT_ONCE).map((one) => one.id)).execute()) {
        const product = JSON.parse(doc) as Product;
        const reason = waitsFor(product);
        if (reason === null) continue;
        await open(trx, product, version, reason);
        await trx.updateTable('moderation_case').set({ look_due: null }).where('product_id', '=', id).where('is_waiting', '=', 1).execute();
      }
    });
  }
}
