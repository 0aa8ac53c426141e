import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BasisPoints, Minor } from '#shared/kernel/money.ts';
import type { CommissionRule } from '#shared/payouts/commission/model.ts';
import { commissionOn, commissionReturnedBy, rulesFor, type SoldLine } from '#shared/payouts/commission/rules.ts';

const m = (amount: number) => amount as Minor;
const bp = (rate: number) => rate as BasisPoints;
const VAT = bp(2_000);
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const aRule = (name: string, parts: Partial<Record<keyof CommissionRule, unknown>> = {}): CommissionRule => ({
  id: id(name.charCodeAt(0)), name, productId: null, kind: null, collection: null, categoryId: null, shopId: null, value: { type: 'percent', rate: 500 }, includeTax: false, includeShipping: false, priority: 0, ...parts,
} as unknown as CommissionRule);
const line = { productId: id(1), kind: 'physical', tags: ['ramadan'], categoryIds: [id(30), id(20), id(10)], shopId: id(5), currency: 'MAD' } as unknown as SoldLine;

const forShop = aRule('shop', { shopId: id(5) });
const forRoot = aRule('root', { categoryId: id(10) });
const forLeaf = aRule('leaf', { categoryId: id(30) });
const forTag = aRule('tag', { collection: 'ramadan' });
const forKind = aRule('kind', { kind: 'physical' });
const forProduct = aRule('product', { productId: id(1) });

test.each([
  { name: 'the product before everything', rules: [forShop, forRoot, forLeaf, forTag, forKind, forProduct], first: 'product' },
  { name: 'the type before the collection', rules: [forTag, forKind, forShop], first: 'kind' },
  { name: 'the collection before the category', rules: [forLeaf, forTag], first: 'tag' },
  { name: 'the nearer category before the one above', rules: [forRoot, forLeaf], first: 'leaf' },
  { name: 'a category before the seller', rules: [forShop, forRoot], first: 'root' },
  { name: 'two dimensions before one of them', rules: [forRoot, aRule('both', { categoryId: id(10), shopId: id(5) })], first: 'both' },
  { name: 'equally specific: the higher priority', rules: [aRule('a', { priority: 1 }), aRule('b', { priority: 2 })], first: 'b' },
  { name: 'equal in everything: the older one', rules: [aRule('b'), aRule('a')], first: 'a' },
  { name: 'one for all before the default', rules: [aRule('all')], first: 'all' },
  { name: 'a fixed amount of another currency does not fit', rules: [aRule('fixed', { value: { type: 'fixed', amount: 100, currency: 'EUR' } })], first: undefined },
  { name: 'another shop, product or category does not fit', rules: [aRule('x', { shopId: id(6) }), aRule('y', { productId: id(2) }), aRule('z', { categoryId: id(40) })], first: undefined },
])('rulesFor: $name', ({ rules, first }) => {
  expect(rulesFor(line, rules)[0]?.name).toBe(first);
  expect(rulesFor(line, rules.toReversed())[0]?.name).toBe(first);
});

const sold = { quantity: 2, net: m(100_000), tax: m(20_000), shipping: m(3_000) };
test.each([
  { name: 'the default of 3.5 %', rule: null, base: 100_000, amount: 3_500, vat: 700 },
  { name: 'with tax', rule: aRule('t', { includeTax: true }), base: 120_000, amount: 6_000, vat: 1_200 },
  { name: 'with tax and shipping', rule: aRule('t', { includeTax: true, includeShipping: true }), base: 123_000, amount: 6_150, vat: 1_230 },
  { name: 'so much for each piece', rule: aRule('f', { value: { type: 'fixed', amount: 1_000, currency: 'MAD' } }), base: 100_000, amount: 2_000, vat: 400 },
  { name: 'never more than was paid', rule: aRule('f', { value: { type: 'fixed', amount: 70_000, currency: 'MAD' } }), base: 100_000, amount: 100_000, vat: 20_000 },
  { name: 'half a centime away from zero', rule: aRule('r', { value: { type: 'percent', rate: 1 } }), base: 100_000, amount: 10, vat: 2 },
])('commissionOn: $name', ({ rule, base, amount, vat }) => expect(commissionOn(sold, rule, VAT)).toMatchObject({ base, amount, vat }));

test('a refund of 200 out of 1 000 gives a fifth of the commission back', () =>
  expect(commissionReturnedBy({ base: m(100_000), amount: m(3_500), vat: m(700) }, m(20_000), m(0))).toEqual({ amount: 700, vat: 140 }));

test('refunds in any parts give back exactly what was taken, and never more on the way', () =>
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 3_000 }), (parts, rate) => {
    const base = parts.reduce((sum, part) => sum + part, 0);
    const taken = commissionOn({ quantity: 1, net: m(base), tax: m(0), shipping: m(0) }, aRule('p', { value: { type: 'percent', rate } }), VAT);
    let [before, amount, vat] = [0, 0, 0];
    for (const part of parts) {
      const back = commissionReturnedBy(taken, m(part), m(before));
      expect(back.amount).toBeGreaterThanOrEqual(0);
      before += part;
      amount += back.amount;
      vat += back.vat;
      expect(amount).toBeLessThanOrEqual(taken.amount);
    }
    expect({ amount, vat }).toEqual({ amount: taken.amount, vat: taken.vat });
    expect(commissionReturnedBy(taken, m(1), m(base))).toEqual({ amount: 0, vat: 0 });
  })));
