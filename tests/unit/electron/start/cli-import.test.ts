import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '#electron/cli/run-cli.ts';
import { id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../sync/support/cache.ts';
import { aConsole, aProxy, aServer, PASSWORD, SALMA } from '../sync/support/world.ts';

test('SYN-12 an exported outbox is taken over without a window: a look first, then with --yes, and nothing counts twice', async () => {
  const server = await aServer({ products: 5 });
  const proxy = await aProxy(() => server.url);
  const old = await aConsole(proxy.url);
  await old.signIn();
  await old.online();
  proxy.mode.down = true;
  proxy.cut();
  await old.edit(id(1), { op: 'add', path: `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`, delta: 5, reason: 'receipt' });
  await old.edit(id(2), { op: 'add', path: `variants/${variantIdOf(2)}/stock/${locationIdOf(1)}/onHand`, delta: 3, reason: 'receipt' });
  const { file } = await old.must('sync.export', {});
  const damaged = join(aFolder(), 'damaged.json');
  writeFileSync(damaged, readFileSync(file, 'utf8').replace('{"mid"', '{mid'));

  const dataDir = aFolder();
  const run = async (...argv: string[]) => {
    const out: string[] = [];
    const code = await runCli(['sync', ...argv, '--server', server.url, '--email', SALMA, '--data', dataDir], { say: (line) => out.push(line), warn: (line) => out.push(line), progress: () => undefined }, { COMPTOIR_PASSWORD: PASSWORD });
    return { code, out: out.join('\n') };
  };
  expect(await run('import')).toMatchObject({ code: 1, out: 'There is "sync" and "sync import FILE".' });
  expect(await run('import', join(dataDir, 'nowhere.json'))).toMatchObject({ code: 1, out: expect.stringContaining('There is no file') as string });
  expect(await run('import', damaged)).toMatchObject({ code: 0, out: expect.stringMatching(/1 changes: 1 apply[^]*1 unreadable lines\n {2}line 2: not-json\nNothing was done yet/) as string });
  expect(await run('import', file)).toMatchObject({ code: 0, out: expect.stringContaining('2 changes: 2 apply, 0 conflicts') as string });
  expect(await run('import', file, '--yes')).toMatchObject({ code: 0, out: expect.stringContaining('2 taken over, 0 as drafts') as string });
  expect(await run('import', file, '--yes')).toMatchObject({ code: 0, out: expect.stringContaining('2 known already') as string });
  proxy.mode.down = false;
  await old.must('sync.now', {});
  await old.online();
  expect((await old.product(id(1))).variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand).toBe(15);
}, 120_000);

test('BLK-05 BLK-06 BLK-07 a list of products is previewed, applied, listed as a job and taken back without a window', async () => {
  const server = await aServer({ products: 5 });
  const dataDir = aFolder();
  const run = async (...argv: string[]) => {
    const [out, warned]: [string[], string[]] = [[], []];
    const code = await runCli([...argv, '--data', dataDir], { say: (line) => out.push(line), warn: (line) => warned.push(line), progress: () => undefined }, { COMPTOIR_PASSWORD: PASSWORD });
    return { code, out: out.join('\n'), warned: warned.join('\n') };
  };
  // As in a folder with its own server: commands that work on the catalogue find whose it is by the port.
  mkdirSync(join(dataDir, 'server'));
  writeFileSync(join(dataDir, 'server', 'port'), new URL(server.url).port);
  expect(await run('sync', '--email', SALMA)).toMatchObject({ code: 0 });
  const list = join(aFolder(), 'liste.csv');
  writeFileSync(list, 'command;sku;price;Mon bac\n;SKU-1;77,50;A\nDELETE;SKU-5;;\nMERGE;SKU-2;cher;B\n');
  const previewed = await run('import', list, '--preview', '--json');
  expect(previewed).toMatchObject({ code: 2, warned: '' });
  expect(JSON.parse(previewed.out)).toMatchObject({ rows: 3, created: 0, updated: 2, deleted: 1, unchanged: 0, skipped: 0, failed: 1, problems: [{ line: 3, rule: 'import-delete', severity: 'warning' }, { line: 4, column: 'price', value: 'cher', severity: 'error' }] });
  expect(await run('import', list)).toMatchObject({ code: 2, out: expect.stringMatching(/3 rows: 0 created, 1 updated, 1 deleted, 0 unchanged, 0 skipped, 1 failed[^]*Nothing was changed: add --apply/) as string });
  const applied = await run('import', list, '--apply', '--json');
  const { job } = JSON.parse(applied.out) as { job: string };
  expect(job).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse((await run('import', list, '--preview', '--json')).out)).toMatchObject({ rows: 3, updated: 0, deleted: 0, unchanged: 1, failed: 2 });
  expect(await run('jobs')).toMatchObject({ code: 0, out: expect.stringContaining(job) as string });
  expect(await run('undo', job)).toMatchObject({ code: 0, out: expect.stringContaining('2 taken back') as string });
  expect(JSON.parse((await run('import', list, '--preview', '--json')).out)).toMatchObject({ rows: 3, updated: 2, deleted: 1, failed: 1 });

  // What its columns mean is said by a file; decided once, it is known again, as in a window, also by the name of the file it was said for.
  const [odd, meanings, like] = [join(dataDir, 'odd.csv'), join(dataDir, 'meanings.json'), join(dataDir, 'like.csv')];
  writeFileSync(odd, 'sku;X1;Mon bac\nSKU-1;12,50;A\n');
  writeFileSync(like, 'sku;X1;Autre\nSKU-2;13,50;A\n');
  writeFileSync(meanings, '{ "x1": "price", "Not there": "note" }');
  expect(await run('import', odd, '--mapping', 'nowhere')).toMatchObject({ code: 1, warned: expect.stringMatching(/there is no file .*nowhere, and no mapping was decided on yet/) as string });
  expect(await run('import', list, '--mapping', meanings)).toMatchObject({ code: 1, warned: expect.stringContaining('the file has none of its columns. It has command, sku, price, Mon bac') as string });
  expect(JSON.parse((await run('import', odd, '--mapping', meanings, '--json')).out)).toMatchObject({ rows: 1, updated: 1, unchanged: 0 });
  expect(JSON.parse((await run('import', like, '--mapping', 'odd.csv', '--json')).out)).toMatchObject({ rows: 1, updated: 1 });
  writeFileSync(meanings, '{ "x1": "prix" }');
  expect(await run('import', odd, '--mapping', meanings)).toMatchObject({ code: 1, warned: expect.stringContaining('"prix" is no meaning of a column') as string });
  // Nothing of it waits to be prepared in a window.
  expect(readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())).toEqual([]);
}, 120_000);
