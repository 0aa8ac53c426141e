import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { buildWhenStale } from '#electron/start/window-build.ts';
import { places, root, windowSources } from '#electron/start/places.ts';

export type Electron = typeof import('./electron-stand-in.ts');
export { closeBrowser } from './electron-stand-in.ts';
export type Launched = Awaited<ReturnType<typeof launchDesktop>>;

const double = fileURLToPath(import.meta.resolve('#tests/support/data-process-double.ts'));

/** The built window, as the desktop shell serves it. */
export async function builtWindow(): Promise<void> {
  const built = await buildWhenStale({ root, name: 'renderer', sources: windowSources, entry: places.windowBuilder });
  if (!built.ok) throw new Error(`the window could not be built: ${built.error}`);
}

/**
 * Starts the desktop shell whole on a fresh machine: `main.ts` is run, and the stand-in is what it
 * gets as `electron`.
 *
 * @param data `real` runs the console's data process, `double` the one for tests of shells
 */
export async function launchDesktop({
  data = 'double',
  dataDir = mkdtempSync(join(tmpdir(), 'comptoir-desktop-')),
  args = [],
  prepare = () => undefined,
}: { data?: 'real' | 'double'; dataDir?: string; args?: readonly string[]; prepare?: (machine: Electron['machine']) => void } = {}) {
  vi.resetModules();
  const electron = await import('./electron-stand-in.ts');
  vi.doMock('electron', () => electron);
  const { machine } = electron;
  if (data === 'double') machine.replacements.set('data-process.ts', double);
  prepare(machine);
  process.argv = ['electron', root, '--data', dataDir, '--server', 'http://127.0.0.1:1', ...args];
  const signals = (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ signal, before: new Set(process.listeners(signal)) }));
  await import('#electron/main.ts');
  const window = () => {
    const [first] = machine.windows;
    if (!first) throw new Error(`no window: ${machine.errors.join('; ')}`);
    return first;
  };
  return {
    electron,
    machine,
    dataDir,
    window,
    /** The page of the window, once the preload has put the bridge there. */
    page: async () => {
      await vi.waitFor(() => window().webContents.page(), { timeout: 20_000, interval: 50 });
      const page = window().webContents.page();
      await page.waitForFunction(() => 'comptoir' in globalThis);
      await page.waitForLoadState('load');
      return page;
    },
    /** Quits the way a person does, waits until everything is closed, and clears up. */
    close: async ({ keep = false } = {}) => {
      if (machine.exitCode === null) {
        const gone = new Promise((resolve) => electron.app.once('stand-in-exit', resolve));
        electron.app.quit();
        await gone;
      }
      for (const { signal, before } of signals) for (const listener of process.listeners(signal)) if (!before.has(listener)) process.off(signal, listener);
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Reply = { t: string; id: number; result: { ok: boolean; value: Record<string, unknown>; error: { code: string } } };

/** Asks the data process from inside the page, over the bridge the preload put there. */
export async function askFromPage(page: Awaited<ReturnType<Launched['page']>>, channel: string, input: unknown): Promise<Reply> {
  return page.evaluate(
    ([name, sent]) =>
      new Promise<Reply>((resolve) => {
        const { comptoir } = globalThis as unknown as { comptoir: { onMessage(listener: (message: Reply) => void): () => void; send(message: unknown): void } };
        const id = Math.floor(Math.random() * 1e9);
        const stop = comptoir.onMessage((message) => {
          if (message.t !== 'reply' || message.id !== id) return;
          stop();
          resolve(message);
        });
        comptoir.send({ t: 'ask', id, channel: name, input: sent });
      }),
    [channel, input] as const,
  );
}
