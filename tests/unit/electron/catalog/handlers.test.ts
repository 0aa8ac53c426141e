import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogChannels, type HistoryEntry } from '#shared/catalog/contract.ts';
import { replyMessage } from '#shared/contract/channel.ts';
import { errorCodes } from '#shared/contract/error-codes.ts';
import { ok } from '#shared/kernel/result.ts';
import { aCache, breakTree } from '#tests/builders/cache.ts';
import { aDesk, aFilter, aQuery, errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aCategory, aProduct, aShop, aVariant, at, categoryIdOf, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

describe('lists', () => {
  const products = Array.from({ length: 30 }, (_, n) => aProduct({ n: n + 1, title: `Article ${String(n + 1).padStart(2, '0')}`, status: n % 3 === 0 ? 'draft' : 'published' }));
  test('CAT-01 a window is a part of the whole, beyond the end it is empty', async () => {
    const desk = aDesk(aCache({ products }));
    const window = async (offset: number, limit: number) => valueOf(await desk.ask('catalog.page', { query: aQuery(), offset, limit }));
    expect((await window(10, 3)).rows.map(({ title }) => title)).toEqual(['Article 11', 'Article 12', 'Article 13']);
    expect(await window(28, 10)).toMatchObject({ total: 30, offset: 28, rows: [{ title: 'Article 29' }, { title: 'Article 30' }] });
    expect((await window(30, 10)).rows).toEqual([]);
  });
  test('lines after the window are drawn in advance, and are the same lines', async () => {
    const desk = aDesk(aCache({ products }));
    const query = aQuery();
    await desk.ask('catalog.page', { query, offset: 0, limit: 10 });
    desk.quiet();
    const next = valueOf(await desk.ask('catalog.page', { query, offset: 10, limit: 10 }));
    expect(next.rows.map(({ title }) => title)).toEqual(products.slice(10, 20).map(({ texts }) => texts.fr!.title));
  });
  test('counts and ids', async () => {
    const desk = aDesk(aCache({ products }));
    expect(valueOf(await desk.ask('catalog.counts', { filters: [aFilter(), aFilter({ status: ['draft'] }), aFilter({ text: 'article' })], locale: 'fr' }))).toEqual({ total: 30, counts: [30, 10, 30] });
    expect(valueOf(await desk.ask('catalog.ids', { query: aQuery({ status: ['draft'] }, 'title', 'desc') })).ids.slice(0, 2)).toEqual([productIdOf(28), productIdOf(25)]);
  });
  test('PLT-01 the palette finds a code exactly, and says so', async () => {
    const desk = aDesk(aCache({ products }));
    expect(valueOf(await desk.ask('catalog.find', { text: ' sku-7', locale: 'fr' }))).toMatchObject({ exact: true, rows: [{ id: productIdOf(7) }, ...Array<object>(0)] });
    expect(valueOf(await desk.ask('catalog.find', { text: 'artic', locale: 'fr', limit: 5 }))).toMatchObject({ exact: false, rows: { length: 5 } });
    expect(valueOf(await desk.ask('catalog.find', { text: '  ', locale: 'fr' }))).toEqual({ exact: false, rows: [] });
  });
  test('search follows an edit at once, and the full text in quiet moments', async () => {
    const cache = aCache({ products });
    const desk = aDesk(cache);
    valueOf(await desk.ask('catalog.edit', { edits: [{ id: productIdOf(1), ops: [{ op: 'set', path: 'texts/fr/title', base: 'Article 01', value: 'Babouches' }] }], intent: 'edit-text' }));
    const find = async () => valueOf(await desk.ask('catalog.ids', { query: aQuery({ text: 'babou' }) })).ids;
    expect(await find()).toEqual([productIdOf(1)]);
    expect(cache.sqlite.prepare('SELECT count(*) FROM fts_dirty').pluck().get()).toBe(1);
    desk.quiet();
    expect(cache.sqlite.prepare('SELECT count(*) FROM fts_dirty').pluck().get()).toBe(0);
    expect(await find()).toEqual([productIdOf(1)]);
  });
  test('housekeeping builds search after a first copy, and windows are told', async () => {
    const desk = aDesk(aCache({ products, search: false }));
    const bodies = async () => valueOf(await desk.ask('catalog.ids', { query: aQuery({ text: 'description' }) })).ids.length;
    expect(await bodies()).toBe(0);
    desk.quiet();
    expect(await bodies()).toBe(30);
    expect(desk.told.at(-1)).toMatchObject({ ids: null, total: 30 });
  });
});

describe('CAT-09 codes', () => {
  const shelf = [
    aProduct({ n: 1, variant: { sku: 'AB-1', gtin: '036000291452' } }), aProduct({ n: 2, variant: { sku: 'ab-1' } }), aProduct({ n: 3, variant: { sku: 'C', gtin: '0036000291452' } }),
    aProduct({ n: 4, shopId: shopIdOf(2), variant: { sku: 'AB-1', gtin: '036000291452' } }), aProduct({ n: 5, variant: { sku: 'E' } }),
  ];
  const check = async (given: object) => valueOf(await aDesk(aCache({ products: shelf })).ask('catalog.check', { shopId: shopIdOf(1), productId: null, variantId: null, ...given }));
  test('a SKU in use is told with where', async () => expect(await check({ sku: 'c ' })).toEqual({ sku: { code: 'sku-taken', field: 'sku', rule: 'sku-unique-in-shop', details: { sku: 'c', by: productIdOf(3) } }, gtin: null, skuUsedBy: [{ id: productIdOf(3), title: 'Article 3' }], gtinUsedBy: [] }));
  test('one’s own code is no duplicate', async () => expect(await check({ sku: 'E', productId: productIdOf(5) })).toMatchObject({ sku: null, skuUsedBy: [] }));
  test('another variant of the same product is', async () => expect(await check({ sku: 'E', productId: productIdOf(5), variantId: variantIdOf(99) })).toMatchObject({ sku: { code: 'sku-taken' } }));
  test('a GTIN is compared in any length, within the shop', async () => expect((await check({ gtin: '00036000291452' })).gtinUsedBy.map((use) => use.id)).toEqual([productIdOf(1), productIdOf(3)]));
  test('a wrong one is explained to the digit', async () => expect((await check({ gtin: '036000291453' })).gtin).toMatchObject({ rule: 'gtin-check-digit', details: { expected: 2, found: 3 } }));
  test('an empty SKU is too short, an empty GTIN is none', async () => expect(await check({ sku: ' ', gtin: '' })).toMatchObject({ sku: { rule: 'sku-length' }, gtin: null }));
  test('the report has every group once, of this shop only', async () => {
    const { groups } = valueOf(await aDesk(aCache({ products: shelf })).ask('catalog.duplicates', { shopId: shopIdOf(1), locale: 'fr' }));
    expect(groups.map(({ field, products }) => [field, products.map((product) => product.id)])).toEqual([['sku', [productIdOf(1), productIdOf(2)]], ['gtin', [productIdOf(1), productIdOf(3)]]]);
  });
  test('a code twice within one product is in the report', async () => {
    const twice = aProduct({ options: ['T'], variants: { [variantIdOf(1)]: aVariant({ options: ['a'], sku: 'X' }), [variantIdOf(2)]: aVariant({ options: ['b'], position: 1, sku: 'x' }) } });
    expect(valueOf(await aDesk(aCache({ products: [twice] })).ask('catalog.duplicates', { shopId: shopIdOf(1), locale: 'fr' })).groups).toMatchObject([{ field: 'sku', products: { length: 2 } }]);
  });
});

describe('CAT-10 categories', () => {
  const named = (n: number, fr: string, en: string, ar: string, place: object) => aCategory({ n, name: { fr, en, ar }, path: { fr, en, ar }, ...place });
  const categories = [
    named(1, 'Maison', 'Home', 'منزل', { lft: 1, rgt: 8 }), named(2, 'Éclairage', 'Lighting', 'إضاءة', { parentId: categoryIdOf(1), lft: 2, rgt: 5, depth: 1 }),
    named(3, 'Lampes de maison', 'Home lamps', 'مصابيح للمنزل', { parentId: categoryIdOf(2), lft: 3, rgt: 4, depth: 2 }), named(4, 'Tapis', 'Rugs', 'سجاد', { parentId: categoryIdOf(1), lft: 6, rgt: 7, depth: 1 }),
    named(5, 'Mode d’été', 'Summer fashion', 'الأزياء والإكسسوارات', { lft: 9, rgt: 10 }),
  ];
  test.each<[string, string, string | null, number[]]>([
    ['roots', '', null, [1, 5]], ['children', '', categoryIdOf(1), [2, 4]], ['any language', 'rug', null, [4]], ['without accents', 'eclair', null, [2]], ['Arabic in another spelling', 'اضاءة', null, [2]],
    ['names that start with it first', 'maison', null, [1, 3]], ['words of what lies above', 'maison tapis', null, [4]], ['below a category', 'home', categoryIdOf(2), [3]], ['not inside a word', 'ampes', null, []], ['words in any order', 'lampes eclairage', null, [3]], ['words in two languages', 'home lampes', null, [3]], ['an article typed that is not written', 'المنزل', null, [1, 3]], ['an article written that is not typed', 'اكسسوارات ازياء', null, [5]], ['what clings to an Arabic word', 'مصابيح منزل', null, [3]], ['an apostrophe parts words', 'ete', null, [5]], ['nothing', 'zzz', null, []], ['below a category nobody knows', 'home', categoryIdOf(99), []],
  ])('%s', async (_, text, parentId, expected) => {
    const desk = aDesk(aCache({ categories }));
    const found = valueOf(await desk.ask('catalog.categories', { text, parentId: parentId as never }));
    expect(found.categories.map(({ number }) => number)).toEqual(expected);
  });
});

describe('around the product', () => {
  test('the page has shop, category, marks and conflicts', async () => {
    const cache = aCache({ products: [aProduct()], categories: [aCategory()] });
    const desk = aDesk(cache);
    valueOf(await desk.ask('catalog.edit', { edits: [{ id: productIdOf(1), ops: [{ op: 'set', path: 'brand', base: 'Nour', value: 'Atlas' }] }], intent: 'edit' }));
    cache.now((db) => db.exec(`INSERT INTO conflict VALUES ('${id(8)}', '${id(7)}', 'product', '${productIdOf(1)}', 'handle', '"a"', '"b"', '"c"', 'Karim', 5, 4, 6, NULL, NULL)`));
    expect(valueOf(await desk.ask('catalog.product', { id: productIdOf(1) }))).toMatchObject({
      product: { brand: 'Atlas' }, version: 1, shop: { name: 'Shop 1' }, category: { number: 1 }, editable: true, marks: { brand: 'unsent', handle: 'conflict' },
      conflicts: [{ id: id(8), field: { path: 'handle', base: 'a', mine: 'b', theirs: 'c', theirsBy: 'Karim', theirsAt: 5 } }],
    });
    expect(valueOf(await desk.ask('catalog.page', { query: aQuery({ conflicted: true }), offset: 0, limit: 5 })).rows).toMatchObject([{ marks: { other: 'conflict' } }]);
  });
  test('shops and brands', async () => {
    const desk = aDesk(aCache({ shops: [aShop({ name: 'B' }), aShop({ n: 2, name: 'A' })], products: [aProduct({ brand: 'Atlas' }), aProduct({ n: 2, brand: 'Nour' }), aProduct({ n: 3, brand: 'Élan' }), aProduct({ n: 4, brand: null })] }));
    expect(valueOf(await desk.ask('catalog.shops', {})).shops.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(valueOf(await desk.ask('catalog.brands', { text: '' })).brands).toEqual(['Atlas', 'Nour', 'Élan']);
    expect(valueOf(await desk.ask('catalog.brands', { text: 'ELA' })).brands).toEqual(['Élan']);
    expect(valueOf(await desk.ask('catalog.brands', { text: 'la' })).brands).toEqual(['Atlas', 'Élan']);
  });
  test('views are kept in their order, changed and removed', async () => {
    const cache = aCache();
    const desk = aDesk(cache);
    const view = (n: number, name: string, position: number) => ({ id: id(n), name, filter: aFilter({ status: ['draft'] }), sort: { by: 'price' as const, dir: 'desc' as const }, columns: { order: ['title'], hidden: ['brand'], widths: { title: 240 } }, density: 'compact' as const, position });
    valueOf(await desk.ask('catalog.saveView', { view: view(1, 'Later', 2) }));
    valueOf(await desk.ask('catalog.saveView', { view: view(2, 'First', 1) }));
    expect(valueOf(await desk.ask('catalog.saveView', { view: view(1, 'Renamed', 2) })).views).toEqual([view(2, 'First', 1), view(1, 'Renamed', 2)]);
    expect(valueOf(await desk.ask('catalog.removeView', { id: id(2) })).views.map(({ name }) => name)).toEqual(['Renamed']);
    const again = aDesk(aCache({ file: cache.file, shops: [], search: false }));
    expect(valueOf(await again.ask('catalog.views', {})).views).toEqual([view(1, 'Renamed', 2)]);
  });
});

describe('CAT-07 history', () => {
  const entry = (n: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({ id: id(n), at: at(n), appliedAt: at(n), by: 'Karim', device: 'desk', intent: 'edit', changes: [{ path: 'brand', before: 'a', after: 'b', delta: null, reason: null }], state: 'applied', group: null, ...more });
  const stock = { op: 'add' as const, path: `variants/${variantIdOf(1)}/stock/${Object.keys(aVariant().stock)[0]!}/onHand`, delta: -2, reason: 'damage' as const };
  test('what waits here comes first, then the server’s; without a connection what was seen of it', async () => {
    const cache = aCache({ products: [aProduct()] });
    const online = aDesk(cache, { fetchHistory: () => Promise.resolve(ok([entry(9), entry(5)])) });
    valueOf(await online.ask('catalog.edit', { edits: [{ id: productIdOf(1), ops: [stock] }], intent: 'stock' }));
    const first = valueOf(await online.ask('catalog.history', { id: productIdOf(1) }));
    expect(first).toMatchObject({ complete: true, entries: [{ state: 'unsent', by: 'Salma', changes: [{ path: stock.path, before: 10, after: 8, delta: -2, reason: 'damage' }] }, entry(9), entry(5)] });
    const offline = valueOf(await aDesk(cache).ask('catalog.history', { id: productIdOf(1) }));
    expect(offline).toEqual({ complete: false, entries: first.entries, next: null });
  });
  test('CAT-07 older entries come page after page; without a connection those that were heard before', async () => {
    const cache = aCache({ products: [aProduct()] });
    const all = Array.from({ length: 7 }, (_, n) => entry(20 - n));
    const online = aDesk(cache, { fetchHistory: (_, limit, before) => Promise.resolve(ok(all.slice(before === undefined ? 0 : all.findIndex((one) => one.id === before) + 1).slice(0, limit))) });
    const pages: HistoryEntry[][] = [];
    for (let before: string | null | undefined; before !== null; ) {
      const { entries, next } = valueOf(await online.ask('catalog.history', { id: productIdOf(1), limit: 3, before: before ?? null }));
      pages.push(entries);
      before = next;
    }
    expect(pages).toEqual([all.slice(0, 3), all.slice(3, 6), all.slice(6)]);
    expect(valueOf(await aDesk(cache).ask('catalog.history', { id: productIdOf(1), limit: 2, before: all[0]!.id }))).toEqual({ entries: all.slice(1, 3), complete: false, next: all[2]!.id });
  });
  test('an edit the server has already told of is not shown twice', async () => {
    const cache = aCache({ products: [aProduct()] });
    let mid = '';
    const desk = aDesk(cache, { fetchHistory: () => Promise.resolve(ok([entry(9, { id: mid })])) });
    mid = valueOf(await desk.ask('catalog.edit', { edits: [{ id: productIdOf(1), ops: [stock] }], intent: 'stock' })).mids[0]!;
    expect(valueOf(await desk.ask('catalog.history', { id: productIdOf(1) })).entries.map(({ state }) => state)).toEqual(['applied']);
  });
});

describe('another cache', () => {
  test('lists start anew, windows are told, and the revision only grows', async () => {
    const desk = aDesk(aCache({ products: [aProduct()] }));
    const before = valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 5 }));
    desk.swap(aCache({ products: [aProduct({ n: 2 }), aProduct({ n: 3 })] }));
    const after = valueOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 5 }));
    expect([before.total, after.total]).toEqual([1, 2]);
    expect(desk.told.at(-1)).toEqual({ revision: after.revision, ids: null, total: 2 });
    expect(after.revision).toBeGreaterThan(before.revision);
    desk.swap(null);
    expect(errorOf(await desk.ask('catalog.page', { query: aQuery(), offset: 0, limit: 5 }))).toEqual({ code: 'signed-out', attempted: 'catalog.page' });
  });
  test('nobody is signed in: every question says so', async () => {
    const desk = aDesk(null, { me: null });
    expect(errorOf(await desk.ask('catalog.shops', {})).code).toBe('signed-out');
    expect(errorOf(await desk.ask('catalog.removeView', { id: id(1) })).code).toBe('signed-out');
  });
  test('a file that breaks in use is told as such', async () => {
    const whole = aCache({ products: [aProduct()] });
    breakTree(whole, 'saved_view');
    const desk = aDesk(aCache({ file: whole.file, shops: [], search: false }));
    expect(errorOf(await desk.ask('catalog.views', {}))).toMatchObject({ code: 'cache-broken' });
    expect(desk.failures).toMatchObject([{ code: 'cache-broken' }]);
  });
});

describe('hostile messages', () => {
  const names = Object.keys(catalogChannels);
  const nasty = fc.oneof(fc.anything({ withBigInt: false }), fc.constantFrom<unknown>('__proto__', null, { __proto__: null }, Number.MAX_VALUE, NaN, '\u0000', "'; DROP TABLE product; --", '\ud800'));
  /** Nearly right: the shape of a question with something else in one place. */
  const goodInputs: Readonly<Record<string, object>> = {
    'catalog.page': { query: aQuery(), offset: 0, limit: 10 }, 'catalog.ids': { query: aQuery() }, 'catalog.counts': { filters: [aFilter()], locale: 'fr' }, 'catalog.product': { id: productIdOf(1) }, 'catalog.history': { id: productIdOf(1), limit: 5 },
    'catalog.edit': { edits: [{ id: productIdOf(1), ops: [{ op: 'set', path: 'brand', base: 'Nour', value: 'x' }] }], intent: 'x' }, 'catalog.create': { product: aProduct({ n: 60, status: 'draft' }) }, 'catalog.delete': { ids: [productIdOf(2)] }, 'catalog.undo': { group: id(3) }, 'catalog.recent': { offset: 0, limit: 5 }, 'catalog.hold': { query: aQuery() }, 'catalog.cancel': { work: id(4) },
    'catalog.check': { shopId: shopIdOf(1), productId: null, variantId: null, sku: 'x', gtin: 'y' }, 'catalog.duplicates': { shopId: shopIdOf(1), locale: 'fr' }, 'catalog.categories': { text: 'x', parentId: null, limit: 5 }, 'catalog.shops': {}, 'catalog.brands': { text: 'x', limit: 5 },
    'catalog.views': {}, 'catalog.saveView': { view: { id: id(1), name: 'x', filter: aFilter(), sort: { by: 'title', dir: 'asc' }, columns: null, position: 0 } }, 'catalog.removeView': { id: id(1) }, 'catalog.find': { text: 'x', locale: 'fr', limit: 5 },
  };
  const bent = (value: unknown, path: number[], by: unknown): unknown => {
    if (path.length === 0 || typeof value !== 'object' || value === null) return by;
    const keys = Object.keys(value);
    if (keys.length === 0) return by;
    const key = keys[path[0]! % keys.length]!;
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[key] = bent((value as Record<string, unknown>)[key], path.slice(1), by);
    return copy;
  };
  test('every channel has an input here', () => expect(Object.keys(goodInputs).sort()).toEqual([...names].sort()));

  test('whatever comes, an answer goes out that the contract knows, nothing is thrown, and the file stays whole', async () => {
    const cache = aCache({ products: [aProduct(), aProduct({ n: 2 })] });
    const desk = aDesk(cache);
    await fc.assert(fc.asyncProperty(fc.constantFrom(...names), fc.array(fc.nat(6), { maxLength: 6 }), nasty, fc.boolean(), async (channel, path, by, wild) => {
      const reply = await desk.raw({ t: 'ask', id: 3, channel, input: wild ? by : bent(goodInputs[channel], path, by) });
      expect(replyMessage.safeParse(reply).success).toBe(true);
      if (!reply.result.ok) expect(Object.keys(errorCodes)).toContain(reply.result.error.code);
      expect(desk.broken).toEqual([]);
    }), { numRuns: 600 });
    expect(cache.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
  test('answers that succeed are what the contract says', async () => {
    const desk = aDesk(aCache({ products: [aProduct(), aProduct({ n: 2 })], categories: [aCategory()] }));
    for (const [channel, input] of Object.entries(goodInputs)) {
      const { result } = await desk.raw({ t: 'ask', id: 1, channel, input });
      expect(result, channel).toMatchObject({ ok: true });
      if (result.ok) expect(catalogChannels[channel as 'catalog.page'].output.safeParse(result.value).error, channel).toBeUndefined();
    }
  });
});
