/**
 * All twenty items of Electron's security checklist, each held by a test of its own on the desktop shell as it runs
 * (`main.ts` and `preload.cts` whole, in real Chromium pages), or on its sources where an item is about what is never written.
 * Item 19, the fuses, is read from a packed console: `packaging.test.ts`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '#electron/start/places.ts';
import { askFromPage, builtWindow, closeBrowser, launchDesktop, type Launched } from './launch.ts';
import type { StandInWindow } from './electron-stand-in.ts';

let desktop: Launched;
let page: Awaited<ReturnType<Launched['page']>>;
const preferences = () => desktop.window().webContents.getLastWebPreferences();

const sourcesOf = (folder: string): { file: string; text: string }[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(c?tsx?|css|html)$/.test(entry.name))
    .map((entry) => ({ file: join(entry.parentPath, entry.name), text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
const desktopSources = () => [...sourcesOf('electron/app'), ...['electron/main.ts', 'electron/preload.cts'].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))];

beforeAll(async () => {
  await builtWindow();
  desktop = await launchDesktop({ data: 'real' });
  page = await desktop.page();
}, 120_000);
afterAll(async () => {
  await desktop.close();
  await closeBrowser();
});

test('SEC-05 #1 only secure content: every request of the window goes to app://, and anything else is refused before it leaves', async () => {
  await page.waitForSelector('#root > *');
  expect(desktop.machine.requests.length).toBeGreaterThan(2);
  for (const { url, outcome } of desktop.machine.requests) expect({ url, outcome }).toEqual({ url: expect.stringMatching(/^app:\/\/comptoir\//) as string, outcome: 'served' });
  const decide = desktop.electron.session.defaultSession.beforeRequest!;
  for (const url of ['http://market.example/', 'https://market.example/', 'ws://127.0.0.1/', 'file:///etc/passwd', 'ftp://x/', 'app://other/', 'blob:https://market.example/1', 'chrome://version']) {
    let verdict: boolean | undefined;
    decide({ url }, ({ cancel }) => (verdict = cancel));
    expect({ url, verdict }).toEqual({ url, verdict: true });
  }
  for (const { file, text } of sourcesOf('renderer')) expect({ file, insecure: text.match(/["'`]http:\/\/(?!www\.w3\.org)/g) }).toEqual({ file, insecure: null });
});

test('SEC-05 #2 no Node in the page, in its frames, or in its workers', async () => {
  expect(preferences()).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false });
  expect(await page.evaluate(() => ['process', 'require', 'module', 'Buffer', '__dirname', 'global'].filter((name) => name in globalThis))).toEqual([]);
});

test('SEC-05 #3 the preload’s world is not the page’s', async () => {
  expect(preferences().contextIsolation).toBe(true);
  expect(await page.evaluate(() => ['contextBridge', 'ipcRenderer', '__standInFromMain', '__standInToMain'].filter((name) => name in globalThis))).toEqual([]);
});

test('SEC-05 #4 every process is sandboxed, before the app is ready', () => {
  expect(desktop.machine.sandboxed).toBe(true);
  expect(preferences().sandbox).toBe(true);
});

describe('SEC-05 #5 permissions', () => {
  // Every name in electron.d.ts, and one that does not exist yet.
  const declared = /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8'))?.[1] ?? '';
  const names = [...declared.matchAll(/'([\w-]+)'/g)].map((match) => match[1]!).concat('some-future-permission');
  const request = (permission: string, url: string) => {
    let granted: boolean | undefined;
    const handler = desktop.electron.session.defaultSession.handlers.get('permission-request') as unknown as (contents: { getURL(): string }, permission: string, callback: (granted: boolean) => void, details: object) => void;
    handler({ getURL: () => url }, permission, (answer) => (granted = answer), {});
    return granted;
  };
  const check = (permission: string, origin: string) => (desktop.electron.session.defaultSession.handlers.get('permission-check') as unknown as (contents: null, permission: string, origin: string, details: object) => boolean)(null, permission, origin, {});

  test('the list of permissions was found', () => expect(names.length).toBeGreaterThan(30));
  test.each(names)('SEC-05 #5 %s', (name) => {
    const own = name === 'clipboard-sanitized-write';
    expect(request(name, 'app://comptoir/index.html')).toBe(own);
    expect(check(name, 'app://comptoir/')).toBe(own);
    expect(request(name, 'https://market.example/')).toBe(false);
    expect(check(name, 'https://market.example/')).toBe(false);
  });
  test('SEC-05 #5 no device, no screen, no pairing, and the same for every session made later', () => {
    const { handlers } = desktop.electron.session.defaultSession;
    const device = handlers.get('device') as unknown as (details: object) => boolean;
    expect(['hid', 'serial', 'usb'].map((deviceType) => device({ deviceType, origin: 'app://comptoir' }))).toEqual([false, false, false]);
    let streams: object | undefined;
    (handlers.get('display-media') as unknown as (request: object, callback: (streams: object) => void) => void)({}, (given) => (streams = given));
    expect(streams).toEqual({});
    const later = new desktop.electron.StandInSession();
    desktop.electron.app.emit('session-created', later);
    expect([...later.handlers.keys()].sort()).toEqual([...handlers.keys()].sort());
    expect(later.handlers.get('permission-request')).toBeTypeOf('function');
    expect(later.beforeRequest).toBeTypeOf('function');
  });
});

test('SEC-05 #6 web security stays on', () => {
  expect(preferences().webSecurity).toBe(true);
  for (const { file, text } of desktopSources()) expect({ file, off: /webSecurity:\s*false|disable-web-security|bypassCSP:\s*true/.test(text) }).toEqual({ file, off: false });
});

test('SEC-05 #7 the policy of the page allows its own files only, and Chromium holds it to that', async () => {
  const response = await page.reload();
  const policy = (await response!.headerValue('content-security-policy')) ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe-|\*|https?:|wasm-unsafe/);
  const outcome = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'globalThis.planted = true';
    document.head.append(script);
    const image = new Image();
    image.src = 'https://market.example/pixel.png';
    const fetched = await fetch('https://market.example/').then(() => 'fetched', () => 'refused');
    while (new Set(violations).size < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    return { planted: 'planted' in globalThis, fetched, violations: violations.sort() };
  });
  // Out of a timer: what a test evaluates directly is let past the policy.
  const evaluated = await page.evaluate("new Promise((done) => setTimeout(() => { try { done(eval('1 + 1')) } catch { done('refused') } }))");
  expect({ ...outcome, evaluated }).toMatchObject({ planted: false, evaluated: 'refused', fetched: 'refused' });
  expect(outcome.violations).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']));
  expect(desktop.machine.requests.filter(({ url }) => url.includes('market.example'))).toEqual([]);
});

test('SEC-05 #8 insecure content never runs', () => expect(preferences().allowRunningInsecureContent).toBe(false));
test('SEC-05 #9 experimental features are off', () => expect(preferences().experimentalFeatures).toBe(false));
test('SEC-05 #10 no Blink feature is switched on, by preference or by flag', () => {
  expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
  for (const { file, text } of desktopSources()) expect({ file, flags: text.match(/enableBlinkFeatures|appendSwitch|appendArgument/g) }).toEqual({ file, flags: null });
});
test('SEC-05 #11 there is no webview element, so none that may open windows', () => {
  expect(preferences().webviewTag).toBe(false);
  for (const { file, text } of sourcesOf('renderer')) expect({ file, webview: /<webview|allowpopups/.test(text) }).toEqual({ file, webview: false });
});

const emitted = (window: StandInWindow, name: string, fields: object) => {
  const event = { ...fields, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  window.webContents.emit(name, event);
  return event.defaultPrevented;
};

test('SEC-05 #12 a webview that wants to attach anyway is turned away', () => {
  expect(emitted(desktop.window(), 'will-attach-webview', {})).toBe(true);
});

describe('SEC-05 #13 navigation', () => {
  const outside = ['https://market.example/', 'http://127.0.0.1/', 'file:///etc/passwd', 'app://comptoir.evil/', 'app://evil/index.html', 'app://comptoir@evil/', 'app://comptoir:80/', 'javascript:alert(1)', 'data:text/html,x', 'about:blank', 'blob:app://comptoir/1', 'not a url', ''];
  test.each(outside)('SEC-05 #13 refused, by page, frame and redirect: %s', (url) => {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) expect({ name, refused: emitted(desktop.window(), name, { url }) }).toEqual({ name, refused: true });
  });
  test('SEC-05 #13 the console’s own page may load again', () => {
    expect(emitted(desktop.window(), 'will-navigate', { url: 'app://comptoir/index.html#/catalog' })).toBe(false);
  });
  test('SEC-05 #13 a page that sends itself elsewhere stays where it is', async () => {
    await page.evaluate(() => void (location.href = 'https://market.example/'));
    await vi.waitFor(() => expect(desktop.machine.requests).toContainEqual({ url: 'https://market.example/', outcome: 'refused' }), { timeout: 20_000 });
    expect(desktop.window().webContents.getURL()).toMatch(/^app:\/\/comptoir\//);
  });
});

test('SEC-05 #14 a page cannot open a window', async () => {
  await page.evaluate(() => void window.open('https://market.example/popup'));
  await vi.waitFor(() => expect(desktop.machine.popups.length).toBeGreaterThan(0), { timeout: 20_000 });
  for (const popup of desktop.machine.popups) expect(popup.action).toBe('deny');
  expect(desktop.window().webContents.openHandler!({ url: 'app://comptoir/index.html' })).toEqual({ action: 'deny' });
  expect(desktop.machine.opened).toEqual([]);
});

describe('SEC-05 #15 links to the outside', () => {
  const call = (name: string, input: unknown) =>
    page.evaluate(([called, sent]) => (globalThis as unknown as { comptoir: { shellCall(name: unknown, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> } }).comptoir.shellCall(called, sent), [name, input] as const);

  test('SEC-05 #15 a page over https and a plain letter are opened by the system', async () => {
    expect(await call('openOutside', { url: 'https://market.example/help?x=1#top' })).toMatchObject({ ok: true });
    expect(await call('openOutside', { url: 'mailto:support@comptoir.example' })).toMatchObject({ ok: true });
    expect(desktop.machine.opened.splice(0)).toEqual(['https://market.example/help?x=1#top', 'mailto:support@comptoir.example']);
  });
  test.each([
    'http://market.example/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-msdt:/id', 'vbscript:x', 'data:text/html,x', 'comptoir://catalog', 'https://user:secret@market.example/',
    'https://', 'https:', 'mailto:', 'mailto:a@b.example?attach=/etc/passwd', 'mailto:a@b.example?body=x', 'https://market.example/ & calc.exe', 'https://market.example/"', 'https://market.example/\u0000', '', `https://market.example/${'x'.repeat(2_100)}`,
  ])('SEC-05 #15 refused: %s', async (url) => {
    expect(await call('openOutside', { url })).toMatchObject({ ok: false });
    expect(desktop.machine.opened).toEqual([]);
  });
  test('SEC-05 #15 whatever the text, only https and plain mailto pass the wrapper, and nothing else calls openExternal', async () => {
    const { isSafeOutside } = await import('#electron/app/guards.ts');
    const scheme = fc.constantFrom('https://', 'https:', 'http://', 'mailto:', 'file:///', 'javascript:', 'HTTPS://', 'hTTps:/', '//', '\\\\', ' https://');
    fc.assert(
      fc.property(scheme, fc.string({ maxLength: 40 }), (start, rest) => {
        const address = start + rest;
        if (!isSafeOutside(address)) return;
        const { protocol, username, password, search, pathname } = new URL(address);
        expect(['https:', 'mailto:']).toContain(protocol);
        expect(username + password).toBe('');
        expect(address).not.toMatch(/[\s"'<>\\^`{|}]/);
        if (protocol === 'mailto:') expect({ search, plain: /^[^@/]+@[^@/]+$/.test(pathname) }).toEqual({ search: '', plain: true });
      }),
      { numRuns: 2_000 },
    );
    const callers = desktopSources().filter(({ text }) => text.includes('openExternal'));
    expect(callers.map(({ file }) => file.split('/').at(-1))).toEqual(['guards.ts']);
  });
});

describe('SEC-05 #16 a current Electron', () => {
  const installed = (JSON.parse(readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8')) as { version: string }).version;
  const asked = spawnSync('npm', ['view', 'electron', 'version'], { cwd: root, encoding: 'utf8', timeout: 15_000, shell: process.platform === 'win32' });
  const latest = asked.status === 0 ? /^(\d+)\./m.exec(asked.stdout)?.[1] : undefined;

  test('SEC-05 #16 it is pinned exactly, and what is pinned is what is installed', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    expect(devDependencies['electron']).toBe(installed);
  });
  test.skipIf(!latest)(`SEC-05 #16 it is at most one major version behind the latest${latest ? '' : ' (skipped: the registry does not answer)'}`, () => {
    expect(Number(installed.split('.')[0])).toBeGreaterThanOrEqual(Number(latest) - 1);
  });
});

describe('SEC-05 #17 senders', () => {
  const own = { url: 'app://comptoir/index.html', detached: false, parent: null, postMessage: () => undefined };
  const hostile = [
    { name: 'a foreign page', frame: { ...own, url: 'https://market.example/' } },
    { name: 'a look-alike', frame: { ...own, url: 'app://comptoir.evil/index.html' } },
    { name: 'a frame inside the page', frame: { ...own, parent: own } },
    { name: 'a frame that is gone', frame: { ...own, detached: true } },
    { name: 'no frame at all', frame: null },
    { name: 'an empty page', frame: { ...own, url: 'about:blank' } },
    { name: 'another window', frame: own, sender: { id: 9_999 } },
  ];
  test.each(hostile)('SEC-05 #17 $name gets no port and no answer', async ({ frame, sender = { id: desktop.window().webContents.id } }) => {
    const posted: unknown[] = [];
    const event = { sender, senderFrame: frame && { ...frame, postMessage: (...message: unknown[]) => posted.push(message) } };
    desktop.electron.ipcMain.emit('comptoir:port-ask', event);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(posted).toEqual([]);
    expect(await desktop.electron.ipcMain.ask('comptoir:shell-call', event, { name: 'openOutside', input: { url: 'https://market.example/' } })).toEqual({ ok: false, error: { code: 'unknown-origin', attempted: 'shell' } });
    expect(desktop.machine.opened).toEqual([]);
  });
  test('SEC-05 #17 there are exactly two channels to main, and both look at their sender', () => {
    expect(desktop.electron.ipcMain.channels()).toEqual({ on: ['comptoir:port-ask'], handle: ['comptoir:shell-call'] });
  });
  test('SEC-05 #17 whatever is sent over them is answered with a refusal, never with an exception', async () => {
    const event = { sender: { id: desktop.window().webContents.id }, senderFrame: own };
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.record({ name: fc.constantFrom('openOutside', 'setLanguage', 'chooseSave', '__proto__'), input: fc.anything() })), async (message) => {
        expect(await desktop.electron.ipcMain.ask('comptoir:shell-call', event, message)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
      }),
      { numRuns: 500 },
    );
  });
  test('SEC-05 #17 whatever a page sends to the data process is answered as invalid-input', async () => {
    for (const message of [{ t: 'ask', id: 1, channel: 'no.such', input: {} }, { t: 'ask', id: 1, channel: 'constructor', input: {} }, { t: 'ask', id: 1 }, { id: 1 }]) {
      const reply = await page.evaluate(
        (sent) =>
          new Promise<{ result: { error: { code: string } } }>((resolve) => {
            const { comptoir } = globalThis as unknown as { comptoir: { onMessage(listener: (message: { t: string; result: { error: { code: string } } }) => void): () => void; send(message: unknown): void } };
            const stop = comptoir.onMessage((answer) => {
              if (answer.t !== 'reply' || !('error' in answer.result)) return;
              stop();
              resolve(answer);
            });
            comptoir.send(sent);
          }),
        message,
      );
      expect(reply.result.error.code).toBe('invalid-input');
    }
  });
});

describe('SEC-05 #18 app:// instead of file://', () => {
  const answer = async (url: string, method = 'GET') => {
    const handler = desktop.electron.session.defaultSession.schemes.get('app')!;
    const response = await handler({ url, method } as Request);
    return { status: response.status, text: await response.text() };
  };
  test('SEC-05 #18 the scheme is registered as a secure standard one, and goes through no policy by-pass', () => {
    expect(desktop.machine.schemes).toEqual([{ scheme: 'app', privileges: expect.objectContaining({ standard: true, secure: true }) as object }]);
    expect(desktop.machine.schemes[0]!.privileges).not.toHaveProperty('bypassCSP');
    expect(desktop.machine.schemes[0]!.privileges).not.toHaveProperty('allowExtensions');
    for (const { file, text } of desktopSources()) expect({ file, loads: /loadFile\(|pathToFileURL|file:\/\//.test(text.replace(/`file:\/\/`/g, '')) }).toEqual({ file, loads: false });
  });
  test.each([
    ['app://comptoir/../package.json', 404], ['app://comptoir/..%2fpackage.json', 404], ['app://comptoir/%2e%2e/%2e%2e/package.json', 404], ['app://comptoir/assets/..%5c..%5cpackage.json', 404],
    ['app://comptoir/%00', 404], ['app://comptoir//etc/passwd', 404], ['app://comptoir/assets', 404], ['app://evil/index.html', 403], ['app://comptoir.evil/index.html', 403], ['app://user@comptoir/index.html', 403],
  ])('SEC-05 #18 %s is answered with %i', async (url, status) => {
    expect((await answer(url)).status).toBe(status);
  });
  test('SEC-05 #18 only GET', async () => expect((await answer('app://comptoir/index.html', 'POST')).status).toBe(405));
  test('SEC-05 #18 no path, however written, leaves the folder', async () => {
    const piece = fc.constantFrom('..', '.', '%2e', '%2e%2e', '%2f', '%5c', '\\', '/', 'package.json', 'assets', '%00', ';', '%25', '~', 'a', '%c0%ae');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const { text } = await answer(`app://comptoir/${pieces.join('')}`);
        expect(text).not.toContain('"devDependencies"');
      }),
      { numRuns: 1_000 },
    );
  });
});

test('SEC-05 #20 the page has window.comptoir with exactly these members, and they cannot be replaced', async () => {
  const seen = await page.evaluate(() => {
    const { comptoir } = globalThis as unknown as { comptoir: Record<string, unknown> };
    return { members: Object.fromEntries(Object.keys(comptoir).sort().map((key) => [key, typeof comptoir[key]])), frozen: Object.isFrozen(comptoir) };
  });
  expect(seen).toEqual({ members: { onClose: 'function', onMessage: 'function', onOpen: 'function', platform: 'string', send: 'function', shell: 'string', shellCall: 'function' }, frozen: true });
});

test('SEC-05 messages of the page reach the real data process and come back', async () => {
  const reply = await askFromPage(page, 'settings.get', {});
  expect(reply.result).toMatchObject({ ok: true, value: { locale: expect.any(String) as string } });
  const about = await askFromPage(page, 'settings.about', {});
  expect(about.result.value).toMatchObject({ shell: 'desktop', serverUrl: 'http://127.0.0.1:1' });
});
