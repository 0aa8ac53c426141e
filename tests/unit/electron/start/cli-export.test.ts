import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '#electron/cli/run-cli.ts';
import { aFolder } from '../sync/support/cache.ts';
import { aServer, PASSWORD, SALMA } from '../sync/support/world.ts';

test('BLK-09 products are exported without a window; a file that is there is replaced only when asked, and what was written changes nothing when it is imported', async () => {
  const server = await aServer({ products: 5 });
  const [dataDir, folder] = [aFolder(), aFolder()];
  // As a folder with a server of its own has it.
  mkdirSync(join(dataDir, 'server'));
  writeFileSync(join(dataDir, 'server', 'port'), new URL(server.url).port);
  const run = async (...argv: string[]) => {
    const out: string[] = [];
    const code = await runCli([...argv, '--data', dataDir], { say: (line) => out.push(line), warn: (line) => out.push(line), progress: () => undefined }, { COMPTOIR_PASSWORD: PASSWORD });
    return { code, out: out.join('\n') };
  };
  expect(await run('sync', '--email', SALMA)).toMatchObject({ code: 0 });
  const file = join(folder, 'all.xlsx');
  expect(await run('export')).toMatchObject({ code: 1, out: 'Into which file? "export FILE".' });
  expect(await run('export', join(folder, 'nowhere', 'x.csv'))).toMatchObject({ code: 1, out: expect.stringContaining('There is no folder') as string });
  expect(await run('export', file, '--format', 'pdf')).toMatchObject({ code: 1, out: expect.stringMatching(/^--format: /) as string });
  expect(await run('export', file, '--filter', 'colour=red')).toMatchObject({ code: 1, out: expect.stringContaining('there is no field "colour"') as string });
  expect(existsSync(file)).toBe(false);

  expect(JSON.parse((await run('export', file, '--json')).out)).toMatchObject({ file, products: 5, rows: 5, leftOut: 0 });
  writeFileSync(file, 'mine');
  expect(await run('export', file)).toMatchObject({ code: 1, out: expect.stringContaining('--force replaces it') as string });
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(await run('export', file, '--force')).toMatchObject({ code: 0, out: expect.stringContaining('5 rows of 5 products') as string });
  expect(JSON.parse((await run('import', file, '--json')).out)).toMatchObject({ rows: 5, unchanged: 5, failed: 0 });
  expect(await run('export', join(folder, 'some.csv'), '--filter', 'status=archived')).toMatchObject({ code: 1, out: 'Nothing was written: export-nothing.' });
}, 120_000);
