/**
 * `npm test`: every part, each with its own process, and one closing line `N passed, N failed`.
 * `npm test -- unit contract` runs only those parts; `npm run test:unit` is the same for one.
 *
 * Parts that keep one processor busy run two at a time (`lanes`); those that fill both run alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCompiledCode } from './support/compiled-code.ts';

type Counts = { passed: number; failed: number; skipped: number; /** Of those that passed, how many did not at first. */ secondTry?: number };
/** Runs one command to its end; answers its exit code. What it says comes at once, or in one piece when others speak at the same time. */
type Say = (command: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<number>;
type Part = (say: Say) => Promise<Counts>;

const reports = mkdtempSync(join(tmpdir(), 'comptoir-tests-'));
const bin = (name: string) => join('node_modules', '.bin', name);

const start = (command: string, args: readonly string[], env: NodeJS.ProcessEnv, stdio: 'inherit' | 'pipe') =>
  spawn(command, args, { stdio: ['ignore', stdio, stdio], env: { ...process.env, ...env }, shell: process.platform === 'win32' });

const atOnce: Say = (command, args, env = {}) =>
  new Promise((resolve) => start(command, args, env, 'inherit').on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1)));

const inOnePiece = (said: Buffer[]): Say => (command, args, env = {}) =>
  new Promise((resolve) => {
    const child = start(command, args, env, 'pipe');
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (block: Buffer) => said.push(block));
    child.on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1));
  });

/** A command that only succeeds or fails counts as one test. */
const check = async (say: Say, command: string, ...args: string[]): Promise<Counts> => {
  const passed = (await say(command, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
};

const add = (...all: Counts[]): Counts =>
  all.reduce((sum, counts) => ({ passed: sum.passed + counts.passed, failed: sum.failed + counts.failed, skipped: sum.skipped + counts.skipped }), { passed: 0, failed: 0, skipped: 0 });

const types: Part = async (say) => {
  const all: Counts[] = [];
  for (const layer of ['shared', 'electron', 'server', 'renderer', 'tests']) all.push(await check(say, bin('tsc'), '-p', layer));
  return add(...all);
};

const vitestRun = async (say: Say, project: string, name: string, more: readonly string[]): Promise<Counts> => {
  const file = join(reports, `${name}.json`);
  const status = await say(bin('vitest'), ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests', ...more]);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  const failed = report.numFailedTests === 0 && status !== 0 ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
};
const vitest = (project: string): Part => (say) => vitestRun(say, project, project, []);
/** Rules keep nothing between two files: in one process they take a quarter of the time that a process for each file takes. */
const unit: Part = async (say) =>
  add(await vitestRun(say, 'unit', 'rules', ['--no-isolate', 'tests/unit/shared']), await vitestRun(say, 'unit', 'unit', ['--exclude', 'tests/unit/shared/**']));

const playwright: Part = async (say) => {
  const file = join(reports, 'e2e.json');
  const status = await say(bin('playwright'), ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  const { unexpected: failed, flaky: secondTry } = stats;
  return { passed: stats.expected + secondTry, failed: failed === 0 && status !== 0 ? 1 : failed, skipped: stats.skipped, secondTry };
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
/** What runs beside each other: lanes of a group at the same time, the parts of a lane one after the other. */
const groups: readonly (readonly (readonly string[])[])[] = [[['lint'], ['types', 'architecture', 'contract']], [['unit']], [['server']], [['sync']], [['durability'], ['desktop']], [['e2e']]];

keepCompiledCode();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No test part is called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const results: [string, Counts, number][] = [];
const headline = (name: string) => `\n── ${name} ${'─'.repeat(Math.max(0, 72 - name.length))}\n`;
async function run(name: string, alone: boolean): Promise<void> {
  const startedAt = performance.now();
  const said: Buffer[] = [];
  if (alone) process.stdout.write(headline(name));
  const counts = await parts[name]!(alone ? atOnce : inOnePiece(said));
  if (!alone) process.stdout.write(headline(name) + Buffer.concat(said).toString('utf8'));
  results.push([name, counts, Math.round((performance.now() - startedAt) / 1_000)]);
}
const startedAt = performance.now();
for (const group of groups) {
  const lanes = group.map((lane) => lane.filter((name) => asked.length === 0 || asked.includes(name))).filter((lane) => lane.length > 0);
  await Promise.all(lanes.map(async (lane) => {
    for (const name of lane) await run(name, lanes.length === 1);
  }));
}
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const [name, counts, seconds] of results) {
  console.log(`${name.padEnd(14)}${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${String(counts.skipped).padStart(4)} skipped  ${seconds} s${counts.secondTry ? `  ${counts.secondTry} passed only at the second try` : ''}`);
}
console.log(`in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
const total = add(...results.map(([, counts]) => counts));
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
