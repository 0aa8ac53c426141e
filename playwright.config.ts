import { defineConfig } from '@playwright/test';
import { chromiumForTests } from './tests/support/chromium.ts';

const { executablePath, args } = await chromiumForTests();

/** End-to-end: one file per user story, on the browser shell, with the real server and a real data process. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.story.ts',
  globalSetup: './tests/e2e/seed-once.ts',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // Half of a story is waiting for another process: two of them fill two cores.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions: { executablePath, args }, locale: 'fr-FR', timezoneId: 'Africa/Casablanca', viewport: { width: 1_440, height: 900 }, trace: 'retain-on-failure' },
});
