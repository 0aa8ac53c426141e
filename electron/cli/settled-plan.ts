import { bulkChannels } from '#shared/bulk/contract.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';
import type { DataProcessLine } from './data-process-line.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

/**
 * Waits until nothing goes on with a job any more, saying how far it is.
 *
 * @param terminal null: says nothing on the way
 * @returns its head; or why there is none, also where its preview was broken off: half of the counts would look like all of them
 */
export async function settledPlan(data: Pick<DataProcessLine, 'ask'>, plan: string, terminal: Pick<Terminal, 'progress'> | null): Promise<Result<PlanHead, string>> {
  for (;;) {
    const head = await data.ask('bulk.look', { plan }, bulkChannels['bulk.look'].output);
    if (!head.ok) return head;
    const { state, done, due } = head.value;
    if (state === 'stopped') return err(`it was broken off at ${done} of ${due} products; is the disk full?`);
    if (state !== 'computing' && state !== 'applying') return head;
    terminal?.progress('Preview', done, due);
    await pause();
  }
}
