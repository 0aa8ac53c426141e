/**
 * `npm test`: every part in turn, each with its own process, and one closing line `N passed, N failed`.
 * `npm test -- unit contract` runs only those parts; `npm run test:unit` is the same for one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Counts = { passed: number; failed: number; skipped: number };
type Part = { readonly run: () => Counts };

const reports = mkdtempSync(join(tmpdir(), 'comptoir-tests-'));
const bin = (name: string) => join('node_modules', '.bin', name);

const spawn = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' }).status ?? 1;

/** A command that only succeeds or fails counts as one test. */
const check = (command: string, ...args: string[]): Counts => {
  const passed = spawn(command, args) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
};

const add = (...all: Counts[]): Counts =>
  all.reduce((sum, counts) => ({ passed: sum.passed + counts.passed, failed: sum.failed + counts.failed, skipped: sum.skipped + counts.skipped }), { passed: 0, failed: 0, skipped: 0 });

const vitest = (project: string): Counts => {
  const file = join(reports, `${project}.json`);
  const status = spawn(bin('vitest'), ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests']);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  const failed = report.numFailedTests === 0 && status !== 0 ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
};

const playwright = (): Counts => {
  const file = join(reports, 'e2e.json');
  const status = spawn(bin('playwright'), ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && status !== 0 ? 1 : failed, skipped: stats.skipped };
};

const parts: Record<string, Part> = {
  lint: { run: () => check(bin('eslint'), '.', '--max-warnings', '0') },
  types: { run: () => add(...['shared', 'electron', 'server', 'renderer', 'tests'].map((layer) => check(bin('tsc'), '-p', layer))) },
  architecture: { run: () => vitest('architecture') },
  contract: { run: () => vitest('contract') },
  unit: { run: () => vitest('unit') },
  server: { run: () => vitest('server') },
  sync: { run: () => vitest('sync') },
  durability: { run: () => vitest('durability') },
  desktop: { run: () => vitest('desktop') },
  e2e: { run: playwright },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No test part is called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const results: [string, Counts, number][] = [];
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 72 - name.length))}`);
  const startedAt = performance.now();
  results.push([name, parts[name]!.run(), Math.round((performance.now() - startedAt) / 1_000)]);
}
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const [name, counts, seconds] of results) {
  console.log(`${name.padEnd(14)}${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${String(counts.skipped).padStart(4)} skipped  ${seconds} s`);
}
const total = add(...results.map(([, counts]) => counts));
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
