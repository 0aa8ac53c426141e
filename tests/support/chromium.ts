import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium as playwrightChromium } from '@playwright/test';

/** A Chromium for tests, and how it has to be started here. */
export type ChromiumForTests = { readonly executablePath: string; readonly args: string[]; readonly from: 'COMPTOIR_CHROMIUM' | 'system' | 'playwright' | 'npm package' };

/** The build without a screen first: it draws the same and takes less than half of the processor time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

const onPath = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .concat(usualPlaces)
    .find((file) => existsSync(file));

/** The headless build inside the npm package: unpacked once, with the libraries it brings for systems that have none. */
async function fromPackage(): Promise<string> {
  // Read while the package is loaded; decides which libraries it unpacks.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** Finds a Chromium: the one named by COMPTOIR_CHROMIUM, the system's, Playwright's, or the one in the npm package. */
export async function chromiumForTests(): Promise<ChromiumForTests> {
  // Chromium refuses to start its sandbox as root, which is what many CI machines run as; never used outside tests.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const named = process.env['COMPTOIR_CHROMIUM'];
  if (named) return { executablePath: named === 'npm package' ? await fromPackage() : named, args, from: named === 'npm package' ? 'npm package' : 'COMPTOIR_CHROMIUM' };
  const system = onPath();
  if (system) return { executablePath: system, args, from: 'system' };
  const own = playwrightChromium.executablePath();
  if (existsSync(own)) return { executablePath: own, args, from: 'playwright' };
  return { executablePath: await fromPackage(), args, from: 'npm package' };
}
