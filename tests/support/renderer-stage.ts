import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import type { ChannelName, EventName, Output, Payload } from '#renderer/lib/client.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { chromiumForTests } from './chromium.ts';

/** What the data process says on this stage: a value or a refusal per channel, fixed or made from the question. */
export type Script = { readonly [K in ChannelName]?: Result<Output<K>, AppError> | ((input: never) => Result<Output<K>, AppError>) };

export type Stage = {
  /** Opens the window's own code in a real Chromium, on a data process that answers by the script. */
  open(script: Script, options?: { hash?: string; context?: BrowserContextOptions }): Promise<{
    page: Page;
    /** Everything the window asked, in order. */
    asked: { channel: string; input: unknown }[];
    tell<E extends EventName>(event: E, payload: Payload<E>): Promise<void>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
};

/**
 * The window on a stage: the renderer as it is shipped (built by vite on the fly), a scripted line to the data process.
 * For what the whole stack cannot be brought to on demand: a disk that fills up, a conflict, the tenth second of a download.
 */
export async function setStage(): Promise<Stage> {
  const vite: ViteDevServer = await createServer({
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
    cacheDir: fileURLToPath(new URL('../../node_modules/.vite-stage', import.meta.url)),
  });
  await vite.listen();
  const { executablePath, args } = await chromiumForTests();
  const browser: Browser = await chromium.launch({ executablePath, args, headless: true });
  const url = vite.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('vite has no address');
  return {
    async open(script, { hash = '', context: contextOptions = {} } = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
      const page = await context.newPage();
      const asked: { channel: string; input: unknown }[] = [];
      await page.exposeFunction('stageAnswer', (channel: ChannelName, input: unknown) => {
        asked.push({ channel, input });
        const line = script[channel];
        if (line === undefined) return { ok: false, error: { code: 'not-ready', attempted: channel } };
        return typeof line === 'function' ? (line as (input: unknown) => unknown)(input) : line;
      });
      await page.addInitScript(() => {
        type Answering = { stageAnswer(channel: string, input: unknown): Promise<unknown> };
        const listeners = new Set<(message: unknown) => void>();
        const tell = (message: unknown) => {
          for (const listener of listeners) listener(message);
        };
        Object.assign(window, {
          stageTell: tell,
          comptoir: {
            shell: 'browser',
            platform: 'Linux',
            send(message: { id: number; channel: string; input: unknown }) {
              void (window as unknown as Answering).stageAnswer(message.channel, message.input).then((result) => tell({ t: 'reply', id: message.id, result }));
            },
            onMessage(listener: (message: unknown) => void) {
              listeners.add(listener);
              return () => void listeners.delete(listener);
            },
          },
        });
      });
      await page.goto(`${url}${hash}`);
      return {
        page,
        asked,
        tell: (name, payload) =>
          page.evaluate((message) => (window as unknown as { stageTell(message: unknown): void }).stageTell(message), { t: 'event', name, payload }),
        close: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      await vite.close();
    },
  };
}
