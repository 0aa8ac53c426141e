import { beforeEach, expect, test } from 'vitest';
import type { Product } from '#shared/catalog/model.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, salma, scopeOne, scopeTwo, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

const withoutStock = (product: Product): Product => aProduct({ n: Number.parseInt(product.id.slice(-8), 16), shopId: product.shopId, variant: { onHand: 0 } });
/** A create comes back as the server wrote it. */
const TAKEN = { kind: expect.stringMatching(/^(applied|merged)$/) as unknown };
const moveTo = (shop: number): FieldOp => ({ op: 'set', path: 'shopId', base: shopIdOf(1), value: shopIdOf(shop) });

describeOnEachDatabase('SYN-07 a product that goes over to another shop', (open) => {
  let market: Marketplace;
  let office: TestConsole;
  beforeEach(async () => {
    market = await aMarketplace(await open(), { change: withoutStock });
    office = new TestConsole(market, admin);
  });

  test('leaves one shop and enters the other in the same commit; the first is told no word of it', async () => {
    const [old, next] = [new TestConsole(market, salma), new TestConsole(market, yann)];
    await old.catchUp(scopeOne);
    await next.catchUp(scopeTwo);
    expect(await office.push(office.edit(productIdOf(1), 1, moveTo(2), { op: 'set', path: 'brand', base: 'Nour', value: 'Only for the new shop' }))).toMatchObject([{ kind: 'applied', version: 2 }]);

    const told = market.pokes.find(({ scope }) => scope === scopeOne)!;
    expect(told.rows).toEqual([{ entity: 'product', id: productIdOf(1), version: 2, doc: null }]);
    await old.catchUp(scopeOne);
    await next.catchUp(scopeTwo);
    expect(old.records.has(productIdOf(1))).toBe(false);
    expect(next.records.get(productIdOf(1))).toMatchObject({ version: 2, doc: { shopId: shopIdOf(2), brand: 'Only for the new shop' } });
    // Lists, snapshots and rules about codes go by this column.
    expect(await market.db.kysely.selectFrom('product').select('shop_id').where('id', '=', productIdOf(1)).executeTakeFirst()).toEqual({ shop_id: shopIdOf(2) });
    // From here on the first shop's people may neither see nor change it.
    const refused = await old.push(old.edit(productIdOf(1), 1, { op: 'set', path: 'brand', base: 'Nour', value: 'Still mine' }));
    expect(refused).toMatchObject([{ kind: 'rejected' }]);
    expect(JSON.stringify(refused)).not.toContain('Only for the new shop');
  });

  test('made, changed and moved before anything was sent, it arrives where it was moved to', async () => {
    const made = aProduct({ n: 54, status: 'draft', variant: { onHand: 0, sku: 'NEW-54' } });
    expect(await office.push(office.create(made), office.edit(productIdOf(54), 1, moveTo(2)), office.create(aProduct({ n: 55, shopId: shopIdOf(2), status: 'draft', variant: { sku: 'new-54' } })))).toMatchObject([TAKEN, TAKEN, { kind: 'rejected', error: { code: 'sku-taken', details: { by: productIdOf(54) } } }]);
    const next = new TestConsole(market, yann);
    await next.catchUp(scopeTwo);
    expect(next.records.get(productIdOf(54))).toMatchObject({ version: 2, doc: { shopId: shopIdOf(2) } });
  });

  test('moved and submitted in one go, its file is found where it lies', async () => {
    const [fileId, sha256] = [id(1), 'ab'.repeat(32)];
    await market.db.kysely.insertInto('shop_file').values({ shop_id: shopIdOf(1), sha256, home_id: shopIdOf(1), bytes: 3, whole_at: 1, touched_at: 1, loose_since: null, by: admin.userId }).execute();
    const made = { ...aProduct({ n: 56, status: 'draft', variant: { onHand: 0 } }), files: { [fileId]: { position: 0, name: 'Manuel.pdf', bytes: 3, sha256, mime: 'application/pdf' } } } as unknown as Product;
    expect(await office.push(office.create(made))).toMatchObject([TAKEN]);
    expect(await office.push(office.edit(productIdOf(56), 1, moveTo(2), { op: 'set', path: 'status', base: 'draft', value: 'submitted' }))).toMatchObject([TAKEN]);
  });

  test.each([
    { name: 'a vendor, even of both shops', by: { ...salma, shopIds: [shopIdOf(1), shopIdOf(2)] }, ops: [moveTo(2)], error: { code: 'rule-broken', field: 'shopId', rule: 'fixed-field' } },
    { name: 'a shop that does not exist', by: admin, ops: [moveTo(9)], error: { code: 'invalid-input', field: 'shopId', rule: 'unknown-shop' } },
    { name: 'no shop at all', by: admin, ops: [{ op: 'set' as const, path: 'shopId', base: shopIdOf(1), value: null }], error: { code: 'invalid-input', field: 'shopId' } },
  ])('$name is refused', async ({ by, ops, error }) => {
    const console = new TestConsole(market, by);
    expect(await console.push(console.edit(productIdOf(1), 1, ...ops))).toMatchObject([{ kind: 'rejected', error }]);
  });

  test('with pieces in stock, or a SKU the new shop has, it stays', async () => {
    const [stocked, twin] = [aProduct({ n: 50, status: 'draft', variant: { onHand: 3 } }), aProduct({ n: 51, shopId: shopIdOf(2), status: 'draft', variant: { onHand: 0, sku: 'sku-1' } })];
    expect(await office.push(office.create(stocked), office.create(twin))).toMatchObject([TAKEN, TAKEN]);
    expect(await office.push(office.edit(productIdOf(50), 1, moveTo(2)))).toMatchObject([{ kind: 'rejected', error: { rule: 'move-with-stock', details: { onHand: 3 } } }]);
    expect(await office.push(office.edit(productIdOf(1), 1, moveTo(2)))).toMatchObject([{ kind: 'rejected', error: { code: 'sku-taken', details: { by: productIdOf(51) } } }]);
    // Moved, it holds its SKU in the new shop and gives it free in the old.
    expect(await office.push(office.edit(productIdOf(2), 1, moveTo(2)), office.create(aProduct({ n: 52, status: 'draft', variant: { sku: 'SKU-2' } })), office.create(aProduct({ n: 53, shopId: shopIdOf(2), status: 'draft', variant: { sku: 'SKU-2' } })))).toMatchObject([{ kind: 'applied' }, TAKEN, { kind: 'rejected', error: { code: 'sku-taken' } }]);
  });
});
