import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonOf } from '#tests/bench/report.ts';

const run = promisify(execFile);
const printed = z.strictObject({
  area: z.string(),
  rows: z.array(z.strictObject({ name: z.string().min(1), value: z.number(), unit: z.string().min(1), baseline: z.number().optional(), ratio: z.number().optional() })).min(1),
});

test('`npm run bench -- AREA --json` prints one JSON object and nothing else', { timeout: 180_000 }, async () => {
  const { stdout } = await run(process.execPath, ['tests/bench/run.ts', 'server', '--json', '--products', '200', '--rounds', '1']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const { area, rows } = printed.parse(JSON.parse(stdout));
  expect(area).toBe('server');
  expect(rows.map(({ name }) => name)).toContain('small question over HTTP, p50');
  const compared = rows.find(({ baseline }) => baseline !== undefined)!;
  expect(compared.ratio).toBeCloseTo(compared.value / compared.baseline!, 1);
});

test('bars and notes are for people, not part of the object', () => {
  const report = { area: 'x', missing: [{ name: 'y', reason: 'z' }], rows: [{ name: 'a', value: 1, unit: 'ms', bar: { of: 'value' as const, most: 2 }, note: 'how' }, { name: 'b', value: 2, unit: 'ms', baseline: 4, ratio: 0.5 }] };
  expect(jsonOf(report)).toEqual({ area: 'x', rows: [{ name: 'a', value: 1, unit: 'ms' }, { name: 'b', value: 2, unit: 'ms', baseline: 4, ratio: 0.5 }] });
});

test.each([
  { asked: ['nonsense', '--json'], line: /no area nonsense/ },
  { asked: ['--json'], line: /name one area/ },
  { asked: ['server', '--products', 'many'], line: /--products takes a whole number/ },
])('$asked is refused with one line', { timeout: 60_000 }, async ({ asked, line }) => {
  const refused = await run(process.execPath, ['tests/bench/run.ts', ...asked]).then(() => null, (cause: { code: number; stderr: string; stdout: string }) => cause);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused!.stderr).toMatch(line);
});
