/**
 * `npm run sim -- --seeds 2000 --from 1`: plays so many histories and ends with `N histories, N mutations, N violations`; exit 1 on any violation.
 * `--seed S` plays one (`--trace` tells everything that happened), `--bug NAME` plants a bug, `--bugs` lists them, `--no-shrink` shows a failing history as it is.
 */
import { parseArgs } from 'node:util';
import type { Bug } from './bug.ts';
import { bugs } from './bugs.ts';
import { invariants } from './invariants/violation.ts';
import { drawPlan } from './plan.ts';
import { playWith } from './plant.ts';
import { jobsOf, playAll, type SeedResult } from './pool.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string', default: '1' }, seed: { type: 'string' }, bug: { type: 'string' }, bugs: { type: 'boolean' }, trace: { type: 'boolean' }, 'no-shrink': { type: 'boolean' } },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
/** Failing histories are made small and told one by one; more of them than this say nothing new. */
const MOST_TOLD = 3;
/** Where nobody watches, a line tells how far it is after so many histories. */
const TOLD_EVERY = 1_000;

const stop = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(2);
};
const wholeNumber = (name: string, text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : stop(`--${name} takes a whole number, not ${text}`));
const bugNamed = (name: string): Bug => bugs.find((one) => one.name === name) ?? stop(`no bug is called ${name}; --bugs lists them`);

function listBugs(): void {
  for (const { name, says, caughtBy } of bugs) say(`${name.padEnd(28)} ${caughtBy.join(', ').padEnd(12)} ${says}`);
  say('');
  for (const [name, promise] of Object.entries(invariants)) say(`${name.padEnd(5)} ${promise}`);
}

/** A failing history: made as short as it still fails, told step by step, with what breaks. */
async function tell(seed: string, bug: Bug | null): Promise<void> {
  const simulator = await playWith(bug);
  const plan = drawPlan(seed);
  const first = await simulator.play(plan);
  const violation = first.violations[0];
  if (!violation) return say(`seed ${seed}: no violation`);
  const least = values['no-shrink'] === true ? plan : await shrink(simulator, plan, violation.invariant);
  const again = await simulator.play(least, values.trace === true ? 'kept' : 'off');
  say(`\nseed ${seed}: ${least.actions.length} of ${plan.actions.length} actions are enough; consoles ${least.people.join(', ')}; limits ${JSON.stringify(least.limits)}; faults ${JSON.stringify(least.faults)}`);
  for (const line of values.trace === true ? again.trace : again.told) say(line);
  for (const { invariant, what } of again.violations) say(`${invariant} (${invariants[invariant]}): ${what}`);
  say(`play it again: npm run sim -- --seed ${seed}${bug === null ? '' : ` --bug ${bug.name}`} --trace`);
}

async function one(seed: string, bug: Bug | null): Promise<number> {
  const simulator = await playWith(bug);
  const played = await simulator.play(drawPlan(seed), values.trace === true ? 'kept' : 'hashed');
  if (values.trace === true) for (const line of played.trace) say(line);
  else for (const line of played.told) say(line);
  for (const { invariant, what } of played.violations) say(`${invariant} (${invariants[invariant]}): ${what}`);
  if (played.violations.length > 0 && values.trace !== true) await tell(seed, bug);
  say(`digest ${played.digest}`);
  say(`1 histories, ${played.mutations} mutations, ${played.violations.length} violations`);
  return played.violations.length;
}

async function many(count: number, from: number, bug: Bug | null): Promise<number> {
  const seeds = Array.from({ length: count }, (_, i) => String(from + i));
  const sum = { histories: 0, mutations: 0, violations: 0 };
  const failing: SeedResult[] = [];
  await playAll(jobsOf(seeds, bug?.name ?? null), ({ results }) => {
    for (const result of results) {
      sum.histories++;
      sum.mutations += result.mutations;
      sum.violations += result.violations.length;
      if (result.violations.length === 0) continue;
      failing.push(result);
      // A long run may be broken off.
      process.stderr.write(`seed ${result.seed} fails\n`);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${sum.histories} of ${count}`);
    else if (Math.floor(sum.histories / TOLD_EVERY) > Math.floor((sum.histories - results.length) / TOLD_EVERY)) process.stderr.write(`${sum.histories} of ${count}, ${sum.violations} violations\n`);
  });
  failing.sort((a, b) => Number(a.seed) - Number(b.seed));
  for (const { seed, violations } of failing) say(`seed ${seed}: ${violations[0]!.invariant} ${violations[0]!.what.slice(0, 300)}`);
  for (const { seed } of failing.slice(0, MOST_TOLD)) await tell(seed, bug);
  say(`${sum.histories} histories, ${sum.mutations} mutations, ${sum.violations} violations`);
  return sum.violations;
}

if (values.bugs === true) listBugs();
else {
  const bug = values.bug === undefined ? null : bugNamed(values.bug);
  const violations = values.seed === undefined ? await many(wholeNumber('seeds', values.seeds ?? '2000'), wholeNumber('from', values.from), bug) : await one(values.seed, bug);
  process.exitCode = violations > 0 ? 1 : 0;
}
