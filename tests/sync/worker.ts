/** Plays the seeds it is sent; started by `pool.ts`. */
import { bugs } from './bugs.ts';
import { drawPlan } from './plan.ts';
import { playWith } from './plant.ts';
import type { FromWorker, Job, SeedResult } from './pool.ts';

async function work({ bug, seeds, until, tracing }: Job): Promise<FromWorker> {
  const simulator = await playWith(bug === null ? null : bugs.find(({ name }) => name === bug)!);
  const results: SeedResult[] = [];
  for (const seed of seeds) {
    const { violations, mutations, digest } = await simulator.play(drawPlan(seed), tracing);
    results.push({ seed, violations, mutations, digest });
    if (violations.some(({ invariant }) => until.includes(invariant))) break;
  }
  return { ok: true, results };
}

process.on('message', (job: Job) => {
  work(job).catch((cause: unknown): FromWorker => ({ ok: false, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })).then((answer) => process.send!(answer)).catch(() => process.exit(1));
});
