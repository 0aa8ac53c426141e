import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { direction, ending, type Step } from '#shared/bulk/model.ts';
import { leastPrice } from '#shared/bulk/steps/floor.ts';
import { scaled } from '#shared/bulk/steps/percent.ts';
import { roundTo } from '#shared/bulk/steps/round.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aProduct, aVariant, minorOf, variantIdOf } from '#tests/builders/catalog.ts';
import { after, cellsOf } from './run.ts';

const code = (text: string): Currency => text as Currency;
const v = variantIdOf;
const price = `variants/${v(1)}/price`;
const compareAt = `variants/${v(1)}/compareAt`;
const percent = (by: number): Step => ({ kind: 'percent', field: 'price', currency: null, by });
const amount = (by: number, of = 'MAD'): Step => ({ kind: 'amount', field: 'price', currency: null, by: minorOf(by), of: code(of) });
const round = (end: '00' | '90' | '99', way: 'up' | 'down' | 'nearest' = 'nearest'): Step => ({ kind: 'round', field: 'price', currency: null, ending: end, direction: way });
const floor = (above: number): Step => ({ kind: 'floor', above });
const oldPrice: Step = { kind: 'old-price', keep: false };

describe('BLK-04 prices are computed', () => {
  test.each([
    { name: 'a fifth off', variant: { price: 1_000 }, steps: [percent(-2_000)], cells: { [price]: [1_000, 800] } },
    { name: 'half a centime goes up', variant: { price: 1_005 }, steps: [percent(-1_000)], cells: { [price]: [1_005, 905] } },
    { name: 'nothing, to one who asks for nothing', variant: {}, steps: [percent(0)], cells: {} },
    { name: 'two dirhams more', variant: { price: 1_000 }, steps: [amount(200)], cells: { [price]: [1_000, 1_200] } },
    { name: 'up and down again is no change', variant: { price: 1_000 }, steps: [amount(200), amount(-200)], cells: {} },
    { name: 'below zero is refused', variant: { price: 100 }, steps: [amount(-101)], cells: 'amount-below-zero' },
    { name: 'another currency is refused', variant: {}, steps: [amount(100, 'EUR')], cells: 'amount-in-other-currency' },
    { name: 'steps follow each other', variant: { price: 1_040 }, steps: [percent(-2_000), round('99')], cells: { [price]: [1_040, 799] } },
    { name: 'the old price is that before the first step', variant: { price: 1_000 }, steps: [percent(-2_000), oldPrice], cells: { [price]: [1_000, 800], [compareAt]: [null, 1_000] } },
    { name: 'wherever it stands among the steps', variant: { price: 1_000 }, steps: [oldPrice, percent(-2_000)], cells: { [price]: [1_000, 800], [compareAt]: [null, 1_000] } },
    { name: 'an old price that is there is replaced', variant: { price: 1_000, compareAt: 1_500 }, steps: [oldPrice, percent(-2_000)], cells: { [price]: [1_000, 800], [compareAt]: [1_500, 1_000] } },
    { name: 'or kept, when that is asked for', variant: { price: 1_000, compareAt: 1_500 }, steps: [{ kind: 'old-price', keep: true }, percent(-2_000)], cells: { [price]: [1_000, 800] } },
    { name: 'a price below the floor is lifted', variant: { price: 1_000, cost: 900 }, steps: [percent(-2_000), floor(1_500)], cells: { [price]: [1_000, 1_035] } },
    { name: 'one above it stays', variant: { price: 2_000, cost: 900 }, steps: [floor(1_500)], cells: {} },
    { name: 'without a cost there is no floor', variant: { price: 10 }, steps: [floor(1_500)], cells: {} },
  ] as const)('$name', ({ variant, steps, cells }) => expect(cellsOf(aProduct({ variant }), ...steps)).toEqual(cells));

  test('every variant by its own figures, price lists in their own currency', () => {
    const product = aProduct({ options: ['Taille'], variants: {
      [v(1)]: aVariant({ options: ['S'], sku: 'A', price: 1_000, prices: { [code('TND')]: { price: minorOf(30_000), compareAt: null } } }),
      [v(2)]: aVariant({ options: ['M'], sku: 'B', price: 2_000, position: 1 }),
    } });
    expect(cellsOf(product, percent(1_000))).toEqual({ [price]: [1_000, 1_100], [`variants/${v(2)}/price`]: [2_000, 2_200] });
    const list: Step = { kind: 'round', field: 'price', currency: code('TND'), ending: '99', direction: 'down' };
    expect(cellsOf(product, list)).toEqual({ [`variants/${v(1)}/prices/TND/price`]: [30_000, 29_990] });
  });
});

describe('rounding', () => {
  test.each([
    { amount: 1_950, currency: 'MAD', ending: '99', direction: 'nearest', rounded: 1_999 },
    { amount: 1_940, currency: 'MAD', ending: '99', direction: 'nearest', rounded: 1_899 },
    { amount: 1_949, currency: 'MAD', ending: '99', direction: 'nearest', rounded: 1_999 },
    { amount: 2_000, currency: 'MAD', ending: '99', direction: 'down', rounded: 1_999 },
    { amount: 2_000, currency: 'MAD', ending: '99', direction: 'up', rounded: 2_099 },
    { amount: 2_050, currency: 'MAD', ending: '00', direction: 'nearest', rounded: 2_100 },
    { amount: 2_049, currency: 'MAD', ending: '00', direction: 'nearest', rounded: 2_000 },
    { amount: 40, currency: 'MAD', ending: '90', direction: 'down', rounded: 40 },
    { amount: 40, currency: 'MAD', ending: '90', direction: 'nearest', rounded: 90 },
    { amount: 19_456, currency: 'TND', ending: '90', direction: 'nearest', rounded: 19_900 },
    { amount: 19_456, currency: 'TND', ending: '00', direction: 'down', rounded: 19_000 },
    { amount: 1_980, currency: 'JPY', ending: '99', direction: 'nearest', rounded: 1_999 },
    { amount: 1_980, currency: 'JPY', ending: '00', direction: 'up', rounded: 2_000 },
  ] as const)('$amount $currency to .$ending ($direction) is $rounded', ({ amount: given, currency, rounded, ...how }) => expect(roundTo(minorOf(given), code(currency), how)).toBe(rounded));

  const someAmount = fc.integer({ min: 0, max: 1_000_000_000 }).map(minorOf);
  const someCurrency = fc.constantFrom('MAD', 'TND', 'JPY', 'CLF').map(code);
  const how = fc.record({ ending: fc.constantFrom(...ending.options), direction: fc.constantFrom(...direction.options) });

  test('is never negative, never on the wrong side, never further than one step, and settled after once', () =>
    fc.assert(fc.property(someAmount, someCurrency, how, (given, currency, way) => {
      const rounded = roundTo(given, currency, way);
      expect(rounded).toBeGreaterThanOrEqual(0);
      if (way.direction === 'up') expect(rounded).toBeGreaterThanOrEqual(given);
      if (way.direction === 'down') expect(rounded).toBeLessThanOrEqual(given);
      expect(Math.abs(rounded - given)).toBeLessThan(10_000);
      expect(roundTo(minorOf(rounded), currency, way)).toBe(rounded);
    })));
});

describe('what always holds', () => {
  test('a rate on an exact amount: 0 makes nothing of it, 10,000 leaves it, more never makes less', () =>
    fc.assert(fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (given, a, b) => {
      expect(scaled(minorOf(given), 0)).toBe(0);
      expect(scaled(minorOf(given), 10_000)).toBe(given);
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(scaled(minorOf(given), less)).toBeLessThanOrEqual(scaled(minorOf(given), more));
    })));
  test('the floor is the least amount that is enough', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 50_000 }), (cost, above) => {
      const least = leastPrice(minorOf(cost), above);
      const enough = (amountOf: number): boolean => BigInt(amountOf) * 10_000n >= BigInt(cost) * BigInt(10_000 + above);
      expect(enough(least)).toBe(true);
      expect(least === 0 || !enough(least - 1)).toBe(true);
    })));
  test('after the floor no price with a cost is below it, and a second time changes nothing', () =>
    fc.assert(fc.property(fc.array(fc.record({ price: fc.nat(100_000), cost: fc.option(fc.nat(100_000)) }), { minLength: 1, maxLength: 6 }), fc.nat(20_000), (variants, above) => {
      const product = aProduct({ options: ['N'], variants: Object.fromEntries(variants.map((one, at) => [v(at), aVariant({ ...one, sku: `S${at}`, options: [String(at)] })])) });
      const lifted = after(product, floor(above));
      for (const { price: now, cost } of Object.values(lifted.variants)) if (cost !== null) expect(now).toBeGreaterThanOrEqual(leastPrice(cost, above));
      expect(cellsOf(lifted, floor(above))).toEqual({});
    })));
});
