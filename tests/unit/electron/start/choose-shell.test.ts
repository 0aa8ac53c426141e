import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { chooseShell, electronHere, fetchElectron, type Surroundings } from '#electron/start/choose-shell.ts';

let fetched = 0;
const around = (over: Partial<Surroundings> & { fetches?: string | null } = {}): Surroundings => ({
  platform: 'linux',
  env: { DISPLAY: ':0' },
  isRoot: false,
  electronHere: () => null,
  fetchElectron: async () => {
    fetched++;
    return over.fetches ?? null;
  },
  ...over,
});
afterEach(() => void (fetched = 0));

test.each([
  { name: 'asked for the browser', asked: 'browser', around: around({ electronHere: () => '/e' }), gives: { shell: 'browser', why: 'as asked' } },
  { name: 'the runtime is here', asked: 'auto', around: around({ electronHere: () => '/e' }), gives: { shell: 'desktop', electron: '/e' } },
  { name: 'the runtime can be fetched', asked: 'auto', around: around({ fetches: '/f' }), gives: { shell: 'desktop', electron: '/f' } },
  { name: 'Wayland is a display', asked: 'auto', around: around({ env: { WAYLAND_DISPLAY: 'wayland-0' }, electronHere: () => '/e' }), gives: { shell: 'desktop' } },
  { name: 'other systems always have one', asked: 'auto', around: around({ platform: 'darwin', env: {}, electronHere: () => '/e' }), gives: { shell: 'desktop' } },
  { name: 'no display', asked: 'auto', around: around({ env: {}, electronHere: () => '/e' }), gives: { shell: 'browser', why: expect.stringContaining('no display') as string } },
  { name: 'root', asked: 'auto', around: around({ isRoot: true, electronHere: () => '/e' }), gives: { shell: 'browser', why: expect.stringContaining('root') as string } },
  { name: 'no runtime and no way to it', asked: 'auto', around: around(), gives: { shell: 'browser', why: expect.stringContaining('could not be fetched') as string } },
] as const)('$name', async ({ asked, around: where, gives }) => {
  expect(await chooseShell(asked, where)).toMatchObject({ ok: true, value: gives });
});

test.each([
  { name: 'no display', around: around({ env: {} }), says: 'no display' },
  { name: 'root', around: around({ isRoot: true }), says: 'root' },
  { name: 'no runtime', around: around(), says: 'npx install-electron' },
])('the desktop was asked for and cannot be: $name is said in one line with a way out', async ({ around: where, says }) => {
  const refused = await chooseShell('desktop', where);
  expect(refused).toEqual({ ok: false, error: expect.stringContaining(says) as string });
  expect(refused.ok ? '' : refused.error).toContain('--shell browser');
});

test('nothing is fetched where no window could be shown', async () => {
  await chooseShell('auto', around({ env: {} }));
  await chooseShell('auto', around({ isRoot: true }));
  await chooseShell('browser', around());
  expect(fetched).toBe(0);
});

/** An `electron` package whose installer does what a test wants. */
function packageWith(installer: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-electron-package-'));
  writeFileSync(join(folder, 'install.js'), installer);
  return folder;
}

test('an installer that hears nothing is given up after the patience', async () => {
  const folder = packageWith('setInterval(() => undefined, 1000)');
  expect(await fetchElectron(600, folder)).toBeNull();
  rmSync(folder, { recursive: true, force: true });
});

test('an installer that fails is believed at once', async () => {
  const folder = packageWith('process.exit(1)');
  expect(await fetchElectron(60_000, folder)).toBeNull();
  rmSync(folder, { recursive: true, force: true });
});

test('an installer that keeps receiving may take longer than the patience', async () => {
  const folder = packageWith(`
    const fs = require('node:fs'), path = require('node:path'), os = require('node:os');
    let rounds = 0;
    const timer = setInterval(() => {
      fs.appendFileSync(path.join(os.tmpdir(), 'part'), 'x'.repeat(1000));
      if (++rounds < 8) return;
      clearInterval(timer);
      fs.mkdirSync(path.join(__dirname, 'dist'), { recursive: true });
      fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '');
      fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');
    }, 250);
  `);
  expect(await fetchElectron(1_000, folder)).toBe(join(folder, 'dist', 'electron'));
  rmSync(folder, { recursive: true, force: true });
});

test('a runtime elsewhere is found by ELECTRON_OVERRIDE_DIST_PATH, and one that is half unpacked is none', () => {
  const folder = packageWith('');
  expect(electronHere(folder, {})).toBeNull();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(electronHere(folder, {})).toBeNull();
  const other = mkdtempSync(join(tmpdir(), 'comptoir-electron-dist-'));
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'electron'), '');
  chmodSync(join(other, 'electron'), 0o755);
  expect(electronHere(folder, { ELECTRON_OVERRIDE_DIST_PATH: other })).toBe(join(other, 'electron'));
  rmSync(folder, { recursive: true, force: true });
  rmSync(other, { recursive: true, force: true });
});
