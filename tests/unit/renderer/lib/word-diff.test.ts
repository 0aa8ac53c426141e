import { expect, test } from 'vitest';
import fc from 'fast-check';
import { wordDiff } from '#renderer/lib/word-diff.ts';

const join = (parts: ReturnType<typeof wordDiff>, ...kinds: string[]) => parts.filter((part) => kinds.includes(part.kind)).map((part) => part.text).join('');

test.each([
  { name: 'one word', before: 'semelle souple.', after: 'semelle gomme.', parts: [['same', 'semelle '], ['removed', 'souple'], ['added', 'gomme'], ['same', '.']] },
  { name: 'a run reads as one', before: 'tressé à la main', after: 'tressé de nos mains', parts: [['same', 'tressé '], ['removed', 'à la main'], ['added', 'de nos mains']] },
  { name: 'nothing changed', before: 'même', after: 'même', parts: [['same', 'même']] },
  { name: 'Arabic', before: 'جلد مضفور', after: 'جلد طبيعي', parts: [['same', 'جلد '], ['removed', 'مضفور'], ['added', 'طبيعي']] },
])('wordDiff: $name', ({ before, after, parts }) => expect(wordDiff(before, after).map((part) => [part.kind, part.text])).toEqual(parts));

const someText = fc.array(fc.constantFrom('cuir', 'main', 'à', 'la', ' ', ' ', '\n', '.', 'Fès', 'جلد', '١٢'), { maxLength: 40 }).map((words) => words.join(''));
test('both texts can be read back out of the comparison', () =>
  fc.assert(
    fc.property(someText, someText, (before, after) => {
      const parts = wordDiff(before, after);
      expect(join(parts, 'same', 'removed')).toBe(before);
      expect(join(parts, 'same', 'added')).toBe(after);
    }),
  ));

test('very long texts are shown whole rather than compared slowly', () => {
  const long = Array.from({ length: 4_000 }, (_, i) => `mot${i}`).join(' ');
  expect(wordDiff(long, `${long} fin`).map((part) => part.kind)).toEqual(['removed', 'added']);
});
