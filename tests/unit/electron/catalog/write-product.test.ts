import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editProducts } from '#electron/catalog/edits.ts';
import type { EditContext } from '#electron/catalog/edit.ts';
import { requiredAttributes } from '#electron/catalog/listing-facts.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { undo } from '#electron/sync/outbox.ts';
import { takeRow } from '#electron/sync/rebase.ts';
import type { Product } from '#shared/catalog/model.ts';
import { projectVariants } from '#shared/catalog/projection.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aCategory, categoryIdOf, columnsOf, aProduct, aVariant, aVendor, at, id, locationIdOf, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const v = (n: number) => `variants/${variantIdOf(n)}`;
const someOp: fc.Arbitrary<FieldOp> = fc.oneof(
  fc.record({ op: fc.constant('set' as const), path: fc.constantFrom(`${v(1)}/price`, `${v(1)}/cost`), base: fc.constant(1_000), value: fc.integer({ min: -1, max: 9_999 }) }),
  fc.record({ op: fc.constant('set' as const), path: fc.constantFrom('texts/fr/title', 'texts/ar/title', 'texts/en/description', 'brand', `${v(1)}/sku`), base: fc.constant('x'), value: fc.constantFrom('', 'Robe', 'Été', 'فستان') }),
  fc.record({ op: fc.constant('set' as const), path: fc.constant('status'), base: fc.constant('published'), value: fc.constantFrom('paused', 'published', 'archived', 'suspended') }),
  fc.record({ op: fc.constant('add' as const), path: fc.constantFrom(`${v(1)}/stock/${locationIdOf(1)}/onHand`, `${v(1)}/stock/${locationIdOf(2)}/onHand`), delta: fc.integer({ min: -12, max: 5 }), reason: fc.constant('correction' as const) }),
  fc.record({ op: fc.constant('members' as const), path: fc.constant('tags'), add: fc.subarray(['cuir', 'lin']), remove: fc.subarray(['cuir', 'soie']) }),
  fc.record({ op: fc.constant('set' as const), path: fc.constant(v(2)), base: fc.constant(null), value: fc.constantFrom<Json>(null, aVariant({ sku: 'S-2', position: 1, onHand: 0, gtin: '036000291452' }) as unknown as Json) }),
);
const someStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('edit' as const), ops: fc.array(someOp, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), all: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('news' as const), price: fc.integer({ min: 0, max: 500 }), brand: fc.string() }) },
);

const stored = (cache: CacheDb) => {
  const { doc, rid, version, ...columns } = cache.sqlite.prepare('SELECT * FROM product WHERE id = ?').get(productIdOf(1)) as Record<string, unknown>;
  return { doc: JSON.parse(doc as string) as Product, columns, known: [typeof rid, typeof version] };
};

test('SYN-03 after any edits, news and undo the columns are what the record says, and undo leads back to the server’s record', async () => {
  await fc.assert(fc.asyncProperty(fc.array(someStep, { minLength: 1, maxLength: 12 }), async (steps) => {
    const cache = aCache({ products: [aProduct(), aProduct({ n: 3 })], search: false });
    let ids = 100;
    let version = 1;
    let server: Product = aProduct();
    const context: EditContext = { actor: aVendor, at: at(5_000), newId: () => id(ids++) };
    const mids: string[] = [];
    for (const step of steps) {
      if (step.kind === 'edit') {
        const answer = await editProducts(cache, [{ id: productIdOf(1), ops: step.ops }], 'edit', context);
        if (answer.ok) mids.push(...answer.value.mids);
      } else if (step.kind === 'undo') cache.now((db) => undo(db, step.all || mids.length === 0 ? { what: 'all' } : { what: 'one', mid: mids.pop()! }));
      else {
        server = { ...server, brand: step.brand, variants: { [variantIdOf(1)]: { ...server.variants[variantIdOf(1)]!, price: step.price as Product['variants'][keyof Product['variants']]['price'] } } };
        cache.now((db) => takeRow(db, { entity: 'product', id: server.id, version: ++version, doc: server as unknown as Json }, at(1)));
      }
      const { doc, columns } = stored(cache);
      expect(columns).toEqual(columnsOf(doc));
      expect(cache.sqlite.prepare('SELECT * FROM variant WHERE product_id = ? ORDER BY rowid').all(productIdOf(1))).toEqual(projectVariants(doc));
    }
    cache.now((db) => undo(db, { what: 'all' }));
    expect(stored(cache).doc).toEqual(server);
    expect(cache.sqlite.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
    expect(cache.sqlite.prepare('SELECT count(*) FROM shadow').pluck().get()).toBe(0);
    cache.close();
  }), { numRuns: 50 });
});

test('CAT-12 what a category asks for is read anew when the category has changed', () => {
  const cache = aCache({ products: [aProduct()], search: false });
  const asks = (version: number, required: string[]) => cache.now((db) => void takeRow(db, { entity: 'category', id: categoryIdOf(1), version, doc: { ...aCategory(), attributes: { required, suggested: [] } } as unknown as Json }, at(1)));
  asks(2, ['color']);
  expect(requiredAttributes(cache, categoryIdOf(1))).toEqual(['color']);
  expect(requiredAttributes(cache, categoryIdOf(1))).toEqual(['color']);
  asks(3, ['color', 'size']);
  expect(requiredAttributes(cache, categoryIdOf(1))).toEqual(['color', 'size']);
  expect(requiredAttributes(cache, categoryIdOf(9))).toEqual([]);
  cache.close();
});
