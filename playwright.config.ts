import { defineConfig } from '@playwright/test';
import { chromiumForTests } from './tests/support/chromium.ts';
import { keepCompiledCode } from './tests/support/compiled-code.ts';

const { executablePath, args } = await chromiumForTests();
keepCompiledCode();

/** End-to-end: one file per user story, on the browser shell, with the real server and a real data process. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.story.ts',
  globalSetup: './tests/e2e/seed-once.ts',
  outputDir: 'test-results',
  // Patient: a time that is up says that something hangs, not that the machine has much to do.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  // Half of a story is waiting for another process: two of them fill two cores.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // On machines shared with others a story may meet a pause no user meets. What passes at the second try is told by name in the closing lines, and is a bug to mend.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  use: {
    browserName: 'chromium', launchOptions: { executablePath, args }, locale: 'fr-FR', timezoneId: 'Africa/Casablanca', viewport: { width: 1_440, height: 900 },
    // What was done, said and fetched, and a picture of the end. Films and copies of every page, made for stories that pass too, took a third of the processor time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false }, screenshot: 'only-on-failure',
  },
});
