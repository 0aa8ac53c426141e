import { beforeAll, beforeEach, expect, test } from 'vitest';
import { historyOf } from '#server/catalog/history.ts';
import type { ServerDb } from '#server/db/open.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { sumsOf, textOf } from '#shared/sync/digest.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { locationIdOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aMarketplace, digestWhenSettled, karim, move, must, salma, scopeOne, set, stockPath, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

const DEPOT = locationIdOf(1);
const SECOND = locationIdOf(2);
const place = (name: string, position = 1) => ({ position, name, address: null });

describeOnEachDatabase('shops', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  let desk: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db, { products: 2 });
    desk = new TestConsole(market, salma);
  });
  const edit = (by: TestConsole, baseVersion: number, ...ops: FieldOp[]) => by.mutation({ entity: 'shop', id: shopIdOf(1) as never, baseVersion, ops, intent: 'edit-shop' });
  const shopNow = async (): Promise<Shop> => JSON.parse((await db.kysely.selectFrom('shop').select('doc').where('id', '=', shopIdOf(1)).executeTakeFirstOrThrow()).doc) as Shop;

  test('TEAM-02 its people edit a shop; colleagues get it, its history tells who, the digest follows', async () => {
    const other = new TestConsole(market, karim);
    await other.all(scopeOne);
    expect(await desk.push(edit(desk, 1, set('name', 'Shop 1', 'Atelier Nour'), set('email', null, 'bonjour@nour.example')))).toMatchObject([{ kind: 'applied', version: 2 }]);
    await other.catchUp(scopeOne);
    expect(other.records.get(shopIdOf(1))).toMatchObject({ version: 2, doc: { name: 'Atelier Nour', email: 'bonjour@nour.example' } });
    expect(await db.kysely.selectFrom('shop').select('name').where('id', '=', shopIdOf(1)).executeTakeFirst()).toEqual({ name: 'Atelier Nour' });
    expect(must(await historyOf(market, karim, { entity: 'shop', id: shopIdOf(1), limit: 10 })).entries).toMatchObject([{ by: 'Salma', intent: 'edit-shop', changes: [{ path: 'name', before: 'Shop 1', after: 'Atelier Nour' }, { path: 'email' }] }]);
    expect(await historyOf(market, yann, { entity: 'shop', id: shopIdOf(1), limit: 10 })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await digestWhenSettled(market, karim, scopeOne)).toEqual(textOf(sumsOf([...other.records.values()])));
  });

  test('SYN-05 two who change one field of a shop: the second is asked; different fields merge', async () => {
    const other = new TestConsole(market, karim);
    await desk.push(edit(desk, 1, set('city', 'Casablanca', 'Rabat')));
    expect(await other.push(edit(other, 1, set('city', 'Casablanca', 'Fès')))).toMatchObject([{ kind: 'conflict', fields: [{ path: 'city', base: 'Casablanca', mine: 'Fès', theirs: 'Rabat', theirsBy: 'Salma' }] }]);
    expect(await other.push(edit(other, 1, set('phone', null, '+212 5')))).toMatchObject([{ kind: 'merged', row: { doc: { city: 'Rabat', phone: '+212 5' } } }]);
  });

  test("SYN-07 another vendor's shop is as good as none, and none is made or deleted by hand", async () => {
    const stranger = new TestConsole(market, yann);
    expect(await stranger.push(edit(stranger, 1, set('name', 'Shop 1', 'Mine')))).toMatchObject([{ kind: 'rejected', error: { code: 'gone' }, row: null }]);
    expect(await desk.push(desk.mutation({ entity: 'shop', id: shopIdOf(1) as never, action: 'delete', intent: 'delete' }))).toMatchObject([{ kind: 'rejected', error: { rule: 'shop-stays' } }]);
    const made = { ...(await shopNow()), id: shopIdOf(9) };
    expect(await desk.push(desk.mutation({ entity: 'shop', id: shopIdOf(9) as never, action: 'create', doc: made as never, baseVersion: 0, intent: 'create' }))).toMatchObject([{ kind: 'rejected', error: { rule: 'shop-made-elsewhere' } }]);
    expect((await shopNow()).name).toBe('Shop 1');
  });

  test('CAT-04 a place leaves only when nothing lies there any more, in the order things were done', async () => {
    await desk.push(edit(desk, 1, set(`locations/${SECOND}`, null, place('Marrakech'))));
    expect(await desk.push(edit(desk, 2, set(`locations/${DEPOT}`, { position: 0, name: 'Dépôt', address: null }, null)))).toMatchObject([
      { kind: 'rejected', error: { rule: 'place-holds-stock', field: `locations/${DEPOT}`, details: { product: productIdOf(1), pieces: 10 } } },
    ]);
    // One batch: the pieces go out first, then the place.
    const outcomes = await desk.push(
      desk.edit(productIdOf(1), 1, move(stockPath(1), -10)), desk.edit(productIdOf(2), 1, move(stockPath(2), -10)),
      edit(desk, 2, set(`locations/${DEPOT}`, { position: 0, name: 'Dépôt', address: null }, null)), desk.edit(productIdOf(1), 2, set('brand', 'Nour', 'Fès')),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(Object.keys((await shopNow()).locations)).toEqual([SECOND]);
    // Somebody who was away brings pieces to the place that is gone; taking some away there would be fine.
    const late = new TestConsole(market, karim);
    expect(await late.push(late.edit(productIdOf(1), 1, move(stockPath(1), 5)))).toMatchObject([{ kind: 'rejected', error: { rule: 'place-gone' } }]);
    const other = new TestConsole(market, karim);
    await other.all(scopeOne);
    expect(other.records.get(productIdOf(1))).toMatchObject({ version: 3, doc: { brand: 'Fès' } });
  });
});
