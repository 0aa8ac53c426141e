import { expect, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { ADMIN, COMMON, vendorScope } from '#server/sync/scopes.ts';
import { aCategory, aProduct, aShop, aVariant, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

describeOnEachDatabase('importAggregates', (open) => {
  test('takes in shops, categories and products with all that is derived from them, and their positions', async () => {
    const db = await open();
    const seen: number[] = [];
    function* products() {
      for (let n = 1; n <= 1_500; n++) yield aProduct({ n, shopId: shopIdOf(1 + (n % 2)), ...(n === 1 ? { options: ['Taille'], variants: { [variantIdOf(1)]: aVariant({ sku: 'A', options: ['S'], gtin: '96385074' }), [variantIdOf(9_001)]: aVariant({ sku: 'B', options: ['M'], position: 1 }) } } : {}) });
    }
    const imported = await importAggregates(db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [aCategory({ n: 1 })], products: products() }, (n) => seen.push(n));
    expect(imported).toEqual({ shops: 2, categories: 1, products: 1_500, orders: 0, conversations: 0 });
    expect(seen).toEqual([1_024, 1_500]);
    expect(await db.kysely.selectFrom('product').select(['shop_id', 'version', 'sku', 'variant_count', 'on_hand']).where('id', '=', productIdOf(1)).executeTakeFirst()).toEqual({ shop_id: shopIdOf(2), version: 1, sku: 'A', variant_count: 2, on_hand: 20 });
    expect(await db.kysely.selectFrom('variant').select(['sku', 'gtin']).where('product_id', '=', productIdOf(1)).orderBy('sku').execute()).toEqual([{ sku: 'A', gtin: '00000096385074' }, { sku: 'B', gtin: null }]);
    expect((await db.kysely.selectFrom('sync_row').select((eb) => ['scope', eb.fn.countAll().as('rows')]).groupBy('scope').orderBy('scope').execute()).map(({ scope, rows }) => [scope, Number(rows)])).toEqual([
      [ADMIN, 1_502], [COMMON, 1], [vendorScope(shopIdOf(1)), 751], [vendorScope(shopIdOf(2)), 751],
    ]);
    expect(await db.kysely.selectFrom('sync_scope').select(['scope', 'seq']).where('scope', '!=', ADMIN).orderBy('scope').execute()).toEqual([
      { scope: COMMON, seq: 1 }, { scope: vendorScope(shopIdOf(1)), seq: 751 }, { scope: vendorScope(shopIdOf(2)), seq: 751 },
    ]);
    expect((await db.kysely.selectFrom('category').select('search').executeTakeFirstOrThrow()).search).toBe('rayon 1 aisle 1 رف 1');
  });

  test('all or nothing', async () => {
    const db = await open();
    await expect(importAggregates(db, { shops: [aShop({ n: 1 })], categories: [], products: [aProduct({ n: 1 }), aProduct({ n: 1 })] })).rejects.toThrow();
    expect(await db.kysely.selectFrom('shop').selectAll().execute()).toEqual([]);
    expect(await db.kysely.selectFrom('sync_scope').selectAll().execute()).toEqual([]);
  });
});
