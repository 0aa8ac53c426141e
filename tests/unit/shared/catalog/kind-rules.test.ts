import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DayException, OpenHours } from '#shared/catalog/kind-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { checkKind, checkProduct, checkStretch, hoursOn, kindNeeds, MOST_KEYS } from '#shared/catalog/rules.ts';
import { aProduct, aVendor, id, variantIdOf } from '#tests/builders/catalog.ts';

const monday = (from: number, to: number): OpenHours => ({ day: 1, from, to });
const aService = (given: Partial<Product> = {}): Product => aProduct({ kind: 'service', status: 'draft', durationMinutes: 60, capacity: 4, hours: { [id(1)]: monday(540, 720) }, ...given });

describe('CAT-03 what a kind needs before it is submitted', () => {
  test.each<{ name: string; product: Product; needs: readonly string[] }>([
    { name: 'something physical that is weighed', product: aProduct({ status: 'draft' }), needs: [] },
    { name: 'something physical that is not', product: aProduct({ status: 'draft', variant: { weightG: null } }), needs: [`variants/${variantIdOf(1)}/weightG`] },
    { name: 'a download without anything', product: aProduct({ kind: 'digital', status: 'draft', keys: [], files: {} }), needs: ['files'] },
    { name: 'a download with a key', product: aProduct({ kind: 'digital', status: 'draft', keys: ['K-1'], variant: { weightG: null } }), needs: [] },
    { name: 'a download with a file', product: aProduct({ kind: 'digital', status: 'draft', files: { [id(1)]: { position: 0, name: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64), mime: 'application/pdf' } } }), needs: [] },
    { name: 'a whole service', product: aService(), needs: [] },
    { name: 'a service without anything', product: aService({ durationMinutes: null, capacity: undefined, hours: {} }), needs: ['durationMinutes', 'capacity', 'hours'] },
  ])('$name', ({ product, needs }) => {
    expect(kindNeeds(product).map(({ field }) => field)).toEqual(needs);
    const refused = checkProduct(product, { ...product, status: 'submitted' }, aVendor);
    expect(refused?.field ?? null).toEqual(needs[0] ?? null);
  });
  test('it is asked for at the submission only', () => expect(checkProduct(aService({ hours: {} }), aService({ hours: {}, brand: 'B' }), aVendor)).toBeNull());
});

describe('CAT-03 opening hours', () => {
  test.each<{ name: string; hours: readonly OpenHours[]; rule: string | null }>([
    { name: 'two of one day, apart', hours: [monday(540, 720), monday(840, 1_080)], rule: null },
    { name: 'one begins when the other ends', hours: [monday(540, 720), monday(720, 1_440)], rule: null },
    { name: 'the same hours on two days', hours: [monday(540, 720), { day: 2, from: 540, to: 720 }], rule: null },
    { name: 'they meet', hours: [monday(540, 720), monday(719, 800)], rule: 'hours-overlap' },
    { name: 'one within the other', hours: [monday(540, 720), monday(600, 660)], rule: 'hours-overlap' },
    { name: 'it ends before it begins', hours: [monday(720, 540)], rule: 'hours-in-order' },
    { name: 'of no length', hours: [monday(540, 540)], rule: 'hours-in-order' },
  ])('$name', ({ hours, rule }) => {
    const after = aService({ hours: Object.fromEntries(hours.map((one, n) => [id(n + 1), one])) });
    expect(checkProduct(aService({ hours: {} }), after, aVendor)?.rule ?? null).toBe(rule);
  });
  test('those that meet already do not stand in the way of another day', () => {
    const bad = { [id(1)]: monday(540, 720), [id(2)]: monday(600, 660) };
    expect(checkKind(aService({ hours: bad }), aService({ hours: { ...bad, [id(3)]: { day: 5, from: 1, to: 2 } } }))).toBeNull();
  });
  test('a day reads from morning to evening', () => expect(hoursOn({ [id(1)]: monday(840, 900), [id(2)]: monday(540, 600), [id(3)]: { day: 2, from: 0, to: 1 } }, 1).map(([key]) => key)).toEqual([id(2), id(1)]));
  test('two stretches are refused exactly when they share a minute', () =>
    fc.assert(fc.property(fc.tuple(fc.nat(1_440), fc.nat(1_440), fc.nat(1_440), fc.nat(1_440)), ([a, b, c, d]) => {
      const minutes = (from: number, to: number): Set<number> => new Set(Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n));
      const shared = [...minutes(a, b)].some((minute) => minutes(c, d).has(minute));
      expect(checkStretch({ from: a, to: b }, c < d ? [{ from: c, to: d }] : [], 'hours') !== null).toBe(b <= a || shared);
    })));
});

describe('CAT-03 days with other hours', () => {
  const closed = (from: string, to: string, hours: DayException['hours'] = []): DayException => ({ from, to, hours });
  test.each<{ name: string; exceptions: readonly DayException[]; rule: string | null }>([
    { name: 'a closed day', exceptions: [closed('2026-12-25', '2026-12-25')], rule: null },
    { name: 'the last before the first', exceptions: [closed('2026-12-26', '2026-12-25')], rule: 'ends-before-it-begins' },
    { name: 'a day in two of them', exceptions: [closed('2026-12-20', '2026-12-25'), closed('2026-12-25', '2026-12-31')], rule: 'days-in-two-exceptions' },
    { name: 'one after the other', exceptions: [closed('2026-12-20', '2026-12-24'), closed('2026-12-25', '2026-12-31')], rule: null },
    { name: 'its hours meet', exceptions: [closed('2026-12-25', '2026-12-25', [{ from: 60, to: 120 }, { from: 100, to: 130 }])], rule: 'hours-overlap' },
  ])('$name', ({ exceptions, rule }) =>
    expect(checkKind(aService(), aService({ exceptions: Object.fromEntries(exceptions.map((one, n) => [id(n + 1), one])) }))?.rule ?? null).toBe(rule));
});

test('CAT-03 so many keys and no more; a product that has more may still lose some', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, n) => `K-${n}`);
  const having = (count: number) => aProduct({ kind: 'digital', keys: keys(count) });
  expect(checkKind(having(1), having(MOST_KEYS))).toBeNull();
  expect(checkKind(having(1), having(MOST_KEYS + 1))).toMatchObject({ rule: 'most-keys', details: { found: MOST_KEYS + 1, most: MOST_KEYS } });
  expect(checkKind(having(MOST_KEYS + 2), having(MOST_KEYS + 1))).toBeNull();
});
