import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activeParts, builtInView, builtInViews, dueNow, emptyFilter, filterParts, fromAddress, isNarrowed, nextSort, sameFilter, toAddress, withoutPart } from '#renderer/orders/filter.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { orderSort, type OrderFilter } from '#shared/orders/contract.ts';
import { fulfilmentStates, orderStates, paymentStates, returnStates } from '#shared/orders/states.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 7) as EpochMs;
const someTime = fc.option(fc.integer({ min: 0, max: 4e12 }).map((at) => at as EpochMs));
const someAmount = fc.option(fc.integer({ min: 0, max: 1e12 }).map((amount) => amount as Minor));
const someFilter: fc.Arbitrary<OrderFilter> = fc.record({
  text: fc.string({ maxLength: 20 }), order: fc.subarray([...orderStates]), payment: fc.subarray([...paymentStates]), fulfilment: fc.subarray([...fulfilmentStates]), returned: fc.subarray([...returnStates]),
  placedFrom: someTime, placedBefore: someTime, grossMin: someAmount, grossMax: someAmount, dueBefore: someTime, unsent: fc.boolean(),
}).map((parts) => ({ ...emptyFilter, ...parts }));
const someSort = fc.option(fc.record({ by: fc.constantFrom(...orderSort.shape.by.options), dir: fc.constantFrom('asc' as const, 'desc' as const) }));

describe('the address of a list', () => {
  test('brings back whatever the list showed', () =>
    fc.assert(fc.property(someFilter, someSort, fc.constantFrom(null, 'late', 'own'), (filter, sort, view) => {
      const back = fromAddress(toAddress({ view, filter, sort }));
      return sameFilter(back.filter, filter) && JSON.stringify(back.sort) === JSON.stringify(sort) && back.view === view;
    })));
  test.each(['order=nonsense', 'due=soon', 'min=-5', 'sort=price.up', 'payment=paid,lost'])('%s is left out, the rest of it stays', (wrong) => {
    const { filter, sort } = fromAddress(`q=nadia&${wrong}`);
    expect([filter, sort]).toEqual([{ ...emptyFilter, text: 'nadia' }, null]);
  });
});

describe('the parts of a filter', () => {
  test('taken away one by one, nothing is left but words', () =>
    fc.assert(fc.property(someFilter, (filter) => {
      const bare = filterParts.reduce(withoutPart, filter);
      return activeParts(bare).length === 0 && isNarrowed(bare) === (filter.text.trim() !== '');
    })));
  test('every view but the first narrows, and each differs from the others', () => {
    const views = builtInViews.map((view) => builtInView(view, NOW).filter);
    expect(views.map(isNarrowed)).toEqual([false, true, true, true, true, true, true]);
    expect(new Set(views.map((filter) => JSON.stringify(filter))).size).toBe(views.length);
  });
});

test('a deadline is compared with a moment that stands still for a quarter of an hour', () => {
  expect(dueNow(NOW)).toBe(Date.UTC(2026, 10, 22, 9, 0));
  expect(dueNow((NOW + 7 * 60_000) as EpochMs)).toBe(Date.UTC(2026, 10, 22, 9, 0));
  expect(dueNow((NOW + DAY_MS) as EpochMs) - dueNow(NOW)).toBe(DAY_MS);
});

test('a head pressed three times comes back to the newest first', () => {
  const first = nextSort({ by: 'placedAt', dir: 'desc' }, 'gross');
  const second = nextSort(first, 'gross');
  expect([first, second, nextSort(second, 'gross')]).toEqual([{ by: 'gross', dir: 'desc' }, { by: 'gross', dir: 'asc' }, { by: 'placedAt', dir: 'desc' }]);
});
