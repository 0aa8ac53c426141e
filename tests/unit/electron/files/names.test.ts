import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { downloadsFolder, freeNames } from '#electron/files/downloads-folder.ts';
import { plainName } from '#electron/files/plain-name.ts';
import { digitalFile } from '#shared/catalog/kind-model.ts';
import { aFolder } from '../sync/support/cache.ts';

test.each([
  { name: 'as it is', given: 'Été à Fès.pdf', plain: 'Été à Fès.pdf' },
  { name: 'arabic', given: 'دليل المدينة.pdf', plain: 'دليل المدينة.pdf' },
  { name: 'a path', given: '../../etc/passwd', plain: 'etc passwd' },
  { name: 'a Windows path', given: 'C:\\temp\\a.txt', plain: 'C temp a.txt' },
  { name: 'an ending that reads backwards', given: 'photo\u202egpj.exe', plain: 'photo gpj.exe' },
  { name: 'only dots', given: '...', plain: 'file' },
  { name: 'nothing', given: '', plain: 'file' },
  { name: 'a hidden file', given: '.env', plain: 'env' },
])('plainName: $name', ({ given, plain }) => expect(plainName(given)).toBe(plain));

test('a long name keeps its ending, and no letter is cut in two', () => {
  const long = plainName(`${'🧵'.repeat(300)}.pdf`);
  expect(long.endsWith('🧵.pdf')).toBe(true);
  expect(long.length).toBeLessThanOrEqual(200);
  expect(long).not.toMatch(/\p{Surrogate}/u);
});

test('whatever a file is called, its name fits the record and stays in its folder', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
    const plain = plainName(given);
    expect(digitalFile.shape.name.safeParse(plain).success).toBe(true);
    expect(plain).not.toMatch(/[/\\\p{Cc}]/u);
    expect(join('/folder', plain).startsWith('/folder/')).toBe(true);
    expect(plainName(plain)).toBe(plain);
  })));

test('the folder of downloads is the one the desktop names, else Downloads, else none', () => {
  const home = aFolder();
  expect(downloadsFolder(home, {})).toBeNull();
  mkdirSync(join(home, 'Downloads'));
  expect(downloadsFolder(home, {})).toBe(join(home, 'Downloads'));
  mkdirSync(join(home, '.config'));
  writeFileSync(join(home, '.config', 'user-dirs.dirs'), '# made by the desktop\nXDG_DOWNLOAD_DIR="$HOME/Téléchargements"\n');
  // Named, and not there: nothing is made up.
  expect(downloadsFolder(home, {})).toBe(join(home, 'Downloads'));
  mkdirSync(join(home, 'Téléchargements'));
  expect(downloadsFolder(home, {})).toBe(join(home, 'Téléchargements'));
});

test('a copy never takes the name of a file that is there', () => {
  const folder = aFolder();
  const first = () => freeNames(folder, 'manual.tar.gz').next().value;
  expect(first()).toBe(join(folder, 'manual.tar.gz'));
  writeFileSync(join(folder, 'manual.tar.gz'), '');
  expect(first()).toBe(join(folder, 'manual.tar (2).gz'));
  writeFileSync(join(folder, 'manual.tar (2).gz'), '');
  expect(first()).toBe(join(folder, 'manual.tar (3).gz'));
});
