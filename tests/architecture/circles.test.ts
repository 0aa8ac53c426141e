import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

type Modules = ReadonlyMap<string, readonly string[]>;

/** Each module with those it imports, types too: who reads one file has to read all of its circle. */
function modulesOf(files: readonly string[], textOf: (file: string) => string): Modules {
  const known = new Set(files);
  const target = (file: string, imported: string): string => (imported.startsWith('#') ? normalize(imported.slice(1)) : imported.startsWith('.') ? normalize(join(dirname(file), imported)) : imported);
  return new Map(files.map((file) => [file, ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => target(file, fileName)).filter((one) => known.has(one))]));
}

/** A way from a module back to itself, or null. */
function circleIn(modules: Modules): readonly string[] | null {
  const done = new Set<string>();
  const search = (file: string, way: readonly string[]): readonly string[] | null => {
    const at = way.indexOf(file);
    if (at >= 0) return [...way.slice(at), file];
    if (done.has(file)) return null;
    for (const next of modules.get(file) ?? []) {
      const found = search(next, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of modules.keys()) {
    const found = search(file, []);
    if (found) return found;
  }
  return null;
}

test('no module comes back to itself by what it imports', () => {
  const files = globSync('{shared,electron,renderer,server}/**/*.{ts,tsx,cts}');
  expect(files.length).toBeGreaterThan(500);
  expect(circleIn(modulesOf(files, (file) => readFileSync(file, 'utf8')))).toBeNull();
});

test('a planted circle is found, by relative and by # names, by types and over lines', () => {
  const texts: Readonly<Record<string, string>> = {
    [join('shared', 'a.ts')]: "import type {\n  B,\n} from './b.ts';",
    [join('shared', 'b.ts')]: "export * from '#shared/c.ts';",
    [join('shared', 'c.ts')]: "export const a = () => import('./a.ts');",
    [join('shared', 'd.ts')]: "import './a.ts';",
  };
  expect(circleIn(modulesOf(Object.keys(texts), (file) => texts[file]!))).toEqual(['a', 'b', 'c', 'a'].map((name) => join('shared', `${name}.ts`)));
  expect(circleIn(modulesOf(Object.keys(texts).slice(1), (file) => texts[file]!))).toBeNull();
});
