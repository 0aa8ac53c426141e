import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeLines } from '#shared/sync/line-merge.ts';

const base = 'one\ntwo\nthree\nfour\nfive';

describe('mergeLines', () => {
  test.each([
    { name: 'only mine changed', mine: 'ONE\ntwo\nthree\nfour\nfive', theirs: base, text: 'ONE\ntwo\nthree\nfour\nfive' },
    { name: 'only theirs changed', mine: base, theirs: 'one\ntwo', text: 'one\ntwo' },
    { name: 'both to the same', mine: 'x', theirs: 'x', text: 'x' },
    { name: 'different lines', mine: 'ONE\ntwo\nthree\nfour\nfive', theirs: 'one\ntwo\nthree\nfour\nFIVE', text: 'ONE\ntwo\nthree\nfour\nFIVE' },
    { name: 'one puts in, one takes out elsewhere', mine: 'one\nnew\ntwo\nthree\nfour\nfive', theirs: 'one\ntwo\nthree\nfive', text: 'one\nnew\ntwo\nthree\nfive' },
    { name: 'both make the same change and one more', mine: 'ONE\ntwo\nthree\nfour\nfive', theirs: 'ONE\ntwo\nthree\nfour\nFIVE', text: 'ONE\ntwo\nthree\nfour\nFIVE' },
    { name: 'the same line', mine: 'one\nTWO\nthree\nfour\nfive', theirs: 'one\nzwei\nthree\nfour\nfive', text: null },
    { name: 'neighbouring lines', mine: 'one\nTWO\nthree\nfour\nfive', theirs: 'one\ntwo\nTHREE\nfour\nfive', text: null },
    { name: 'both append something different', mine: `${base}\nmine`, theirs: `${base}\ntheirs`, text: null },
    { name: 'one line edited, the other takes it out', mine: 'one\nTWO\nthree\nfour\nfive', theirs: 'one\nthree\nfour\nfive', text: null },
  ])('$name', ({ mine, theirs, text }) => {
    expect(mergeLines(base, mine, theirs)).toBe(text);
    expect(mergeLines(base, theirs, mine)).toBe(text);
  });

  test('two texts too big to compare are left to a person', () => {
    const long = (word: string) => Array.from({ length: 3_000 }, (_, i) => `${word} ${i}`).join('\n');
    expect(mergeLines(long('a'), long('b'), long('c'))).toBeNull();
  });

  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }).map((lines) => lines.join('\n'));
  test('order of the two does not matter, and an unchanged side loses nothing', () =>
    fc.assert(fc.property(text, text, text, (o, a, b) => {
      expect(mergeLines(o, a, b)).toBe(mergeLines(o, b, a));
      expect(mergeLines(o, o, b)).toBe(b);
    }), { numRuns: 2_000 }));
  test('edits kept apart by an untouched unique line always merge, and both are there', () =>
    fc.assert(fc.property(text, text, text, text, (top, bottom, newTop, newBottom) => {
      const join = (first: string, last: string) => `${first}\n---\n${last}`;
      expect(mergeLines(join(top, bottom), join(newTop, bottom), join(top, newBottom))).toBe(join(newTop, newBottom));
    }), { numRuns: 2_000 }));
});
