import { describe, expect, test } from 'vitest';
import { pendingOf } from '#electron/sync/outbox.ts';
import { takeRow } from '#electron/sync/rebase.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aDesk, aMe, aQuery, errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, aShop, aVariant, at, id, locationIdOf, productIdOf, shopIdOf, userIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const v = `variants/${variantIdOf(1)}`;
const price = (value: number, base = 1_000): FieldOp => ({ op: 'set', path: `${v}/price`, base, value });
const sold = (pieces: number): FieldOp => ({ op: 'add', path: `${v}/stock/${locationIdOf(1)}/onHand`, delta: -pieces, reason: 'sale' });
const edit = (...ops: FieldOp[]) => ({ edits: [{ id: productIdOf(1), ops }], intent: 'edit-price' });
const outbox = (cache: ReturnType<typeof aCache>): number => cache.sqlite.prepare('SELECT count(*) FROM outbox').pluck().get() as number;

test('SYN-03 an edit is in the outbox with its base, in the list with its mark, and told', async () => {
  const cache = aCache({ products: [aProduct()] });
  const desk = aDesk(cache);
  const before = valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 10 }));
  const { mids, group } = valueOf(await desk.ask('catalog.edit', edit(price(1_500), sold(3))));
  expect(group).toBeNull();
  expect(pendingOf(cache, 'product', productIdOf(1))).toMatchObject([{ mid: mids[0], cseq: 1, baseVersion: 1, action: 'patch', ops: [price(1_500), sold(3)], intent: 'edit-price' }]);
  const after = valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 10 }));
  expect(after.rows[0]).toMatchObject({ price: 1_500, onHand: 7, marks: { price: 'unsent', available: 'unsent' } });
  expect(before.rows[0]).toMatchObject({ price: 1_000, marks: {} });
  expect(after.revision).toBeGreaterThan(before.revision);
  expect(desk.told).toEqual([{ revision: after.revision, ids: [productIdOf(1)], total: 1 }]);
});

describe('SYN-04 a refusal names field, rule, figures and product, and leaves nothing', () => {
  test.each<[string, FieldOp[], object]>([
    ['former price', [{ op: 'set', path: `${v}/compareAt`, base: null, value: 900 }], { code: 'rule-broken', field: `${v}/compareAt`, rule: 'compare-at-above-price', details: { compareAt: 900, price: 1_000, product: productIdOf(1) } }],
    ['a good edit with a bad one', [price(5), sold(50)], { code: 'stock-below-zero', details: { have: 10, delta: -50, missing: 40, product: productIdOf(1) } }],
    ['a step that is not the vendor’s', [{ op: 'set', path: 'status', base: 'published', value: 'suspended' }], { code: 'illegal-transition', details: { allowed: ['paused', 'archived'] } }],
    ['a fixed field', [{ op: 'set', path: 'shopId', base: shopIdOf(1), value: shopIdOf(2) }], { code: 'rule-broken', rule: 'fixed-field' }],
    ['a field that does not exist', [{ op: 'set', path: 'constructor/prototype', base: null, value: 1 }], { code: 'invalid-input', rule: 'unknown-field' }],
    ['a character no database keeps', [{ op: 'set', path: 'brand', base: 'Nour', value: 'No\u0000ur' }], { code: 'invalid-input', field: 'brand', rule: 'zero-character' }],
    ['the same in a tag', [{ op: 'members', path: 'tags', add: ['a\u0000'], remove: [] }], { code: 'invalid-input', field: 'tags', rule: 'zero-character' }],
    ['a variant that is gone', [{ op: 'set', path: `variants/${variantIdOf(77)}/price`, base: 1, value: 2 }], { code: 'gone', field: `variants/${variantIdOf(77)}` }],
    ['a SKU of another product', [{ op: 'set', path: `${v}/sku`, base: 'SKU-1', value: 'sku-2' }], { code: 'sku-taken', rule: 'sku-unique-in-shop', details: { sku: 'sku-2', by: productIdOf(2) } }],
    ['a wrong GTIN', [{ op: 'set', path: `${v}/gtin`, base: null, value: '036000291453' }], { rule: 'gtin-check-digit', details: { expected: 2, found: 3 } }],
  ])('%s', async (_, ops, error) => {
    const cache = aCache({ products: [aProduct(), aProduct({ n: 2 })] });
    const desk = aDesk(cache);
    expect(errorOf(await desk.ask('catalog.edit', edit(...ops)))).toMatchObject({ ...error, attempted: 'catalog.edit' });
    expect(outbox(cache)).toBe(0);
    expect(desk.told).toEqual([]);
    expect(valueOf(await desk.ask('catalog.product', { id: productIdOf(1) })).product).toEqual(aProduct());
  });
  test('the SKU of another shop’s product is free', async () => {
    const desk = aDesk(aCache({ products: [aProduct(), aProduct({ n: 2, shopId: shopIdOf(2) })] }));
    valueOf(await desk.ask('catalog.edit', edit({ op: 'set', path: `${v}/sku`, base: 'SKU-1', value: 'SKU-2' })));
  });
  test('a product nobody knows', async () => expect(errorOf(await aDesk(aCache()).ask('catalog.edit', edit(price(1))))).toMatchObject({ code: 'not-found' }));
  test.each(['moderator', 'support'] as const)('%s reads only', async (role) => {
    const desk = aDesk(aCache({ products: [aProduct()] }), { me: aMe({ role, shops: [] }) });
    expect(errorOf(await desk.ask('catalog.edit', edit(price(1))))).toMatchObject({ code: 'forbidden', rule: 'read-only-role' });
    expect(valueOf(await desk.ask('catalog.product', { id: productIdOf(1) })).editable).toBe(false);
  });
});

describe('what an edit starts from', () => {
  test('a second edit starts from the first, whatever the screen thought', async () => {
    const cache = aCache({ products: [aProduct()] });
    const desk = aDesk(cache);
    valueOf(await desk.ask('catalog.edit', edit(price(1_500))));
    valueOf(await desk.ask('catalog.edit', edit(price(1_700, 1_000))));
    expect(pendingOf(cache, 'product', productIdOf(1)).map(({ ops }) => ops)).toEqual([[price(1_500)], [price(1_700, 1_500)]]);
  });
  test('a value somebody else brought in meanwhile keeps the base this person saw, so that the server notices', async () => {
    const cache = aCache({ products: [aProduct()] });
    const theirs = aProduct({ variant: { price: 1_200 } });
    cache.now((db) => takeRow(db, { entity: 'product', id: theirs.id, version: 2, doc: theirs as unknown as Json }, at(1)));
    valueOf(await aDesk(cache).ask('catalog.edit', edit(price(1_500, 1_000))));
    expect(pendingOf(cache, 'product', productIdOf(1))[0]!.ops).toEqual([price(1_500, 1_000)]);
  });
  test('typed and typed back is no edit', async () => {
    const cache = aCache({ products: [aProduct()] });
    expect(valueOf(await aDesk(cache).ask('catalog.edit', edit(price(1_000), { op: 'members', path: 'tags', add: [], remove: ['x'] })))).toEqual({ mids: [], group: null });
    expect(outbox(cache)).toBe(0);
  });
  test('the first word in a language and the first piece at a place make what they need', async () => {
    const cache = aCache({ products: [aProduct()] });
    const desk = aDesk(cache);
    valueOf(await desk.ask('catalog.edit', edit({ op: 'set', path: 'texts/ar/title', base: null, value: 'فستان' }, { op: 'add', path: `${v}/stock/${locationIdOf(2)}/onHand`, delta: 4, reason: 'receipt' })));
    const { product } = valueOf(await desk.ask('catalog.product', { id: productIdOf(1) }));
    expect(product.texts.ar).toEqual({ title: 'فستان', description: '' });
    expect(product.variants[variantIdOf(1)]!.stock[locationIdOf(2)]).toEqual({ onHand: 4, reserved: 0, incoming: 0 });
  });
});

describe('many at once', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => aProduct({ n: n + 1 }));
  const all = (value: number, except?: number) => ({
    edits: hundred.map((product, n) => ({ id: product.id, ops: [{ op: 'set' as const, path: `variants/${variantIdOf(n + 1)}/price`, base: 1_000, value: n === except ? -1 : value }] })), intent: 'bulk-price',
  });
  test('are one group, and one event', async () => {
    const cache = aCache({ products: hundred });
    const desk = aDesk(cache);
    await desk.ask('catalog.shops', {});
    const { mids, group } = valueOf(await desk.ask('catalog.edit', all(2_000)));
    expect(mids).toHaveLength(100);
    expect(group).not.toBeNull();
    expect(desk.told.map(({ ids }) => ids?.length)).toEqual([100]);
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery({ unsent: true }), offset: 0, limit: 500 })).rows.every((row) => row.price === 2_000)).toBe(true);
  });
  test('are all refused when one is, and the answer says which', async () => {
    const cache = aCache({ products: hundred });
    const desk = aDesk(cache);
    expect(errorOf(await desk.ask('catalog.edit', all(2_000, 97)))).toMatchObject({ rule: 'price-not-negative', details: { product: productIdOf(98) } });
    expect(outbox(cache)).toBe(0);
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 500 })).rows.every((row) => row.price === 1_000)).toBe(true);
  });
  test('under a name, tell how far they are', async () => {
    const desk = aDesk(aCache({ products: hundred }));
    const { mids } = valueOf(await desk.ask('catalog.edit', { ...all(2_000), work: id(77) }));
    expect(mids).toHaveLength(100);
    for (const { work, done, total } of desk.working) expect([work, done > 0 && done <= 100, total]).toEqual([id(77), true, 100]);
    expect(valueOf(await desk.ask('catalog.cancel', { work: id(77) }))).toEqual({ cancelled: false });
  });
  test('stop when somebody cancels, and nothing of them stays', async () => {
    const cache = aCache({ products: hundred });
    const desk = aDesk(cache);
    const editing = desk.ask('catalog.edit', { ...all(2_000), work: id(77) });
    expect(valueOf(await desk.ask('catalog.cancel', { work: id(78) }))).toEqual({ cancelled: false });
    expect(valueOf(await desk.ask('catalog.cancel', { work: id(77) }))).toEqual({ cancelled: true });
    expect(errorOf(await editing)).toMatchObject({ code: 'not-ready', rule: 'cancelled' });
    expect(outbox(cache)).toBe(0);
    expect(valueOf(await desk.ask('catalog.edit', all(2_000))).mids).toHaveLength(100);
  });
  test('asked in any order, they are written as they lie in the file; answered as asked, and two of one product one after the other', async () => {
    const cache = aCache({ products: hundred });
    const desk = aDesk(cache);
    const edits = [...all(2_000).edits].reverse();
    const twice = { id: productIdOf(50), ops: [{ op: 'set' as const, path: `variants/${variantIdOf(50)}/price`, base: 2_000, value: 3_000 }] };
    const { mids } = valueOf(await desk.ask('catalog.edit', { edits: [...edits, twice], intent: 'bulk-price' }));
    const lines = cache.sqlite.prepare('SELECT mid, entity_id FROM outbox ORDER BY cseq').all() as { mid: string; entity_id: string }[];
    expect(lines.map(({ entity_id }) => entity_id)).toEqual(hundred.flatMap(({ id: of }, n) => (n === 49 ? [of, of] : [of])));
    const byMid = new Map(lines.map(({ mid, entity_id }) => [mid, entity_id]));
    expect(mids.map((mid) => byMid.get(mid))).toEqual([...edits.map(({ id: of }) => of as string), productIdOf(50)]);
    expect(cache.sqlite.prepare('SELECT price FROM product WHERE id = ?').pluck().get(productIdOf(50))).toBe(3_000);
  });
  test('leave room for questions in between, which see the catalogue as it was', async () => {
    const desk = aDesk(aCache({ products: hundred }));
    const editing = desk.ask('catalog.edit', all(2_000));
    const asked = desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 1 });
    expect(valueOf(await asked).rows[0]!.price).toBe(1_000);
    valueOf(await editing);
  });
});

describe('made and deleted', () => {
  const draft: Product = aProduct({ n: 50, status: 'draft', createdBy: null });
  test('a new product is a draft of this person, searchable at once', async () => {
    const cache = aCache();
    const desk = aDesk(cache);
    valueOf(await desk.ask('catalog.create', { product: { ...draft, texts: { fr: { title: 'Zellige bleu', description: '' } } } }));
    const { rows } = valueOf(await desk.ask('catalog.page', { query: aQuery({ text: 'zellig' }), offset: 0, limit: 5 }));
    expect(rows).toMatchObject([{ id: productIdOf(50), status: 'draft', marks: { other: 'unsent' } }]);
    expect(pendingOf(cache, 'product', productIdOf(50))).toMatchObject([{ action: 'create', baseVersion: 0, doc: { createdBy: userIdOf(1) } }]);
  });
  test.each<[string, Product, object]>([
    ['an id that is taken', aProduct({ status: 'draft' }), { code: 'conflict', rule: 'id-taken' }],
    ['a shop nobody knows', { ...draft, shopId: shopIdOf(9) }, { code: 'not-found', field: 'shopId' }],
    ['the currency of elsewhere', { ...draft, currency: 'EUR' as Product['currency'] }, { rule: 'currency-of-the-shop', details: { expected: 'MAD', found: 'EUR' } }],
    ['a SKU that is taken', { ...draft, variants: { [variantIdOf(50)]: aVariant({ sku: 'SKU-1' }) } }, { code: 'sku-taken' }],
    ['a character no database keeps', { ...draft, handle: 'a\u0000' }, { code: 'invalid-input', rule: 'zero-character' }],
    ['more than a push can carry', { ...draft, attributes: Object.fromEntries(Array.from({ length: 6_500 }, (_, n) => [`a${n}`, 'x'.repeat(500)])) }, { code: 'too-large', rule: 'edit-bytes' }],
    ['another shop', { ...draft, shopId: shopIdOf(2) }, { code: 'forbidden', rule: 'own-shop-only' }],
  ])('%s is refused', async (_, product, error) => {
    const desk = aDesk(aCache({ products: [aProduct()], shops: [aShop(), aShop({ n: 2 })] }));
    expect(errorOf(await desk.ask('catalog.create', { product }))).toMatchObject(error);
  });
  test('deleted products leave the list; one promised to buyers keeps them all', async () => {
    const cache = aCache({ products: [aProduct(), aProduct({ n: 2 }), aProduct({ n: 3, variant: { reserved: 1 } })] });
    const desk = aDesk(cache);
    expect(errorOf(await desk.ask('catalog.delete', { ids: [productIdOf(1), productIdOf(3)] }))).toMatchObject({ rule: 'delete-with-reserved-stock', details: { product: productIdOf(3) } });
    valueOf(await desk.ask('catalog.delete', { ids: [productIdOf(1), productIdOf(2)] }));
    expect(valueOf(await desk.ask('catalog.ids', { query: aQuery() })).ids).toEqual([productIdOf(3)]);
    expect(pendingOf(cache, 'product', productIdOf(2))).toMatchObject([{ action: 'delete' }]);
  });
  test('hundreds deleted at once are noted with their deletion, and come back after the outbox has forgotten them', async () => {
    const many = Array.from({ length: 620 }, (_, n) => aProduct({ n: n + 1 }));
    const cache = aCache({ products: many, search: false });
    const desk = aDesk(cache);
    const { group } = valueOf(await desk.ask('catalog.delete', { ids: many.map(({ id }) => id) }));
    expect(cache.sqlite.prepare('SELECT key, count, whole FROM undo_step').all()).toEqual([{ key: group, count: 620, whole: 1 }]);
    // As when the server has taken them in.
    cache.sqlite.exec('DELETE FROM outbox; DELETE FROM shadow');
    expect(valueOf(await desk.ask('catalog.undo', { group: group! }))).toMatchObject({ undone: 0, compensated: 620, left: [] });
    expect(valueOf(await desk.ask('catalog.ids', { query: aQuery() })).ids).toHaveLength(620);
  });
});

