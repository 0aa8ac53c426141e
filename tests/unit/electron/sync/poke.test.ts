import { expect, test } from 'vitest';
import { takePoke } from '#electron/sync/pull.ts';
import { takeBatch } from '#electron/sync/push.ts';
import { putScope } from '#electron/sync/store.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, at, locationIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache, patch, productOf, rowOf } from './support/cache.ts';

const scope = `vendor:${shopIdOf(1)}` as ScopeName;
const stockPath = `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`;
const piecesOn = (cache: ReturnType<typeof aCache>) => productOf(cache, 1)!.variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand;

test('news of an own edit whose answer was lost is fetched by a pull, and the edit never shows twice', async () => {
  const cache = aCache([{ doc: aProduct({ n: 1, variant: { onHand: 10 } }), version: 1 }]);
  cache.now((db) => putScope(db, { scope, cursor: 'a', head: 'a', caughtUpAt: at(1) }));
  patch(cache, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
  await takeBatch(cache, 10);
  const poke = { schema: CACHE_SCHEMA, scope, prev: 'a', next: 'b', rows: [rowOf(aProduct({ n: 1, variant: { onHand: 15 } }), 2)] };
  expect(await takePoke(cache, poke, at(2))).toBe('pull');
  expect(piecesOn(cache)).toBe(15);
});
