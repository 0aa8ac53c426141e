import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConsoleProcess } from './console-process.ts';
import { keepDemo, WHOLE } from './demo-once.ts';
import { expect, test } from './fixtures.ts';

test('npm start on an empty folder: the demo marketplace is made, and the link opens the sign-in page once', async ({ page, browser }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-first-start-'));
  const started = await startConsoleProcess(dataDir);
  try {
    expect(started.output()).toContain('Shell: browser (as asked)');
    expect(started.output()).toContain('salma@atelier-nour.example');
    expect(started.output()).not.toMatch(/password["']?\s*[:=]/i);

    await page.goto(started.link);
    await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
    await expect(page.locator('input[type="password"]')).toBeVisible();

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(started.link);
    await expect(stranger.locator('section[lang="ar"]')).toBeVisible();
    await expect(stranger.locator('input')).toHaveCount(0);

    // The same browser may open a second tab and reload: it holds the session.
    const second = await page.context().newPage();
    await second.goto(new URL(started.link).origin);
    await second.reload();
    await expect(second.locator('input[type="password"]')).toBeVisible();

    expect(await started.stop()).toBe(0);
    keepDemo(join(dataDir, 'server'), WHOLE);
  } finally {
    await started.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
