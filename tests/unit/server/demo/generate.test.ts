import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoProducts, heaps } from '#tests/builders/marketplace.ts';
import { generateMarketplace, type Marketplace } from '#server/demo/generate.ts';
import { DEMO_NOW } from '#server/demo/shops.ts';
import { TAXONOMY_NODES } from '#server/demo/taxonomy.ts';
import { locales } from '#shared/auth/model.ts';
import { placesOf, product, shop, type Product } from '#shared/catalog/model.ts';
import { checkGtin, checkProduct, completeness, gtinKey } from '#shared/catalog/rules.ts';
import { exponentOf } from '#shared/kernel/money.ts';

let market: Marketplace;
let products: Product[];
let nour: Product[];
beforeAll(() => {
  market = generateMarketplace();
  products = [...market.products()];
  nour = products.filter(({ shopId }) => shopId === market.vendors.salma);
});

test('the marketplace has the promised size', () => {
  expect(market.shops).toHaveLength(200);
  expect(market.categories).toHaveLength(TAXONOMY_NODES);
  expect(nour).toHaveLength(50_000);
  expect(products).toHaveLength(market.productCount);
  expect(market.shops[0]).toMatchObject({ name: 'Atelier Nour', city: 'Casablanca', currency: 'MAD' });
  expect(placesOf(market.shops[0]!).map(({ name }) => name)).toEqual(['Casablanca', 'Marrakech']);
  const perShop = heaps(products, ({ shopId }) => shopId);
  for (const { id } of market.shops.slice(1)) expect(perShop.get(id)!.length).toSatisfy((count: number) => count >= 20 && count <= 40);
});

test('the same seed makes the same marketplace, to the byte; another seed another one', () => {
  const hash = (list: readonly Product[]) => createHash('sha256').update(JSON.stringify(list)).digest('hex');
  expect(hash(demoProducts(500))).toBe(hash(nour.slice(0, 500)));
  expect(hash(demoProducts(500, 7))).not.toBe(hash(nour.slice(0, 500)));
});

test('shops hold to the model, with names and ids of their own', () => {
  market.shops.forEach((one) => shop.parse(one));
  expect(new Set(market.shops.map(({ name }) => name)).size).toBe(200);
  expect(new Set(market.shops.map(({ id }) => id)).size).toBe(200);
  expect(new Set(market.shops.map(({ currency }) => currency)).size).toBeGreaterThanOrEqual(6);
});

test('every product holds to the model and to the rules of the catalogue', () => {
  // The schema is slow and every product is made by the same lines: one in eight is enough. The rules see all of them.
  for (let i = 0; i < products.length; i += 8) product.parse(products[i]);
  const actor = { userId: '', role: 'admin', shopIds: [] } as const;
  const refusals = products.map((one) => checkProduct(null, { ...one, status: 'draft' }, actor)).filter((refusal) => refusal !== null);
  expect(refusals).toEqual([]);
});

describe('codes', () => {
  test('CAT-09 every GTIN is right to the digit, and most variants have one', () => {
    const gtins = nour.flatMap(({ variants }) => Object.values(variants).map(({ gtin }) => gtin));
    const written = gtins.filter((gtin) => gtin !== null);
    expect(written.filter((gtin) => !checkGtin(gtin).ok)).toEqual([]);
    expect(written.length / gtins.length).toBeGreaterThan(0.85);
  });

  test('CAT-09 a handful of GTINs is used twice in the demo vendor’s shop, and in no other', () => {
    const twice = (list: readonly Product[]) => [...heaps(list.flatMap((one) => Object.values(one.variants).flatMap(({ gtin }) => (gtin === null ? [] : [`${one.shopId} ${gtinKey(gtin)}`]))), (key) => key).values()].filter((same) => same.length > 1).length;
    expect(twice(nour)).toSatisfy((groups: number) => groups >= 3 && groups <= 12);
    expect(twice(products.slice(nour.length))).toBe(0);
  });

  test('no SKU is used twice in a shop, and BAB-0417 is there', () => {
    const skus = products.flatMap((one) => Object.values(one.variants).map((variant) => `${one.shopId} ${variant.sku}`));
    expect(new Set(skus).size).toBe(skus.length);
    expect(nour.some(({ variants }) => Object.values(variants).some(({ sku }) => sku === 'BAB-0417'))).toBe(true);
  });

  test('ids are unique over the whole marketplace', () => {
    const ids = products.flatMap((one) => [one.id, ...Object.keys(one.variants), ...Object.keys(one.images)]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what sellers would recognise', () => {
  test('"robe" finds several hundred dresses', () => {
    expect(nour.filter(({ texts }) => /\brobe\b/i.test(texts.fr?.title ?? '')).length).toSatisfy((found: number) => found > 300 && found < 900);
  });

  test('texts are in the script of their language, and French adjectives agree', () => {
    for (const { texts } of products) {
      const wrong = (texts.ar && !/^\p{Script=Arabic}/u.test(texts.ar.title)) || (texts.fr && !/^\p{Script=Latin}/u.test(texts.fr.title)) || /undefined|null|~|\{[^"]|\u0001/.test(JSON.stringify(texts));
      if (wrong) expect.fail(JSON.stringify(texts));
    }
    const embroidered = nour.map(({ texts }) => texts.fr?.title ?? '').filter((title) => /^(Babouche|Robe|Chemise|Sac à main|Caftan|Pantalon) brodée?\b/.test(title));
    expect(embroidered.length).toBeGreaterThan(50);
    for (const title of embroidered) expect(title).toMatch(/^(?:(?:Babouche|Robe|Chemise) brodée|(?:Sac à main|Caftan|Pantalon) brodé) /);
  });

  test('a description has about forty words', () => {
    const words = nour.map(({ texts }) => texts.fr?.description ?? '').filter((text) => text !== '').map((text) => text.split(/\s+/).length);
    const mean = words.reduce((sum, count) => sum + count, 0) / words.length;
    expect(mean).toBeGreaterThan(35);
    expect(mean).toBeLessThan(50);
  });

  test.each(locales)('completeness in %s differs from product to product', (locale) => {
    const reached = new Set(nour.slice(0, 3_000).map((one) => completeness(one, locale).percent));
    expect(reached.size).toBeGreaterThan(6);
    expect(Math.max(...reached)).toBe(100);
  });

  test('prices end in .00 or .90 and a former price lies above', () => {
    for (const one of products) {
      const unit = 10 ** exponentOf(one.currency);
      for (const { price, compareAt } of Object.values(one.variants)) {
        if (unit === 1 ? price % 500 !== 0 : ![0, unit * 0.9].includes(price % unit)) expect.fail(`${price} ${one.currency}`);
        if (compareAt !== null && compareAt <= price) expect.fail(`${compareAt} is not above ${price}`);
      }
    }
  });

  test('stock runs low here and there, and some is at two places', () => {
    const available = nour.map(({ variants }) => Object.values(variants).flatMap(({ stock }) => Object.values(stock)).reduce((sum, { onHand, reserved }) => sum + onHand - reserved, 0));
    expect(available.every((count) => count >= 0)).toBe(true);
    expect(available.filter((count) => count === 0).length / nour.length).toSatisfy((part: number) => part > 0.04 && part < 0.15);
    expect(available.filter((count) => count > 0 && count < 5).length).toBeGreaterThan(1_000);
    expect(nour.filter(({ variants }) => Object.values(variants).some(({ stock }) => Object.keys(stock).length === 2)).length).toBeGreaterThan(10_000);
  });

  test('four to six in a hundred come in two to six versions', () => {
    const counts = nour.map(({ variants }) => Object.keys(variants).length);
    expect(counts.filter((count) => count > 1).length / nour.length).toSatisfy((part: number) => part > 0.04 && part < 0.06);
    expect(Math.max(...counts)).toBe(6);
  });

  test('nothing is younger than the day the demo stands still at', () => {
    expect(products.filter(({ createdAt, updatedAt }) => createdAt > updatedAt || updatedAt > DEMO_NOW)).toEqual([]);
  });
});
