import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commands, runCli } from '#electron/cli/run-cli.ts';
import { lockFolder } from '#electron/ipc/folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'comptoir-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const out: string[] = [];
  const warned: string[] = [];
  const code = await runCli(argv, { say: (line) => out.push(line), warn: (line) => warned.push(line), progress: () => undefined }, {});
  return { code, out: out.join('\n'), warned };
}

test('help lists every command with its flags; so does nothing at all', async () => {
  for (const argv of [[], ['help'], ['--help']]) {
    const { code, out } = await run(...argv);
    expect(code).toBe(0);
    for (const { name, flags } of commands) for (const word of [name, ...Object.keys(flags).map((flag) => `--${flag}`)]) expect(out).toContain(word);
  }
});

test.each([
  { name: 'an unknown command', argv: ['dance'], says: 'There is no command "dance": there are demo, doctor, sync, import, export, images, jobs, undo and help.' },
  { name: 'an unknown flag', argv: ['doctor', '--fast'], says: "Unknown option '--fast'" },
  { name: 'a stray word', argv: ['doctor', 'now'], says: "Unexpected argument 'now'" },
  { name: 'a folder of files that is not there', argv: ['demo', '--olist', '/no/such/folder', '--data', folder], says: 'There is no folder /no/such/folder.' },
  { name: 'a file of orders that is not there', argv: ['demo', '--northwind', '/no/such/file.sql', '--data', folder], says: 'There is no file /no/such/file.sql.' },
  { name: 'no server to sync with', argv: ['sync', '--data', join(folder, 'empty')], says: 'give --server URL' },
  { name: 'a server in the open', argv: ['sync', '--server', 'http://market.example', '--data', folder], says: 'unencrypted' },
  { name: 'nobody signed in', argv: ['sync', '--server', 'http://127.0.0.1:1', '--data', join(folder, 'nobody')], says: 'Nobody is signed in' },
  { name: 'an import of nothing', argv: ['import', '--data', folder], says: 'Which file?' },
  { name: 'an import of what is not there', argv: ['import', '/no/such/list.csv', '--data', folder], says: 'There is no file /no/such/list.csv.' },
  { name: 'an import that changes and does not', argv: ['import', process.execPath, '--preview', '--apply', '--data', folder], says: 'give one of the two' },
  { name: 'an import with a word nobody knows', argv: ['import', process.execPath, '--blank', 'maybe', '--data', folder], says: '--blank: ' },
  { name: 'an import for nobody', argv: ['import', process.execPath, '--data', join(folder, 'nobody')], says: 'Nobody is signed in' },
  { name: 'a job for nobody', argv: ['undo', '01890000-0000-7000-8000-000000000001', '--data', join(folder, 'nobody')], says: 'Nobody is signed in' },
])('one line and exit code 1: $name', async ({ argv, says }) => {
  const { code, warned } = await run(...argv);
  expect(code).toBe(1);
  expect(warned).toEqual([expect.stringContaining(says)]);
});

test('a command that needs the folder for itself leaves one alone that a console works in', async () => {
  const held = join(folder, 'held');
  mkdirSync(held);
  const lock = lockFolder(held);
  const { code, warned } = await run('demo', '--data', held);
  lock?.release();
  expect({ code, warned }).toEqual({ code: 1, warned: [expect.stringContaining(`A console works in ${held}`)] });
});

test('demo with files that cannot be read keeps the marketplace that is there', async () => {
  const dataDir = join(folder, 'kept');
  const broken = join(folder, 'broken-olist');
  mkdirSync(join(dataDir, 'server'), { recursive: true });
  mkdirSync(broken);
  writeFileSync(join(dataDir, 'server', 'comptoir.db'), 'the one that is here');
  const { code, warned } = await run('demo', '--olist', broken, '--data', dataDir);
  expect(code).toBe(1);
  expect(warned).toEqual([expect.stringContaining('The demo marketplace was not made')]);
  expect(readFileSync(join(dataDir, 'server', 'comptoir.db'), 'utf8')).toBe('the one that is here');
});

test('doctor names a cache that is damaged and counts it', async () => {
  const dataDir = join(folder, 'doctor');
  mkdirSync(join(dataDir, 'cache'), { recursive: true });
  writeFileSync(join(dataDir, 'cache', 'abc.db'), 'not a database, but long enough to look like one '.repeat(100));
  const { code, out, warned } = await run('doctor', '--data', dataDir);
  expect(code).toBe(1);
  expect(out).toMatch(/^BAD {2}cache abc\.db .*not a database/m);
  expect(warned).toEqual([expect.stringMatching(/^1 of \d+ things are not in order\.$/)]);
});
