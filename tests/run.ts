/**
 * `npm test`: every part, each with its own process, and one closing line `N passed, N failed`.
 * `npm test -- unit contract` runs only those parts; `npm run test:unit` is the same for one.
 *
 * Two rows of parts run at the same time. Those of the first start processes, servers and browsers, and wait for them for a third of their
 * time. Those of the second only compute, at the lowest priority: they have what the first leave.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCompiledCode } from './support/compiled-code.ts';
import { nothingTold, readTold, tellOne, type Told } from './support/told-at-the-end.ts';

type Counts = { passed: number; failed: number; skipped: number; told: Told };
/** Runs one command to its end; answers its exit code. What it says comes at once, or in one piece when others speak at the same time. */
type Say = (command: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<number>;
type Part = (say: Say) => Promise<Counts>;

const reports = mkdtempSync(join(tmpdir(), 'comptoir-tests-'));
const bin = (name: string) => join('node_modules', '.bin', name);

type How = {
  /** Where what is said goes; null: to the terminal, at once. */
  readonly said: Buffer[] | null;
  /** Gives way to whatever else runs. */
  readonly givesWay: boolean;
};
const saying = ({ said, givesWay }: How): Say => (command, args, env = {}) =>
  new Promise((resolve) => {
    const stdio = said === null ? 'inherit' : 'pipe';
    const child = spawn(command, args, { stdio: ['ignore', stdio, stdio], env: { ...process.env, ...env }, shell: process.platform === 'win32' });
    // Processes that it starts are like it.
    if (givesWay && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (block: Buffer) => said?.push(block));
    child.on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1));
  });

/** A command that only succeeds or fails counts as one test. */
const check = async (say: Say, command: string, ...args: string[]): Promise<Counts> => {
  const passed = (await say(command, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, told: passed ? nothingTold : { failed: [[command, ...args].join(' ')], secondTry: [] } };
};

const NONE: Counts = { passed: 0, failed: 0, skipped: 0, told: nothingTold };
const add = (...all: Counts[]): Counts =>
  all.reduce((sum, { passed, failed, skipped, told }) => ({
    passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped,
    told: { failed: [...sum.told.failed, ...told.failed], secondTry: [...sum.told.secondTry, ...told.secondTry] },
  }), NONE);
/** A part that ended before it could count. */
const ended = (name: string): Counts => ({ ...NONE, failed: 1, told: { failed: [`${name} ended without a report`], secondTry: [] } });

const types: Part = async (say) => {
  const all: Counts[] = [];
  for (const layer of ['shared', 'electron', 'server', 'renderer', 'tests']) all.push(await check(say, bin('tsc'), '-p', layer));
  return add(...all);
};

const vitestRun = async (say: Say, project: string, name: string, more: readonly string[]): Promise<Counts> => {
  const file = join(reports, `${name}.json`);
  const toldIn = join(reports, `${name}.told.json`);
  const reporters = ['default', 'json', './tests/support/told-at-the-end.ts'].map((reporter) => `--reporter=${reporter}`);
  const status = await say(bin('vitest'), ['run', '--project', project, ...reporters, `--outputFile.json=${file}`, '--passWithNoTests', ...more], { TOLD_AT_THE_END: toldIn });
  if (!existsSync(file)) return ended(name);
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  const failed = report.numFailedTests === 0 && status !== 0 ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests, told: readTold(toldIn) };
};
const vitest = (project: string): Part => (say) => vitestRun(say, project, project, []);
/** Rules keep nothing between two files: in one process they take a quarter of the time that a process for each file takes. */
const unit: Part = async (say) =>
  add(await vitestRun(say, 'unit', 'rules', ['--no-isolate', 'tests/unit/shared']), await vitestRun(say, 'unit', 'unit', ['--exclude', 'tests/unit/shared/**']));

type Spec = { title: string; file: string; tests: { status: 'expected' | 'unexpected' | 'flaky' | 'skipped'; results: { error?: { message?: string } }[] }[] };
type Suite = { specs: Spec[]; suites?: Suite[] };
const specsOf = ({ specs, suites = [] }: Suite): Spec[] => [...specs, ...suites.flatMap(specsOf)];

const playwright: Part = async (say) => {
  const file = join(reports, 'e2e.json');
  const status = await say(bin('playwright'), ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  if (!existsSync(file)) return ended('e2e');
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; suites: Suite[] };
  const { unexpected: failed, flaky } = stats;
  const told = (status: Spec['tests'][number]['status']) =>
    suites.flatMap(specsOf).filter(({ tests }) => tests.some((one) => one.status === status)).map(({ file: story, title, tests }) => tellOne(story, title, tests[0]?.results[0]?.error?.message));
  return { passed: stats.expected + flaky, failed: failed === 0 && status !== 0 ? 1 : failed, skipped: stats.skipped, told: { failed: told('unexpected'), secondTry: told('flaky') } };
};

const parts: Record<string, Part> = {
  lint: (say) => check(say, bin('eslint'), '.', '--max-warnings', '0'),
  types,
  architecture: vitest('architecture'),
  contract: vitest('contract'),
  unit,
  server: vitest('server'),
  sync: vitest('sync'),
  durability: vitest('durability'),
  desktop: vitest('desktop'),
  e2e: playwright,
};
/** What waits much, by groups: the parts of a group at the same time, the groups one after the other. */
const inFront = [['unit'], ['server'], ['durability', 'desktop'], ['e2e']];
/** What only computes, one after the other. */
const behind = ['lint', 'types', 'architecture', 'contract', 'sync'];

keepCompiledCode();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No test part is called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const results: [string, Counts, number][] = [];
const wanted = (names: readonly string[]) => names.filter((name) => asked.length === 0 || asked.includes(name));
const headline = (name: string) => `\n── ${name} ${'─'.repeat(Math.max(0, 72 - name.length))}\n`;
/** One part; `said` is null where nobody else speaks. */
async function run(name: string, how: How): Promise<void> {
  const startedAt = performance.now();
  if (how.said === null) process.stdout.write(headline(name));
  const counts = await parts[name]!(saying(how));
  results.push([name, counts, Math.round((performance.now() - startedAt) / 1_000)]);
}
/** What was said where others speak, whole. */
const held: string[] = [];
const tellHeld = () => held.splice(0).forEach((text) => process.stdout.write(text));
async function runHeld(name: string, givesWay: boolean): Promise<void> {
  const said: Buffer[] = [];
  await run(name, { said, givesWay });
  held.push(headline(name) + Buffer.concat(said).toString('utf8'));
}

const startedAt = performance.now();
const groups = inFront.map(wanted).filter((group) => group.length > 0);
const second = wanted(behind);
async function runFront(): Promise<void> {
  for (const group of groups) {
    if (group.length === 1) await run(group[0]!, { said: null, givesWay: false });
    else await Promise.all(group.map((name) => runHeld(name, false)));
    tellHeld();
  }
}
async function runBehind(): Promise<void> {
  for (const name of second) {
    if (groups.length === 0) await run(name, { said: null, givesWay: false });
    else await runHeld(name, true);
  }
}
await Promise.all([runFront(), runBehind()]);
tellHeld();
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const [name, counts, seconds] of results) {
  console.log(`${name.padEnd(14)}${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${String(counts.skipped).padStart(4)} skipped  ${seconds} s`);
}
for (const [name, { told }] of results) {
  for (const one of told.failed) console.log(`${name} failed: ${one}`);
  for (const one of told.secondTry) console.log(`${name} passed only at the second try: ${one}`);
}
console.log(`in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
const total = add(...results.map(([, counts]) => counts));
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
