/** The packed-up truth: the desktop shell on a real Electron, wherever its runtime is present. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronHere, hasDisplay } from '#electron/start/choose-shell.ts';
import { desktopSources, places, root, windowSources } from '#electron/start/places.ts';
import { buildWhenStale } from '#electron/start/window-build.ts';

const executable = electronHere();
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const missing = !executable ? 'its runtime is not here' : !hasDisplay({ platform: process.platform, env: process.env }) ? 'there is no display' : isRoot ? 'its sandbox does not run as root' : null;

describe.skipIf(missing !== null)(`real Electron${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-real-electron-'));
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    for (const [name, sources, entry] of [['renderer', windowSources, places.windowBuilder], ['main', desktopSources, places.desktopBuilder]] as const) {
      const built = await buildWhenStale({ root, name, sources, entry });
      if (!built.ok) throw new Error(built.error);
    }
    app = await _electron.launch({ executablePath: executable!, args: [root, '--data', dataDir, '--server', 'http://127.0.0.1:1'] });
    page = await app.firstWindow();
    await page.waitForSelector('#root > *');
  }, 180_000);
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('the window shows the console on app://', async () => {
    expect(page.url()).toMatch(/^app:\/\/comptoir\/index\.html/);
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
  });

  test('SEC-05 #2 #3 #20 the page has the bridge and no Node', async () => {
    expect(await page.evaluate(() => ({ node: ['process', 'require', 'Buffer'].filter((name) => name in globalThis), bridge: Object.keys((globalThis as unknown as { comptoir: object }).comptoir).sort() }))).toEqual({
      node: [],
      bridge: ['onClose', 'onMessage', 'onOpen', 'platform', 'send', 'shell', 'shellCall'],
    });
  });

  test('the page reaches the data process in its utility process', async () => {
    const reply = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { comptoir } = globalThis as unknown as { comptoir: { onMessage(listener: (message: { t: string; id: number }) => void): void; send(message: unknown): void } };
          comptoir.onMessage((message) => message.t === 'reply' && message.id === 424_242 && resolve(message));
          comptoir.send({ t: 'ask', id: 424_242, channel: 'settings.about', input: {} });
        }),
    );
    expect(reply).toMatchObject({ result: { ok: true, value: { shell: 'desktop', dataDir } } });
  });

  test.skipIf(process.platform !== 'linux')('SEC-05 #4 the page’s process runs under seccomp', async () => {
    const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId());
    expect(/^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]).toBe('2');
  });

  test('SEC-05 #13 #14 the page stays where it is and opens nothing', async () => {
    await page.evaluate(() => {
      window.open('https://market.example/');
      location.href = 'https://market.example/';
    });
    await page.waitForTimeout(500);
    expect(page.url()).toMatch(/^app:\/\/comptoir\//);
    expect(app.windows()).toHaveLength(1);
  });

  test('SEC-05 #7 an inline script does not run', async () => {
    expect(
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.planted = true';
        document.head.append(script);
        return 'planted' in globalThis;
      }),
    ).toBe(false);
  });
});
