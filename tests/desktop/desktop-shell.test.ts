import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { lockFolder } from '#electron/ipc/folder-lock.ts';
import { aPicture } from '#tests/builders/pictures.ts';
import { askFromPage, builtWindow, closeBrowser, launchDesktop, type Launched } from './launch.ts';

let desktop: Launched | undefined;
const launch = async (...args: Parameters<typeof launchDesktop>) => (desktop = await launchDesktop(...args));
beforeAll(builtWindow, 120_000);
afterAll(closeBrowser);
afterEach(async () => {
  await desktop?.close();
  desktop = undefined;
});

describe('secrets', () => {
  const stored = (dataDir: string) => join(dataDir, 'secrets.encrypted.json');

  test('SEC-02 tokens rest encrypted in the system key store and come back after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-keys-'));
    const { page, machine } = await launch({ dataDir });
    expect((await askFromPage(await page(), 'double.where', {})).result.value['secrets']).toBe('keychain');
    const set = await askFromPage(await page(), 'double.secret', { name: 'refresh:1', value: 'the-token' });
    expect(set.result.value).toEqual({ value: 'the-token' });
    expect(readFileSync(stored(dataDir), 'utf8')).not.toContain('the-token');
    expect(readFileSync(stored(dataDir)).toString('latin1')).toMatch(/^\{"refresh:1":"[\w+/=]+"\}$/);
    // A rotated key: what is read is written again under the new one.
    const before = readFileSync(stored(dataDir), 'utf8');
    machine.keyRotated = true;
    expect((await askFromPage(await page(), 'double.secret', { name: 'refresh:1' })).result.value).toEqual({ value: 'the-token' });
    expect(readFileSync(stored(dataDir), 'utf8')).not.toBe(before);
    expect((await askFromPage(await page(), 'double.secret', { name: 'refresh:1', value: null })).result.value).toEqual({ value: null });
  });

  test.each([
    { name: 'Linux without a key store (basic_text)', prepare: (machine: Launched['machine']) => void (machine.backend = 'basic_text') },
    { name: 'a key store nobody knows', prepare: (machine: Launched['machine']) => void (machine.backend = 'unknown') },
    { name: 'encryption that is not available', prepare: (machine: Launched['machine']) => void (machine.encryptionAvailable = false) },
  ])('SEC-02 nothing is kept with $name: tokens stay in memory', async ({ prepare }) => {
    const { page, dataDir } = await launch({ prepare });
    expect((await askFromPage(await page(), 'double.where', {})).result.value['secrets']).toBe('memory');
    expect((await askFromPage(await page(), 'double.secret', { name: 'refresh:1', value: 'the-token' })).result.ok).toBe(false);
    expect(existsSync(stored(dataDir))).toBe(false);
  });

  test('a damaged file of secrets counts as empty', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-keys-'));
    writeFileSync(stored(dataDir), '{"refresh:1": 42');
    const { page } = await launch({ dataDir });
    expect((await askFromPage(await page(), 'double.secret', { name: 'refresh:1' })).result.value).toEqual({ value: null });
  });
});

describe('the data process', () => {
  test('runs as a utility process, and a page that asks before it is up is answered when it is', async () => {
    const { page, machine, dataDir } = await launch();
    const answer = await askFromPage(await page(), 'double.where', {});
    expect(answer.result.value).toMatchObject({ shell: 'desktop', dataDir });
    expect(machine.forked).toEqual([{ entry: expect.stringMatching(/electron\/data-process\.ts$/) as string, options: { serviceName: 'Comptoir data', stdio: 'inherit' } }]);
  });

  test('when it dies the page is told, gets a new line without loading again, and what it sends meanwhile arrives', async () => {
    const { page: opened } = await launch();
    const page = await opened();
    const before = (await askFromPage(page, 'double.where', {})).result.value['pid'];
    await page.evaluate(() => {
      const told: string[] = [];
      const { comptoir } = globalThis as unknown as { comptoir: { onClose(listener: () => void): void; onOpen(listener: () => void): void; send(message: unknown): void } };
      Object.assign(globalThis, { told });
      comptoir.onClose(() => told.push('close'));
      comptoir.onOpen(() => told.push('open'));
      comptoir.send({ t: 'ask', id: 1, channel: 'double.die', input: {} });
    });
    await page.waitForFunction(() => (globalThis as unknown as { told: string[] }).told[0] === 'close');
    const after = (await askFromPage(page, 'double.where', {})).result.value['pid'];
    expect(after).not.toBe(before);
    expect(await page.evaluate(() => (globalThis as unknown as { told: string[] }).told)).toEqual(['close', 'open']);
  });

  test('IMG-07 pictures are read by processes the shell starts for it; one that is killed is replaced, and they go when it goes', async () => {
    const { page: opened, machine, dataDir } = await launch();
    const page = await opened();
    const path = join(dataDir, 'picture.jpg');
    writeFileSync(path, await aPicture(400, 200).jpeg().toBuffer());
    const looked = async () => (await askFromPage(page, 'double.picture', { path })).result;
    expect(await looked()).toMatchObject({ ok: true, value: { width: 256, height: 128, type: 'WEBP' } });
    expect(machine.forked.slice(1)).toMatchObject([{ entry: expect.stringMatching(/electron\/media\/picture-worker\.ts$/) as string, options: { serviceName: 'Comptoir pictures' } }]);
    const [first] = machine.children.slice(1);
    const gone = once(first!, 'exit');
    first!.kill('SIGKILL');
    await gone;
    expect(await looked()).toMatchObject({ ok: true });
    writeFileSync(path, '<svg/>');
    expect(await looked()).toMatchObject({ ok: false, error: { rule: 'picture-type' } });
    const second = machine.children.at(-1)!;
    expect([second.pid === first!.pid, second.exitCode, second.signalCode]).toEqual([false, null, null]);
    const also = once(second, 'exit');
    await page.evaluate(() => (globalThis as unknown as { comptoir: { send(message: unknown): void } }).comptoir.send({ t: 'ask', id: 1, channel: 'double.die', input: {} }));
    await also;
  });

  test('announcements reach the page', async () => {
    const { page: opened } = await launch();
    const page = await opened();
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => {
          const { comptoir } = globalThis as unknown as { comptoir: { onMessage(listener: (message: { t: string }) => void): void } };
          comptoir.onMessage((message) => message.t === 'event' && resolve(message));
        }),
    );
    await askFromPage(page, 'double.announce', { text: 'news' });
    expect(await heard).toEqual({ t: 'event', name: 'double.announced', payload: { text: 'news' } });
  });

  test('a page that loads again gets a line of its own', async () => {
    const { page: opened } = await launch();
    const page = await opened();
    await page.reload();
    await page.waitForFunction(() => 'comptoir' in globalThis);
    expect((await askFromPage(page, 'double.echo', { text: 'after' })).result.value).toEqual({ text: 'after' });
  });
});

describe('the window', () => {
  test('opens where it was left, and remembers where it is closed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-window-'));
    writeFileSync(join(dataDir, 'window.json'), JSON.stringify({ x: 100, y: 120, width: 1_000, height: 700, maximized: true, locale: 'ar' }));
    const first = await launch({ dataDir });
    await first.page();
    expect(first.window().options).toMatchObject({ x: 100, y: 120, width: 1_000, height: 700, show: false });
    expect(first.window().isMaximized()).toBe(true);
    expect(first.machine.menu?.map((item) => item.label)).toEqual(['ملف', 'تحرير', 'عرض', 'نافذة']);
    await first.close({ keep: true });
    expect(JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'))).toEqual({ x: 100, y: 120, width: 1_000, height: 700, maximized: true, locale: 'ar' });
  });

  test.each([
    { name: 'on a display that is gone', text: JSON.stringify({ x: 9_000, y: 0, width: 1_000, height: 700, maximized: false }), width: 1_000 },
    { name: 'with figures that make no sense', text: JSON.stringify({ x: 0, y: 0, width: -5, height: 1e9, maximized: 'yes' }), width: 1_360 },
    { name: 'as something that is not JSON', text: 'x'.repeat(100), width: 1_360 },
  ])('left $name, it opens at a sensible place', async ({ text, width }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-window-'));
    writeFileSync(join(dataDir, 'window.json'), text);
    const { page, window } = await launch({ dataDir });
    await page();
    expect(window().options.x).toBeUndefined();
    expect(window().options.width).toBe(width);
  });

  test('the menu follows the language of the console, and has developer tools only in development', async () => {
    const { page: opened, machine } = await launch({ prepare: (prepared) => void Object.assign(prepared, { isPackaged: true, locale: 'en-GB' }) });
    const page = await opened();
    expect(machine.menu?.map((item) => item.label)).toEqual(['File', 'Edit', 'View', 'Window']);
    const answer = await page.evaluate(() => (globalThis as unknown as { comptoir: { shellCall(name: string, input: unknown): Promise<unknown> } }).comptoir.shellCall('setLanguage', { locale: 'fr' }));
    expect(answer).toEqual({ ok: true, value: null });
    expect(machine.menu?.map((item) => item.label)).toEqual(['Fichier', 'Édition', 'Affichage', 'Fenêtre']);
    expect(JSON.stringify(machine.menu)).not.toContain('toggleDevTools');
    expect(machine.windows[0]!.options.webPreferences?.devTools).toBe(false);
    expect(machine.protocolClients).toEqual(['comptoir']);
  });

  test('a page that crashes is loaded again, but not for ever', async () => {
    const { page, window } = await launch();
    await page();
    let reloads = 0;
    window().webContents.reload = () => void reloads++;
    for (let times = 0; times < 10; times++) window().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(reloads).toBe(3);
  });
});

describe('where a file goes', () => {
  type Answer = { ok: boolean; value?: string | null; error?: { code: string } };
  const choose = async (desk: Launched, name: unknown) =>
    (await desk.page()).evaluate((sent) => (globalThis as unknown as { comptoir: { shellCall(name: string, input: unknown): Promise<Answer> } }).comptoir.shellCall('chooseSave', { name: sent }), name);
  const placeOf = async (desk: Launched, key: unknown) => (await askFromPage(await desk.page(), 'double.place', { key })).result.value['path'];

  test('the system asks over the window, the page gets a key, and the data process knows the path by then', async () => {
    const desk = await launch();
    desk.machine.save = async () => '/home/salma/Tables/nour.xlsx';
    const { ok, value: key } = await choose(desk, 'nour-2026.xlsx');
    expect(ok).toBe(true);
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(await placeOf(desk, key)).toBe('/home/salma/Tables/nour.xlsx');
    expect(desk.machine.saves.map(({ window, options }) => [window === desk.window(), options])).toEqual([[true, expect.objectContaining({ defaultPath: 'nour-2026.xlsx', filters: [{ name: 'XLSX', extensions: ['xlsx'] }], properties: expect.arrayContaining(['showOverwriteConfirmation']) as string[] })]]);
  });

  test('a name left without its ending gets it, unless a file is called so', async () => {
    const desk = await launch();
    desk.machine.save = async () => join(desk.dataDir, 'liste');
    expect(await placeOf(desk, (await choose(desk, 'nour.csv')).value)).toBe(join(desk.dataDir, 'liste.csv'));
    writeFileSync(join(desk.dataDir, 'liste.csv'), 'somebody\u2019s own');
    expect(await placeOf(desk, (await choose(desk, 'nour.csv')).value)).toBe(join(desk.dataDir, 'liste'));
  });

  test('closed without a choice there is no key, nor while it is still being asked', async () => {
    const desk = await launch();
    expect(await choose(desk, 'nour.csv')).toEqual({ ok: true, value: null });
    let answer: (path: string) => void = () => undefined;
    desk.machine.save = () => new Promise<string>((resolve) => (answer = resolve));
    const first = choose(desk, 'nour.csv');
    await vi.waitFor(() => expect(desk.machine.saves).toHaveLength(2), { timeout: 20_000 });
    expect(await choose(desk, 'again.csv')).toEqual({ ok: true, value: null });
    expect(desk.machine.saves).toHaveLength(2);
    answer('/home/salma/nour.csv');
    expect(await placeOf(desk, (await first).value)).toBe('/home/salma/nour.csv');
  });

  test('SEC-05 #17 a page gives a name, never a folder', async () => {
    const desk = await launch();
    for (const name of ['../up.csv', '/etc/passwd', 'a\\b.csv', '.bashrc', '', 'x'.repeat(201), 'line\nbreak.csv', 7, null]) expect(await choose(desk, name), JSON.stringify(name)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(desk.machine.saves).toEqual([]);
  });
});

describe('links from outside', () => {
  test('a link at the start and a link while running both lead to their place, without loading the page again', async () => {
    const { page: opened, electron, window } = await launch({ args: ['comptoir://catalog'] });
    const page = await opened();
    expect(window().webContents.getURL()).toBe('app://comptoir/index.html#/catalog');
    await page.evaluate(() => Object.assign(globalThis, { still: 'here' }));
    electron.app.emit('second-instance', {}, ['electron', 'app', 'comptoir://sync']);
    await page.waitForFunction(() => location.hash === '#/sync');
    expect(await page.evaluate(() => (globalThis as unknown as { still?: string }).still)).toBe('here');
    expect(window().focused).toBe(1);
  });

  test.each(['comptoir://catalog?x=1', 'comptoir://catalog/../x', 'comptoir://catalog/%2e', 'comptoir://', 'comptoir://a b', 'https://market.example', 'comptoir://catalog#x', `comptoir://catalog/${'x'.repeat(65)}`, 'COMPTOIR://catalog'])('%s leads nowhere', async (link) => {
    const { placeOfLink } = await import('#electron/app/deep-link.ts');
    expect(placeOfLink(link)).toBeNull();
  });
});

describe('one console at a time', () => {
  test('a second instance quits at once', async () => {
    const { machine } = await launch({ prepare: (prepared) => void (prepared.isFirstInstance = false) });
    await vi.waitFor(() => expect(machine.exitCode).toBe(0), { timeout: 20_000 });
    expect(machine.windows).toEqual([]);
  });

  test('a folder that another shell works in is left alone', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-locked-'));
    mkdirSync(dataDir, { recursive: true });
    const lock = lockFolder(dataDir);
    const { machine } = await launch({ dataDir });
    await vi.waitFor(() => expect(machine.exitCode).toBe(0), { timeout: 20_000 });
    expect(machine.errors).toEqual([expect.stringContaining('already works in')]);
    expect(machine.windows).toEqual([]);
    lock?.release();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('a bad server address is told in a box, and nothing starts', async () => {
    const { machine } = await launch({ args: ['--server', 'http://market.example'] });
    await vi.waitFor(() => expect(machine.exitCode).toBe(1), { timeout: 20_000 });
    expect(machine.errors).toEqual([expect.stringContaining('unencrypted')]);
  });
});
