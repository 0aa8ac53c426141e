import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const started = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

test('every thread that is started by the address of its file is built for the desktop program, under a name of its own', () => {
  const files = globSync('{electron,server}/**/*.ts').flatMap((source) => [...readFileSync(source, 'utf8').matchAll(started)].map(([, name]) => join(dirname(source), `${name}.ts`)));
  expect(files).toContain(join('electron', 'sync', 'chunk-worker.ts'));
  const config = readFileSync('electron.vite.config.ts', 'utf8');
  expect(files.filter((file) => !config.includes(`at('./${file}')`))).toEqual([]);
  // Built, they lie side by side: of two with one name the wrong one would be started.
  const names = files.map((file) => basename(file));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
