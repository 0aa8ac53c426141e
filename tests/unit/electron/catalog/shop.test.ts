import { describe, expect, test } from 'vitest';
import type { Me } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { FieldOp, ScopeName } from '#shared/sync/model.ts';
import { refuse } from '#electron/sync/refuse.ts';
import { revokeScope } from '#electron/sync/revoke.ts';
import { settle } from '#electron/sync/settle.ts';
import { actorOf } from '#electron/catalog/edit.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aMe, aDesk, aQuery, errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, aShop, at, id, locationIdOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';

const [A, B] = [shopIdOf(1), shopIdOf(2)];
const set = (path: string, base: unknown, value: unknown): FieldOp => ({ op: 'set', path, base, value }) as FieldOp;
const edit = (...ops: FieldOp[]) => ({ id: A, ops, intent: 'edit-shop' });

describe('TEAM-02 the page of a shop', () => {
  test('an edit is in the outbox and on the page at once, and can be taken back', async () => {
    const cache = aCache({ products: [aProduct()] });
    const desk = aDesk(cache);
    const { mids } = valueOf(await desk.ask('catalog.editShop', edit(set('name', 'Shop 1', 'Atelier'), set('email', null, 'a@b.example'))));
    expect(valueOf(await desk.ask('catalog.shop', { id: A }))).toMatchObject({ shop: { name: 'Atelier', email: 'a@b.example' }, version: 1, marks: { name: 'unsent', email: 'unsent' }, editable: true });
    expect(valueOf(await desk.ask('catalog.shops', {})).shops).toMatchObject([{ name: 'Atelier' }]);
    expect(valueOf(await desk.ask('catalog.shopHistory', { id: A }))).toMatchObject({ complete: false, entries: [{ state: 'unsent', by: 'Salma', changes: [{ path: 'name', before: 'Shop 1', after: 'Atelier' }, { path: 'email', before: null }] }] });
    expect(valueOf(await desk.ask('catalog.undoShop', { mid: mids[0]! }))).toEqual({ undone: 1, compensated: 0, kept: 0 });
    expect(valueOf(await desk.ask('catalog.shop', { id: A }))).toMatchObject({ shop: { name: 'Shop 1' }, marks: {} });
  });

  test('once sent, it is taken back by a new edit, where nobody changed it since', async () => {
    const cache = aCache();
    const desk = aDesk(cache);
    const { mids } = valueOf(await desk.ask('catalog.editShop', edit(set('city', 'Casablanca', 'Rabat'), set('name', 'Shop 1', 'Atelier'))));
    cache.now((db) => db.exec('DELETE FROM outbox; DELETE FROM shadow'));
    valueOf(await desk.ask('catalog.editShop', edit(set('name', 'Atelier', 'Karim’s'))));
    expect(valueOf(await desk.ask('catalog.undoShop', { mid: mids[0]! }))).toEqual({ undone: 0, compensated: 1, kept: 1 });
    expect(valueOf(await desk.ask('catalog.shop', { id: A })).shop).toMatchObject({ city: 'Casablanca', name: 'Karim’s' });
  });

  test.each([
    { name: 'a place where stock lies', ops: [set(`locations/${locationIdOf(2)}`, null, { position: 1, name: 'B', address: null }), set(`locations/${locationIdOf(1)}`, {}, null)], rule: 'place-holds-stock' },
    { name: 'the last place', ops: [set(`locations/${locationIdOf(1)}`, {}, null)], rule: 'one-place-needed' },
    { name: 'a field that is not there', ops: [set('owner', null, 'x')], rule: 'unknown-field' },
  ])('$name is refused, and nothing stays', async ({ ops, rule }) => {
    const cache = aCache({ products: [aProduct()] });
    const desk = aDesk(cache);
    expect(errorOf(await desk.ask('catalog.editShop', edit(...ops)))).toMatchObject({ rule, details: { shop: A } });
    expect(valueOf(await desk.ask('catalog.shop', { id: A })).marks).toEqual({});
  });

  test('a place whose figures are all zero leaves', async () => {
    const desk = aDesk(aCache({ products: [aProduct({ variant: { onHand: 0 } })] }));
    valueOf(await desk.ask('catalog.editShop', edit(set(`locations/${locationIdOf(2)}`, null, { position: 1, name: 'B', address: null }), set(`locations/${locationIdOf(1)}`, { position: 0, name: 'Dépôt', address: null }, null))));
    expect(Object.keys(valueOf(await desk.ask('catalog.shop', { id: A })).shop.locations)).toEqual([locationIdOf(2)]);
  });

  test("somebody else's shop is read by staff and written by nobody of them", async () => {
    const desk = aDesk(aCache(), { me: aMe({ role: 'support', shops: [] }) });
    expect(valueOf(await desk.ask('catalog.shop', { id: A })).editable).toBe(false);
    expect(errorOf(await desk.ask('catalog.editShop', edit(set('name', 'Shop 1', 'X'))))).toMatchObject({ rule: 'read-only-role' });
  });

  test('SYN-05 a conflict on a shop is settled by an edit of the shop', async () => {
    const cache = aCache();
    cache.now((db) => db.exec(`INSERT INTO conflict VALUES ('${id(8)}', '${id(7)}', 'shop', '${A}', 'city', '"Casablanca"', '"Fès"', '"Rabat"', 'Karim', 5, 4, 6, NULL, NULL)`));
    const desk = aDesk(cache);
    expect(valueOf(await desk.ask('catalog.shop', { id: A }))).toMatchObject({ marks: { city: 'conflict' }, conflicts: [{ field: { path: 'city', mine: 'Fès' } }] });
    const settled = cache.now((db) => settle(db, { id: id(8), choice: 'mine' }, actorOf(aMe()), at(9), (bytes) => bytes.fill(1)));
    expect(settled).toMatchObject({ ok: true });
    expect(valueOf(await desk.ask('catalog.shop', { id: A }))).toMatchObject({ shop: { city: 'Fès' }, conflicts: [] });
  });
});

describe('TEAM-02 one person in two shops', () => {
  const both: Me = aMe({ shops: [A, B].map((shop, n) => ({ id: shop, name: `Shop ${n + 1}`, city: 'Casablanca', currency: 'MAD' as Currency })) });
  const products = [aProduct({ title: 'Lampe', brand: 'Atlas' }), aProduct({ n: 2, shopId: B, title: 'Lampe bleue', brand: 'Nour', variant: { sku: 'ONLY-B' } }), aProduct({ n: 3, shopId: B, title: 'Tapis', brand: 'Atlas' })];
  const shops = [aShop(), aShop({ n: 2 })];

  test('the list, its counts and the search show the chosen shop and nothing of the other', async () => {
    const desk = aDesk(aCache({ products, shops }), { me: both });
    const shown = async (filter = {}) => valueOf(await desk.ask('catalog.page', { query: aQuery(filter), offset: 0, limit: 50 })).rows.map((row) => row.id);
    expect(await shown()).toHaveLength(3);
    desk.choose(A);
    expect(desk.told.at(-1)).toMatchObject({ ids: null });
    expect(await shown()).toEqual([productIdOf(1)]);
    // An address or a saved view that asks for the other shop does not open it.
    expect(await shown({ shopId: B })).toEqual([productIdOf(1)]);
    expect(await shown({ text: 'lampe' })).toEqual([productIdOf(1)]);
    expect(await shown({ text: 'ONLY-B' })).toEqual([]);
    expect(valueOf(await desk.ask('catalog.ids', { query: aQuery() })).ids).toEqual([productIdOf(1)]);
    expect(valueOf(await desk.ask('catalog.counts', { filters: [aQuery().filter], locale: 'fr' }))).toEqual({ total: 1, counts: [1] });
    expect(valueOf(await desk.ask('catalog.find', { text: 'lampe', locale: 'fr' })).rows.map((row) => row.id)).toEqual([productIdOf(1)]);
    expect(valueOf(await desk.ask('catalog.find', { text: 'ONLY-B', locale: 'fr' }))).toEqual({ rows: [], exact: false });
    expect(valueOf(await desk.ask('catalog.find', { text: productIdOf(2), locale: 'fr' }))).toEqual({ rows: [], exact: false });
    expect(valueOf(await desk.ask('catalog.brands', { text: '' })).brands).toEqual(['Atlas']);
    desk.choose(B);
    expect(await shown()).toEqual([productIdOf(2), productIdOf(3)]);
    expect(valueOf(await desk.ask('catalog.brands', { text: '' })).brands).toEqual(['Atlas', 'Nour']);
    const { hold } = valueOf(await desk.ask('catalog.hold', { query: aQuery() }));
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 50, hold })).total).toBe(2);
    desk.choose(null);
    expect(await shown()).toHaveLength(3);
  });

  test('losing one of two shops leaves the other and what was refused about it', async () => {
    const cache = aCache({ products, shops });
    const desk = aDesk(cache, { me: both });
    const { mids } = valueOf(await desk.ask('catalog.editShop', edit(set('name', 'Shop 1', 'Atelier'))));
    cache.now((db) => refuse(db, mids[0]!, { code: 'rule-broken', rule: 'name-taken' }));
    await revokeScope(cache, `vendor:${B}` as ScopeName);
    expect(valueOf(await desk.ask('catalog.shops', {})).shops.map(({ id: shop }) => shop)).toEqual([A]);
    expect(valueOf(await desk.ask('catalog.shopHistory', { id: A })).entries).toMatchObject([{ state: 'rejected', changes: [{ path: 'name', before: 'Shop 1', after: 'Atelier' }] }]);
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 50 })).rows.map((row) => row.id)).toEqual([productIdOf(1)]);
  });

  test('a shop that is no longer theirs is not chosen any more', async () => {
    const desk = aDesk(aCache({ products, shops }), { me: aMe() });
    desk.choose(B);
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 50 })).total).toBe(3);
  });
});
