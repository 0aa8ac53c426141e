import { expect, test } from 'vitest';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Json } from '#shared/kernel/json.ts';
import { rowAs } from '#shared/sync/schema-window.ts';
import { aProduct, aShop } from '#tests/builders/catalog.ts';

const window = { current: CACHE_SCHEMA, steps: schemaSteps };
const known = aShop({ email: 'a@b.example', template: 'market' });
const shop = { ...known, webAddress: 'https://nour.example', returnDays: 14, returnPaidBy: 'buyer', returnTerms: { fr: 'Neuf.' } } as unknown as Json;
const row = (doc: Json) => ({ entity: 'shop' as const, id: known.id as never, version: 3, doc });

test('a console of schema 2 is told a shop without what it does not know', () => {
  expect(rowAs(window, 2, row(shop)).doc).toEqual(known);
  expect(rowAs(window, 3, row(shop)).doc).toEqual(shop);
});
test('one of schema 1 is told less still', () => expect(Object.keys(rowAs(window, 1, row(shop)).doc as object)).toEqual(Object.keys(aShop())));
test('a record made before says nothing of it, and nothing is made up; products stay as they are', () => {
  const step = schemaSteps.find(({ from }) => from === 2)!;
  expect(step.up('shop', known as unknown as Json)).toEqual(known);
  expect(step.down('product', aProduct() as unknown as Json)).toEqual(aProduct());
});
