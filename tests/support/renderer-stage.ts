import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { build } from 'vite';
import { windowHeaders } from '#electron/ipc/window-files.ts';
import { places, root, windowSources } from '#electron/start/places.ts';
import { buildWhenStale } from '#electron/start/window-build.ts';
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
    /** Errors and policy violations the page reported: a test that ends well ends with none. */
    complaints: string[];
    tell<E extends EventName>(event: E, payload: Payload<E>): Promise<void>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
};

/** The window as it is shipped, or with the React that complains of what was written wrongly, which is half as fast. */
type Kind = 'shipped' | 'complaining';

/**
 * The window on a stage: the renderer as it is shipped, under the policy both shells serve it with, on a scripted line to the data process.
 * For what the whole stack cannot be brought to on demand: a disk that fills up, a conflict, the tenth second of a download.
 */
export async function setStage(kind: Kind = 'shipped'): Promise<Stage> {
  const built = await builtWindow(kind);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://stage').pathname;
    const file = join(built, path === '/' ? 'index.html' : path);
    if (!file.startsWith(built) || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...windowHeaders(null) });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { executablePath, args } = await chromiumForTests();
  const browser: Browser = await chromium.launch({ executablePath, args, headless: true });
  return {
    async open(script, { hash = '', context: contextOptions = {} } = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
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
        complaints,
        tell: (name, payload) =>
          page.evaluate((message) => (window as unknown as { stageTell(message: unknown): void }).stageTell(message), { t: 'event', name, payload }),
        close: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff' };

/** Builds the window once for all test files that run now; a later change in the code makes another build. */
async function builtWindow(kind: Kind): Promise<string> {
  const newest = globSync(['renderer/**/*', 'shared/**/*', 'vite.config.ts', 'package-lock.json'], { cwd: root }).map((file) => `${file} ${statSync(join(root, file)).mtimeMs}`);
  const folder = join(tmpdir(), `comptoir-stage-${createHash('sha256').update([kind, ...newest].join('\n')).digest('hex').slice(0, 16)}`);
  const [window, done] = [join(folder, 'window'), join(folder, 'done')];
  try {
    mkdirSync(folder);
  } catch {
    // Another test file is building it, or has.
    for (let waited = 0; waited < 300_000; waited += 200) {
      if (existsSync(done)) return window;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the window was not built within five minutes; remove ${folder} if a build was cut off`);
  }
  try {
    if (kind === 'shipped') await copyShipped(window);
    else await buildComplaining(window);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  writeFileSync(done, '');
  return window;
}

/** A copy of what `npm start` serves and the stories run on: built once for all of them, and whole however the code changes meanwhile. */
async function copyShipped(to: string): Promise<void> {
  const built = await buildWhenStale({ root, name: 'renderer', sources: windowSources, entry: places.windowBuilder });
  if (!built.ok) throw new Error(`the window could not be built: ${built.error}`);
  cpSync(join(root, 'out', 'renderer'), to, { recursive: true });
}

/** Built from a test, where NODE_ENV is not `production`, it gets React's development build. */
const buildComplaining = (to: string) => build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: to, emptyOutDir: false } });
