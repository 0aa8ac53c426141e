import { describe, expect, test } from 'vitest';
import { plannedOp, plannedState } from '#shared/bulk/planned-cells.ts';
import { warned } from '#shared/bulk/warnings.ts';
import { applyOps } from '#shared/sync/merge.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Product } from '#shared/catalog/model.ts';
import { aProduct, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const asJson = (doc: Product): Json => doc as unknown as Json;
const price = `variants/${variantIdOf(1)}/price`;
const onHand = `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`;

describe('BLK-06 how a planned cell stands today', () => {
  const cell = { path: price, before: 1_000, after: 800 };
  const tags = { path: 'tags', before: ['a', 'b'], after: ['b', 'c'] };
  test.each([
    { name: 'as the preview showed it', doc: aProduct(), cell, state: 'as-seen', result: 800 },
    { name: 'already there', doc: aProduct({ variant: { price: 800 } }), cell, state: 'there', result: 800 },
    { name: 'changed since, and chosen all the same', doc: aProduct({ variant: { price: 950 } }), cell, state: 'changed', result: 800 },
    { name: 'stock that was sold from meanwhile', doc: aProduct({ variant: { onHand: 7 } }), cell: { path: onHand, before: 10, after: 12 }, state: 'changed', result: 12 },
    { name: 'tags of others stay', doc: aProduct({ tags: ['x', 'a', 'b'] }), cell: tags, state: 'as-seen', result: ['x', 'b', 'c'] },
    { name: 'tags that are on already', doc: aProduct({ tags: ['c'] }), cell: tags, state: 'there', result: ['c'] },
  ] as const)('$name', ({ doc, cell: given, state, result }) => {
    expect(plannedState(asJson(doc), given)).toBe(state);
    expect(getAt(applyOps(asJson(doc), [plannedOp(asJson(doc), given)]), given.path)).toEqual(result);
  });
});

describe('BLK-14 what a person is asked to look at', () => {
  test.each([
    { name: 'a fall as far as is usual', cell: { path: price, before: 1_000, after: 700 }, warnings: [] },
    { name: 'a fall beyond', cell: { path: price, before: 1_000, after: 699 }, warnings: ['price-falls'] },
    { name: 'a price of nothing', cell: { path: price, before: 1_000, after: 0 }, cost: 500, warnings: ['price-zero', 'below-cost'] },
    { name: 'a price under the cost', cell: { path: price, before: 1_000, after: 900 }, cost: 950, warnings: ['below-cost'] },
    { name: 'that was there before', cell: { path: price, before: 940, after: 900 }, cost: 950, warnings: [] },
    { name: 'a price of a list', cell: { path: `variants/${variantIdOf(1)}/prices/EUR/price`, before: 100, after: 10 }, cost: 950, warnings: ['price-falls'] },
    { name: 'the last pieces', cell: { path: onHand, before: 3, after: 0 }, warnings: ['stock-zero'] },
    { name: 'fewer pieces', cell: { path: onHand, before: 3, after: 1 }, warnings: [] },
    { name: 'a former price', cell: { path: `variants/${variantIdOf(1)}/compareAt`, before: 1_000, after: 1 }, warnings: [] },
  ])('$name', ({ cell, cost = null, warnings }) => expect(warned([cell], aProduct({ variant: { cost } }), { fall: 3_000 })[0]!.warnings).toEqual(warnings));
});
