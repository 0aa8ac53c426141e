import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { demoOnce, WHOLE } from './demo-once.ts';
import { startConsoleProcess, type ConsoleProcess } from './console-process.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export { expect };

/** A companion server with the demo marketplace, that a story can stop and start again on the same address. */
export type ServerUnderTest = {
  readonly url: string;
  readonly dataDir: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  passwordOf(email: string): string;
};

/** One person's console: a data folder, the process over it, and a browser page. */
export type ConsoleUnderTest = {
  readonly dataDir: string;
  /** The page on the running console; a new one after each start. */
  page(): Page;
  /** Starts the console (again) on the same data folder and opens it. */
  start(): Promise<Page>;
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Signs in through the data process, the way the sign-in screen does, and waits until somebody is signed in. */
  signIn(email: string): Promise<void>;
};

type Fixtures = {
  /** How many products the demo vendor has: `test.use({ vendorProducts: 400 })` where the story is not about many. */
  vendorProducts: number;
  server: ServerUnderTest;
  /** The console of a first person, started and open on the sign-in screen. */
  desk: ConsoleUnderTest;
  /** Makes more consoles: a second person, a second machine. */
  newDesk: () => Promise<ConsoleUnderTest>;
};

async function makeDesk(context: BrowserContext, server: ServerUnderTest): Promise<ConsoleUnderTest & { end(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-e2e-desk-'));
  let running: ConsoleProcess | null = null;
  let page: Page | null = null;
  const start = async () => {
    running = await startConsoleProcess(dataDir, ['--server', server.url]);
    await page?.close();
    page = await context.newPage();
    await page.goto(running.link);
    return page;
  };
  const current = () => {
    if (!page) throw new Error('start the console first');
    return page;
  };
  return {
    dataDir,
    start,
    page: current,
    stop: async () => void (await running?.stop()),
    kill: async () => running?.kill(),
    signIn: async (email) => {
      await current().locator('input[type="email"], input[autocomplete="username"]').first().fill(email);
      await current().locator('input[type="password"]').fill(server.passwordOf(email));
      await current().keyboard.press('Enter');
      await expect(current().locator('input[type="password"]')).toHaveCount(0);
    },
    end: async () => {
      await page?.close();
      await running?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const test = base.extend<Fixtures>({
  vendorProducts: [WHOLE, { option: true }],
  server: async ({ vendorProducts }, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-e2e-server-'));
    cpSync(await demoOnce(vendorProducts), dataDir, { recursive: true });
    let process_: ServerProcess = await startServerProcess({ dataDir });
    const { url, port } = process_;
    const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as { email: string; password: string }[];
    await use({
      url,
      dataDir,
      start: async () => {
        process_ = await startServerProcess({ dataDir, port });
      },
      stop: () => process_.stop(),
      kill: () => process_.kill(),
      passwordOf: (email) => {
        const account = accounts.find((known) => known.email === email);
        if (!account) throw new Error(`no demo account ${email}`);
        return account.password;
      },
    });
    await process_.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
  newDesk: async ({ browser, server }, use) => {
    const made: { context: BrowserContext; desk: Awaited<ReturnType<typeof makeDesk>> }[] = [];
    await use(async () => {
      const context = await browser.newContext();
      const desk = await makeDesk(context, server);
      made.push({ context, desk });
      await desk.start();
      return desk;
    });
    for (const { context, desk } of made) {
      await desk.end();
      await context.close();
    }
  },
  desk: async ({ newDesk }, use) => use(await newDesk()),
});
