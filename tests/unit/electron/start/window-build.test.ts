import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildWhenStale } from '#electron/start/window-build.ts';

/** A project with one source and a builder that does `body`; `into` is the folder it shall write. */
function aProject(body: string) {
  const root = mkdtempSync(join(tmpdir(), 'comptoir-build-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'page.ts'), 'one');
  const entry = join(root, 'build.mjs');
  writeFileSync(entry, `import { mkdirSync, writeFileSync } from 'node:fs';\nconst into = process.argv[2];\n${body}`);
  return { root, name: 'page', sources: ['page.ts'], entry };
}

test('a build that fails gives its reason, not that it failed, and leaves the one before', async () => {
  const project = aProject(`process.stderr.write('\\u001b[31m✗ Build failed in 12ms\\u001b[39m\\n\\n  page.ts (1:1): Could not resolve "./gone.ts"\\n  1: import x\\n'); process.exitCode = 1;`);
  mkdirSync(join(project.root, 'out', 'page'), { recursive: true });
  expect(await buildWhenStale(project)).toEqual({ ok: false, error: 'page.ts (1:1): Could not resolve "./gone.ts"' });
  expect(existsSync(join(project.root, 'out', 'page'))).toBe(true);
});

test('a builder without a word is named by how it ended', async () => {
  expect(await buildWhenStale(aProject('process.exitCode = 3;'))).toEqual({ ok: false, error: 'the builder ended with 3' });
});

test('what is fresh is not built again; a touched source is', async () => {
  const project = aProject(`mkdirSync(into, { recursive: true }); writeFileSync(into + '/page.js', 'made');`);
  expect(await buildWhenStale(project)).toEqual({ ok: true, value: { built: true } });
  expect(await buildWhenStale(project)).toEqual({ ok: true, value: { built: false } });
  writeFileSync(join(project.root, 'page.ts'), 'longer than before');
  expect(await buildWhenStale(project)).toEqual({ ok: true, value: { built: true } });
});
