import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extend, nothing, only, rangeOf, toggle, without } from '#renderer/catalog/components/grid/selection.ts';

const ids = Array.from({ length: 20 }, (_, at) => `id-${at}`);
const between = (from: number, to: number) => ids.slice(from, to + 1);

test('Space chooses a line and lets it go again', () => {
  const one = toggle(nothing, 'id-3', 3);
  expect([...one.chosen]).toEqual(['id-3']);
  expect(toggle(one, 'id-3', 3).chosen.size).toBe(0);
});

test('a range that shrinks gives back only what it took', () => {
  const first = toggle(toggle(nothing, 'id-1', 1), 'id-5', 5);
  const wide = extend(first, between(5, 9), 5);
  expect(wide.chosen.size).toBe(6);
  const narrow = extend(wide, between(5, 6), 5);
  expect([...narrow.chosen]).toEqual(['id-1', 'id-5', 'id-6']);
});

test('a range may turn over its anchor', () => {
  const start = toggle(nothing, 'id-5', 5);
  const { from, to } = rangeOf(5, 2);
  expect([...extend(start, between(from, to), 5).chosen].sort()).toEqual(['id-2', 'id-3', 'id-4', 'id-5']);
});

test('lines that are gone leave the choice; others keep it as it was', () => {
  const all = only(ids);
  expect(without(all, ['id-0', 'id-19']).chosen.size).toBe(18);
  expect(without(all, ['elsewhere'])).toBe(all);
});

test('toggling twice changes nothing', () =>
  fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...ids)), fc.constantFrom(...ids), (chosen, id) => {
    const start = only(chosen);
    expect(new Set(toggle(toggle(start, id, 0), id, 0).chosen)).toEqual(new Set(start.chosen));
  })));
