import { readFileSync } from 'node:fs';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { startConsoleProcess } from '#tests/e2e/console-process.ts';
import { chromiumForTests } from '#tests/support/chromium.ts';
import { percentile, plain, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, SALMA } from './world.ts';

type WindowReport = { readonly rows: Measured[]; readonly missing: { name: string; reason: string }[] };

/** The first start on an empty folder up to a usable list, then a scripted scroll in a real Chromium. */
export async function benchWindow(options: BenchOptions): Promise<WindowReport> {
  const name = 'first start, scroll frames and window memory';
  let browser: Browser;
  try {
    const { executablePath, args } = await chromiumForTests();
    browser = await chromium.launch({ executablePath, args: [...args, '--enable-precise-memory-info'] });
  } catch (cause) {
    return { rows: [], missing: [{ name, reason: `no Chromium could be started: ${firstLine(cause)}` }] };
  }
  const dataDir = folderFor('first-start');
  const began = performance.now();
  try {
    const console_ = await startConsoleProcess(dataDir);
    try {
      const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
      await page.goto(console_.link);
      const linkMs = performance.now() - began;
      await watchEventLoop(page);
      await signIn(page, dataDir);
      await page.locator('[role="grid"] [role="row"] [role="gridcell"]').first().waitFor({ timeout: 60_000 });
      const usableMs = performance.now() - began;
      // Everything in the background (all rows, full text) has to be over before frames mean something.
      await page.waitForFunction(() => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') ?? 0) >= 50_000, undefined, { timeout: 120_000 });
      const late = await eventLoopDelays(page);
      await page.waitForTimeout(8_000);
      const blank = await emptyPageFrames(browser, Math.min(10, options.seconds));
      const scroll = await scrollList(page, options.seconds);
      return {
        rows: [
          plain('npm start on an empty folder to the sign-in page', linkMs / 1_000, 's'),
          plain('npm start on an empty folder to a usable list', usableMs / 1_000, 's', { of: 'value', most: 15 }, 'makes the marketplace of 56,000 products, starts server and console, signs in, first lines drawn; a stale window build is made on top'),
          plain('event loop of the window from sign-in to the whole list, p99', percentile(late, 99), 'ms', { of: 'value', most: 16 }, 'how late a timer of 5 ms fires while the first copy arrives and the list is drawn for the first time'),
          { ...plain(`longest frame in ${options.seconds} s of scrolling`, Math.max(...scroll.frames), 'ms', { of: 'value', most: 50 }), baseline: Number(Math.max(...blank).toPrecision(4)), ratio: Number((Math.max(...scroll.frames) / Math.max(...blank)).toPrecision(4)), note: 'against an empty page that only asks for frames, in the same browser' },
          plain('frames over 50 ms', scroll.frames.filter((ms) => ms > 50).length, 'frames', { of: 'value', most: 0 }),
          plain('frame, p99', percentile(scroll.frames, 99), 'ms'),
          plain('frames with a blank line in sight', scroll.blank, 'frames', { of: 'value', most: 0 }),
          plain('lines scrolled past', scroll.rows, 'lines'),
          plain('memory of the window after scrolling', await windowMegabytes(browser, page), 'MB', { of: 'value', most: 600 }, 'resident memory of the renderer process'),
        ],
        missing: [],
      };
    } finally {
      await console_.stop();
    }
  } catch (cause) {
    return { rows: [], missing: [{ name, reason: firstLine(cause) }] };
  } finally {
    await browser.close();
  }
}
const firstLine = (cause: unknown): string => (cause instanceof Error ? cause.message.split('\n').slice(0, 3).join(' ') : String(cause));

async function signIn(page: Page, dataDir: string): Promise<void> {
  const accounts = JSON.parse(readFileSync(`${dataDir}/server/demo-accounts.json`, 'utf8')) as { email: string; password: string }[];
  await page.locator('input[type="email"], input[autocomplete="username"]').first().fill(SALMA);
  await page.locator('input[type="password"]').fill(accounts.find(({ email }) => email === SALMA)!.password);
  await page.keyboard.press('Enter');
}

type Watched = { comptoirLate?: number[] };

/** From now on the page notes how late a timer fires: what a key pressed at that moment would have waited. */
async function watchEventLoop(page: Page): Promise<void> {
  await page.evaluate(() => {
    const late: number[] = ((window as Watched).comptoirLate = []);
    const again = (): void => {
      const asked = performance.now();
      setTimeout(() => {
        late.push(Math.max(0, performance.now() - asked - 5));
        again();
      }, 5);
    };
    again();
  });
}
const eventLoopDelays = (page: Page): Promise<number[]> => page.evaluate(() => [...((window as Watched).comptoirLate ?? [])]);

/** What frames cost where nothing is drawn: the floor of this machine at this moment. */
async function emptyPageFrames(browser: Browser, seconds: number): Promise<number[]> {
  const page = await browser.newPage();
  await page.setContent('<p>…</p>');
  const frames = await page.evaluate((ms) => new Promise<number[]>((resolve) => {
    const seen: number[] = [];
    const end = performance.now() + ms;
    let last = performance.now();
    const tick = (now: number): void => {
      seen.push(now - last);
      last = now;
      if (now > end) resolve(seen);
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }), seconds * 1_000);
  await page.close();
  return frames.slice(2);
}

/** Scrolls as a hand does: steady, in bursts, by pages and in leaps, down and up again. */
async function scrollList(page: Page, seconds: number): Promise<{ frames: number[]; blank: number; rows: number }> {
  return page.evaluate((ms) => new Promise<{ frames: number[]; blank: number; rows: number }>((resolve, reject) => {
    const grid = document.querySelector<HTMLElement>('[role="grid"]');
    let pane: HTMLElement | null = grid;
    const scrolls = (element: HTMLElement): boolean => element.scrollHeight > element.clientHeight + 100 && /auto|scroll/.test(getComputedStyle(element).overflowY);
    if (grid && !scrolls(grid)) pane = [...grid.querySelectorAll<HTMLElement>('*')].find(scrolls) ?? null;
    for (let up = grid?.parentElement ?? null; pane === null && up !== null; up = up.parentElement) if (scrolls(up)) pane = up;
    if (pane === null) return reject(new Error('the list cannot be scrolled'));
    const list = pane;
    const frames: number[] = [];
    let blank = 0;
    let travelled = 0;
    let direction = 1;
    const begun = performance.now();
    let leapt = 0;
    const end = performance.now() + ms;
    let last = performance.now();
    const tick = (now: number): void => {
      frames.push(now - last);
      last = now;
      const box = list.getBoundingClientRect();
      // Three places in sight: each must lie on a line with words in it.
      for (const part of [0.2, 0.5, 0.8]) {
        const line = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part)?.closest('[role="row"]');
        if (!line || (line.textContent ?? '').trim() === '' || line.getAttribute('aria-busy') === 'true') {
          blank++;
          break;
        }
      }
      if (now > end) return resolve({ frames: frames.slice(2), blank, rows: Math.round(travelled / 32) });
      // By the clock, not by frames: a slow machine has as far to go as a quick one.
      const seconds = (now - begun) / 1_000;
      const passed = (frames.at(-1) ?? 16) / 1_000;
      const phase = Math.floor(seconds / 4) % 4;
      const leap = Math.floor(seconds / (phase === 2 ? 0.5 : 2));
      const leaps = phase >= 2 && leap !== leapt;
      leapt = leap;
      const step = phase === 0 ? 1_440 * passed : phase === 1 ? 5_760 * passed : phase === 2 ? (leaps ? list.clientHeight : 0) : leaps ? list.scrollHeight / 7 : 2_880 * passed;
      if (list.scrollTop + step * direction > list.scrollHeight - list.clientHeight - 10) direction = -1;
      if (list.scrollTop + step * direction < 10) direction = 1;
      list.scrollTop += step * direction;
      travelled += Math.abs(step);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }), seconds * 1_000);
}

/** Resident memory of the process that draws the page; where the system does not tell, what the page's own heap takes. */
async function windowMegabytes(browser: Browser, page: Page): Promise<number> {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id)).filter((size) => size !== null);
  if (sizes.length > 0) return Math.max(...sizes);
  return page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 2 ** 20);
}
function residentOf(pid: number): number | null {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) / 1_024 : null;
  } catch (cause) {
    // No /proc here, or the process has just ended.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
