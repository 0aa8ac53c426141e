import { describe, expect, test } from 'vitest';
import { isUnderWay, type Incoming } from '#renderer/bulk/import/open-file.ts';
import { offeredTargets } from '#renderer/bulk/import/target-words.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { ofOwnHeader, ownHeader } from '#shared/bulk/mapping/targets.ts';
import type { Currency } from '#shared/kernel/money.ts';

describe('BLK-08 meanings a column can be given', () => {
  const offered = offeredTargets({ currencies: ['MAD', 'EUR'] as Currency[], places: ['Casablanca', 'Marrakech'] });
  const named = offered.map(ownHeader);

  test('each is offered once, under a name that means it and nothing else', () => {
    expect(new Set(named).size).toBe(named.length);
    expect(named.map(ofOwnHeader)).toEqual(offered);
  });
  test('what nearly every file has comes first, a note before all', () => expect(named.slice(0, 3)).toEqual(['note', 'title', 'title:fr']));
  test('a shop with one place is not asked which', () => {
    const one = offeredTargets({ currencies: [], places: ['Casablanca'] }).map(ownHeader);
    expect(one.filter((name) => name.startsWith('stock'))).toEqual(['stock']);
    expect(named).toEqual(expect.arrayContaining(['stock:Casablanca', 'stock:Marrakech', 'price:EUR']));
  });
});

describe('a file on its way in', () => {
  const file = new File(['sku,price\nA,1\n'], 'list.csv');
  const incoming: Incoming = { file, shopId: 'shop' as ShopId, sent: 0, draft: null, error: null };
  test.each([
    { name: 'nobody knows yet what it is', part: {}, is: true },
    { name: 'all of it is there, not yet looked at', part: { sent: file.size }, is: true },
    { name: 'its first rows are shown', part: { draft: 'd', sent: 3 }, is: true },
    { name: 'it is whole', part: { draft: 'd', sent: file.size }, is: false },
    { name: 'it was refused', part: { error: { code: 'invalid-input', rule: 'not-a-table' } as const }, is: false },
  ])('$name', ({ part, is }) => expect(isUnderWay({ ...incoming, ...part })).toBe(is));
});
