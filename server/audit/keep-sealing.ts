import type { Logger } from 'pino';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { sealAudit, type SealDeps } from './seal.ts';

const EVERY_MS = 5 * SECOND_MS;

/** Takes changes of records into the audit's chain every few seconds, and once more at the end. */
export function keepSealing(deps: SealDeps, log: Logger): { close(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const seal = (): Promise<unknown> =>
    (running ??= sealAudit(deps).catch((cause: unknown) => log.warn({ err: cause }, 'the audit could not be sealed; it is tried again')).finally(() => (running = null)));
  const timer = setInterval(() => void seal(), EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await running;
      await seal();
    },
  };
}
