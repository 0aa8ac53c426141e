import { describe, expect, test } from 'vitest';
import { checkFiles, checkFileSize, checkFilesToSubmit, filesInOrder, MOST_FILE_BYTES, MOST_FILES } from '#shared/catalog/file-rules.ts';
import type { DigitalFile } from '#shared/catalog/kind-model.ts';
import { checkProduct } from '#shared/catalog/rules.ts';
import { aProduct, aVendor, id } from '#tests/builders/catalog.ts';

const hashOf = (n: number): string => n.toString(16).padStart(64, '0');
const aFile = (n: number, more: Partial<DigitalFile> = {}): DigitalFile => ({ position: n, name: `f${n}`, bytes: 10, sha256: hashOf(n), mime: 'text/plain', ...more });
const files = (count: number): Record<string, DigitalFile> => Object.fromEntries(Array.from({ length: count }, (_, n) => [id(n + 1), aFile(n + 1)]));

test.each([
  { name: 'one byte', bytes: 1, rule: null },
  { name: 'exactly the limit', bytes: MOST_FILE_BYTES, rule: null },
  { name: 'one byte more', bytes: MOST_FILE_BYTES + 1, rule: 'file-too-large' },
  { name: 'nothing in it', bytes: 0, rule: 'file-empty' },
])('CAT-03 size of a file: $name', ({ bytes, rule }) => expect(checkFileSize(bytes, 'files')?.rule ?? null).toBe(rule));

describe('CAT-03 what an edit makes of the files', () => {
  test.each([
    { name: 'as many as may be', before: {}, after: files(MOST_FILES), rule: null, field: null },
    { name: 'one more', before: files(MOST_FILES), after: files(MOST_FILES + 1), rule: 'most-files', field: 'files' },
    { name: 'too many before, one fewer now', before: files(MOST_FILES + 3), after: files(MOST_FILES + 2), rule: null, field: null },
    { name: 'the same content twice', before: files(1), after: { ...files(1), [id(9)]: aFile(9, { sha256: hashOf(1) }) }, rule: 'file-twice', field: `files/${id(9)}` },
    { name: 'two that were the same before, one renamed', before: { [id(1)]: aFile(1), [id(2)]: aFile(1) }, after: { [id(1)]: aFile(1, { name: 'other' }), [id(2)]: aFile(1) }, rule: null, field: null },
    { name: 'an empty one', before: {}, after: { [id(1)]: aFile(1, { bytes: 0 }) }, rule: 'file-empty', field: `files/${id(1)}` },
  ])('$name', ({ before, after, rule, field }) => {
    const refused = checkFiles(before, after);
    expect([refused?.rule ?? null, refused?.field ?? null]).toEqual([rule, field]);
    // The same through the door every edit comes in by, on both sides.
    const product = aProduct({ kind: 'digital' });
    expect(checkProduct({ ...product, files: before }, { ...product, files: after }, aVendor)?.rule ?? null).toBe(rule);
  });
});

test('files stand in the order buyers see them; those with one number by their ids', () => {
  expect(filesInOrder({ [id(3)]: aFile(1, { position: 1 }), [id(2)]: aFile(2, { position: 0 }), [id(1)]: aFile(3, { position: 1 }) }).map(({ name }) => name)).toEqual(['f2', 'f3', 'f1']);
  expect(filesInOrder(undefined)).toEqual([]);
});

test('a listing is submitted once all its files are there; nothing else asks for them', () => {
  const draft = aProduct({ kind: 'digital', status: 'draft', files: files(2) });
  const submitted = { ...draft, status: 'submitted' as const };
  expect(checkFilesToSubmit(draft, submitted, (sha256) => sha256 === hashOf(1))).toMatchObject({ rule: 'file-not-sent', field: `files/${id(2)}` });
  expect(checkFilesToSubmit(draft, submitted, () => true)).toBeNull();
  expect(checkFilesToSubmit(submitted, { ...submitted, brand: 'Other' }, () => false)).toBeNull();
  expect(checkFilesToSubmit(draft, { ...draft, brand: 'Other' }, () => false)).toBeNull();
});
