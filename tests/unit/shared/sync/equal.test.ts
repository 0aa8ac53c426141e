import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#shared/kernel/json.ts';
import { sharingParts } from '#shared/sync/equal.ts';

const texts = { fr: { title: 'Robe' } };
test('what an answer left alone is the very part that was here', () => {
  const before = { id: 1, texts, tags: ['a'], variants: { x: { price: 1 }, y: { price: 2 } } };
  const after = JSON.parse(JSON.stringify({ ...before, variants: { x: { price: 1 }, y: { price: 3 } } })) as typeof before;
  const shared = sharingParts(before, after) as typeof before;
  expect(shared).toEqual(after);
  expect([shared.texts === before.texts, shared.tags === before.tags, shared.variants.x === before.variants.x, shared.variants.y === before.variants.y]).toEqual([true, true, true, false]);
  expect(sharingParts(before, JSON.parse(JSON.stringify(before)) as Json)).toBe(before);
});

test('whatever two values are, the text of the later one comes out', () => {
  const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  const near = fc.letrec<{ tree: Json }>((tie) => ({ tree: fc.oneof({ maxDepth: 4 }, fc.constantFrom<Json>(null, 0, 1, 'a', [], {}, [1]), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'))) })).tree;
  for (const some of [value, near]) fc.assert(fc.property(some, some, (before, after) => {
    expect(JSON.stringify(sharingParts(before, after))).toBe(JSON.stringify(after));
  }));
});
