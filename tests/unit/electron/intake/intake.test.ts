import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { incomingFolder } from '#electron/intake/incoming.ts';
import { intakeKeeper } from '#electron/intake/keeper.ts';
import { checkTableSize, MOST_TABLE_BYTES } from '#shared/bulk/table-size.ts';
import { intakeChannels, INTAKE_BYTES } from '#shared/intake/contract.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';

const table = { what: 'table' } as const;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

function aKeeper() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-intake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let ids = 0;
  const keeper = intakeKeeper(incomingFolder(join(folder, 'intake')), () => `file-${++ids}`, ({ bytes }) => checkTableSize(bytes));
  onTestFinished(() => keeper.close());
  const begin = async (bytes: number, name = 'list.csv'): Promise<string> => valueOf(await keeper.begin({ use: table, name, bytes, mime: 'text/csv' })).intake;
  return { folder, keeper, begin, here: () => (existsSync(join(folder, 'intake')) ? readdirSync(join(folder, 'intake')) : []) };
}

test('a file comes in piece by piece, and is handed over whole, once', async () => {
  const { folder, keeper, begin, here } = aKeeper();
  const content = Buffer.from('sku,price\nA,1\n');
  const id = await begin(content.length);
  expect(valueOf(await keeper.append(id, 0, base64(content.subarray(0, 5))))).toEqual({ held: 5 });
  expect(await keeper.take(id, join(folder, 'kept', 'too-soon'))).toBe(false);
  expect(valueOf(await keeper.append(id, 5, base64(content.subarray(5))))).toEqual({ held: content.length });
  expect(valueOf(await keeper.finish(id))).toEqual({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
  expect(await keeper.take(id, join(folder, 'kept', 'one'))).toBe(true);
  expect(readFileSync(join(folder, 'kept', 'one'))).toEqual(content);
  expect(here()).toEqual([]);
  expect(await keeper.take(id, join(folder, 'kept', 'two'))).toBe(false);
});

test.each([
  { name: 'a piece that leaves a gap', offset: 6, data: 'x' }, { name: 'a piece that was sent before', offset: 0, data: 'x' }, { name: 'a piece that says more than was announced', offset: 5, data: 'x'.repeat(6) },
])('$name is not taken, and says what is here', async ({ offset, data }) => {
  const { keeper, begin } = aKeeper();
  const id = await begin(10);
  valueOf(await keeper.append(id, 0, base64('12345')));
  expect(valueOf(await keeper.append(id, offset, base64(data)))).toEqual({ held: 5 });
});

test('what was cut is refused in words and leaves nothing', async () => {
  const { keeper, begin, here } = aKeeper();
  const id = await begin(10);
  valueOf(await keeper.append(id, 0, base64('12345')));
  expect(errorOf(await keeper.finish(id))).toMatchObject({ rule: 'file-changed', details: { foundBytes: 5, expectedBytes: 10 } });
  expect(here()).toEqual([]);
  expect(errorOf(await keeper.append(id, 5, base64('6')))).toMatchObject({ rule: 'intake-gone' });
});

test('nobody else’s file, none that is empty, none that is too large; a name never becomes a path', async () => {
  const { keeper, begin, here } = aKeeper();
  for (const work of [keeper.append('../../secret', 0, base64('x')), keeper.finish('nobody'), keeper.cancel('nobody')]) expect(errorOf(await work)).toMatchObject({ code: 'not-ready', rule: 'intake-gone' });
  expect(errorOf(await keeper.begin({ use: table, name: 'a.csv', bytes: 0, mime: '' }))).toMatchObject({ rule: 'table-empty' });
  expect(errorOf(await keeper.begin({ use: table, name: 'a.csv', bytes: MOST_TABLE_BYTES + 1, mime: '' }))).toMatchObject({ rule: 'file-too-large' });
  await begin(3, '../../../etc/passwd\0.csv');
  expect(here()).toEqual(['file-1']);
  expect(keeper.find('file-1', 'table')?.name).toBe('../../../etc/passwd\0.csv');
});

test('the contract takes no name, piece or size without bounds', () => {
  const begin = { use: table, name: 'a', bytes: 1, mime: '' };
  expect(intakeChannels['intake.begin'].input.safeParse(begin).success).toBe(true);
  for (const wrong of [{ name: 'x'.repeat(1_001) }, { bytes: -1 }, { bytes: 1.5 }, { bytes: Number.MAX_VALUE }, { mime: 'x'.repeat(201) }, { use: { what: 'password' } }]) expect(intakeChannels['intake.begin'].input.safeParse({ ...begin, ...wrong }).success).toBe(false);
  const piece = { intake: '00000000-0000-7000-8000-000000000001', offset: 0, data: '' };
  for (const wrong of [{ intake: '../x' }, { offset: -1 }, { data: 'x'.repeat(INTAKE_BYTES * 2 + 1) }]) expect(intakeChannels['intake.append'].input.safeParse({ ...piece, ...wrong }).success).toBe(false);
});

test('who waits for a beginning hears when it is there, and when the file is given up', async () => {
  const { keeper, begin } = aKeeper();
  const id = await begin(10);
  const coming = keeper.find(id, 'table')!;
  const [some, all] = [coming.until(4), coming.until()];
  valueOf(await keeper.append(id, 0, base64('12345')));
  expect(await some).toBe(true);
  valueOf(await keeper.cancel(id));
  expect(await all).toBe(false);
});

test('of too many at once the one begun first is given up, not one that is whole', async () => {
  const { keeper, begin } = aKeeper();
  const whole = await begin(1);
  valueOf(await keeper.append(whole, 0, base64('1')));
  valueOf(await keeper.finish(whole));
  const ids: string[] = [];
  for (let n = 0; n < 50; n++) ids.push(await begin(1));
  expect(keeper.find(ids[0]!, 'table')).toBe(null);
  expect(keeper.find(ids[1]!, 'table')).not.toBe(null);
  expect(keeper.find(whole, 'table')?.sha256()).toMatch(/^[0-9a-f]{64}$/);
});
