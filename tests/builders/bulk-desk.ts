import { onTestFinished } from 'vitest';
import type { BulkService } from '#electron/bulk/bulk-service.ts';
import { createBulk } from '#electron/bulk/handlers.ts';
import type { Written } from '#electron/catalog/edits.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { IntakeDesk } from '#electron/intake/handlers.ts';
import type { Me } from '#shared/auth/model.ts';
import { bulkChannels } from '#shared/bulk/contract.ts';
import type { Step } from '#shared/bulk/model.ts';
import type { PlanHead, SelectionName } from '#shared/bulk/plan-model.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { answer, type Answer, type Asked } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { aMe, valueOf } from './catalog-desk.ts';
import { at } from './catalog.ts';

type C = typeof bulkChannels;
const chosen: SelectionName = { how: 'chosen', text: '', parts: 0 };
/** Nothing comes in from a window. */
const noIntake: IntakeDesk = { find: () => null, take: async () => false, cancel: async () => undefined };
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** The handlers of bulk changes over a cache, asked as a window asks: through the contract. A second desk over the same cache is a restart. */
export function aBulkDesk(cache: CacheDb, { me = aMe(), seed = 1, imports = '', intake = noIntake }: { me?: Me; seed?: number; imports?: string; intake?: IntakeDesk } = {}) {
  const told: PlanHead[] = [];
  const broken: unknown[] = [];
  const failures: AppError[] = [];
  const applied: { written: Written; intent: string }[] = [];
  let [now, random] = [1_000_000, seed];
  const service: BulkService = createBulk({
    cache: () => cache, me: () => me, locale: () => 'fr',
    scheduler: { now: () => at(now++), after: () => () => undefined },
    random: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = (random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
      return bytes;
    },
    applied: (written, intent) => void applied.push({ written, intent }),
    importsOf: () => imports, intake,
    tell: (head) => void told.push(head),
    onFailure: (error) => void failures.push(error),
  });
  onTestFinished(() => service.close());
  const ask = async <K extends keyof C & string>(channel: K, input: Asked<C, K>): Promise<Result<Answer<C, K>, AppError>> => {
    const { result } = await answer(bulkChannels, service.handlers, { t: 'ask', id: 1, channel, input }, (_, cause) => void broken.push(cause));
    return result as Result<Answer<C, K>, AppError>;
  };
  /** Waits until nothing goes on with a job any more. */
  const settled = async (plan: string): Promise<PlanHead> => {
    for (;;) {
      const head = valueOf(await ask('bulk.look', { plan }));
      if (head.state !== 'computing' && head.state !== 'applying') return head;
      await nextTurn();
    }
  };
  return {
    service, told, broken, failures, applied, ask, settled,
    begin: async (ids: readonly ProductId[], selection = chosen): Promise<string> => valueOf(await ask('bulk.begin', { ids: [...ids], selection })).id,
    /** A complete preview. */
    preview: async (plan: string, steps: readonly Step[], fall = 3_000): Promise<PlanHead> => {
      valueOf(await ask('bulk.compute', { plan, steps: [...steps], limits: { fall } }));
      return settled(plan);
    },
  };
}
