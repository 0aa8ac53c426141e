import { expect, test } from 'vitest';
import { readGoogleTaxonomy } from '#server/demo/google-taxonomy.ts';
import { buildTaxonomy } from '#server/demo/taxonomy.ts';
import { generateMarketplace } from '#server/demo/generate.ts';
import { isAttributeKey } from '#shared/catalog/attributes.ts';
import { readAttribute } from '#shared/catalog/read-attribute.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import { realCatalogueFolder } from '#tests/support/real-data.ts';

const { categories } = buildTaxonomy();
const at = (path: string) => categories.find((category) => category.path.en === path)!.attributes!;

test('CAT-10 every category of the demo asks for something, by attributes that exist, none twice', () => {
  for (const { attributes, path } of categories) {
    expect(attributes, path.en).toBeDefined();
    const all = [...attributes!.required, ...attributes!.suggested];
    expect(new Set(all).size, path.en).toBe(all.length);
    expect(all.filter((key) => !isAttributeKey(key)), path.en).toEqual([]);
  }
});

test('CAT-10 what is asked for follows from the categories above, and can be taken back', () => {
  expect(at('Fashion and accessories > Clothing').required).toEqual(['color', 'gender', 'age_group', 'size', 'material']);
  expect(at('Fashion and accessories > Clothing').suggested).not.toContain('handmade');
  expect(at('Fashion and accessories > Clothing > Dresses > Long dresses').required).toEqual(at('Fashion and accessories > Clothing').required);
  expect(at('Electronics > Phones > Mobile phones').required).toEqual(['storage', 'screen', 'color']);
});

test('CAT-10 CAT-11 the demo’s products say most of it, in values that hold, and leave some out', () => {
  const market = generateMarketplace({ vendorProducts: 1_000 });
  const byId = new Map<string, (typeof market.categories)[number]>(market.categories.map((category) => [category.id, category]));
  let [asked, missing] = [0, 0];
  for (const product of [...market.products()].slice(0, 1_000)) {
    for (const [key, value] of Object.entries(product.attributes)) expect(readAttribute(key, value), `${key}: ${value}`).toEqual({ ok: true, value });
    const required = (product.categoryId === null ? undefined : byId.get(product.categoryId))?.attributes?.required ?? [];
    asked += required.length;
    missing += completeness(product, 'fr', 'shop', required).missing.filter(({ field }) => field.startsWith('attributes/')).length;
  }
  expect(missing / asked).toBeGreaterThan(0.05);
  expect(missing / asked).toBeLessThan(0.25);
});

const folder = realCatalogueFolder();
test.skipIf(folder === null)(`CAT-10 Google’s real taxonomy asks for what Google asks for${folder === null ? ' (skipped: ../shared/data is not there)' : ''}`, () => {
  const google = readGoogleTaxonomy(folder!).categories;
  const of = (path: string) => google.find((category) => category.path.en === path)!.attributes!.required;
  expect(of('Apparel & Accessories > Clothing > Dresses')).toEqual(['color', 'gender', 'age_group', 'size']);
  expect(of('Media > Books')).toEqual(['author', 'language', 'isbn']);
  expect(google.filter(({ attributes }) => attributes === undefined).length / google.length).toBeLessThan(0.1);
});
