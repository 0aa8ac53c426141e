import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardOf, CARD_TITLE } from '#shared/catalog/channels/card.ts';
import { findingRules, type ChannelContext, type Finding } from '#shared/catalog/channels/finding.ts';
import { googleEntry, googleFindings, googleLimits } from '#shared/catalog/channels/google.ts';
import { jsonLd, jsonLdFindings, jsonLdText } from '#shared/catalog/channels/json-ld.ts';
import { pageOf } from '#shared/catalog/channels/page.ts';
import type { Product, Variant } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { locales } from '#shared/auth/model.ts';
import { aCategory, aProduct, aShop, aVariant, id, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const path = { fr: 'Vêtements > Robes', en: 'Apparel & Accessories > Clothing > Dresses', ar: 'الملابس > الفساتين' };
const dresses = aCategory({ path, attributes: { required: ['color', 'size', 'origin'], suggested: [] } });
const context: ChannelContext = { shop: aShop({ handle: 'atelier-nour', webAddress: 'https://souk.example/atelier-nour' }), category: dresses, locale: 'fr', today: '2026-11-22' };
const dress = aProduct({
  handle: 'robe-lin', brand: 'Dar Liwan', texts: { fr: { title: 'Robe longue en lin', description: 'Tissée à Fès.\n\nLavable à 30 °C.' }, ar: { title: 'فستان طويل', description: 'منسوج في فاس.' } },
  images: { [id(1)]: { position: 0, drawing: 'd', alt: { fr: 'Robe de face' } }, [id(2)]: { position: 1, drawing: 'e', alt: { fr: 'Robe de dos' } } }, attributes: { color: 'midnight_blue', gender: 'female', author: 'Leïla', origin: 'Fès', heel_height: '3' },
  variant: { gtin: '6291041500213', price: 29_900, compareAt: 39_900, weightG: 420, sizeMm: [300, 200, 45] },
});
const sizes = (given: readonly Partial<Parameters<typeof aVariant>[0]>[]): Record<string, Variant> => Object.fromEntries(given.map((one, at) => [variantIdOf(at + 1), aVariant({ position: at, sku: `S-${at}`, gtin: null, ...one })]));
const inSizes = { ...dress, options: ['Taille'], variants: sizes([{ options: ['S'], price: 1_000 }, { options: ['M'], price: 2_000, onHand: 0 }]) };
const entry = (product: Product, given: Partial<ChannelContext> = {}, at = 0) => Object.fromEntries(googleEntry(product, ...variantsInOrder(product)[at]!, { ...context, ...given }).attributes);
const rules = (findings: readonly Finding[]): string[] => findings.map(({ severity, rule }) => `${severity} ${rule}`);

describe('a line of the Google feed', () => {
  test('holds exactly what Google’s specification names, in its order', () =>
    expect(googleEntry(dress, ...variantsInOrder(dress)[0]!, context).attributes).toEqual([
      ['id', 'SKU-1'], ['title', 'Robe longue en lin'], ['description', 'Tissée à Fès. Lavable à 30 °C.'], ['link', 'https://souk.example/atelier-nour/robe-lin'], ['image_link', `https://souk.example/atelier-nour/media/${id(1)}`],
      ['additional_image_link', `https://souk.example/atelier-nour/media/${id(2)}`], ['availability', 'in_stock'], ['price', '399.00 MAD'], ['sale_price', '299.00 MAD'], ['google_product_category', path.en], ['product_type', path.fr],
      ['brand', 'Dar Liwan'], ['gtin', '6291041500213'], ['condition', 'new'], ['color', 'midnight blue'], ['gender', 'female'], ['product_length', '30 cm'], ['product_width', '20 cm'], ['product_height', '4.5 cm'], ['shipping_weight', '420 g'],
      ['external_seller_id', 'atelier-nour'],
    ]));

  test.each([
    { name: 'three decimals of the dinar', product: { ...dress, currency: 'TND' as Currency }, expected: { price: '39.900 TND', sale_price: '29.900 TND' } },
    { name: 'no decimals of the CFA franc', product: { ...dress, currency: 'XOF' as Currency }, expected: { price: '39900 XOF' } },
    { name: 'a variant says its own size and stock', product: inSizes, at: 1, expected: { title: 'Robe longue en lin M', size: 'M', availability: 'out_of_stock', item_group_id: productIdOf(1), link: `https://souk.example/atelier-nour/robe-lin?variant=${variantIdOf(2)}` } },
    { name: 'more may be sold than there is', product: { ...inSizes, backorder: true }, at: 1, expected: { availability: 'backorder' } },
    { name: 'stock that is not counted', product: { ...inSizes, trackStock: false }, at: 1, expected: { availability: 'in_stock' } },
    { name: 'no identifier at all', product: aProduct({ variant: { gtin: null } }), expected: { identifier_exists: 'no', gtin: undefined } },
    { name: 'a part number with a brand identifies', product: aProduct({ variant: { mpn: 'AX-3' } }), expected: { identifier_exists: undefined, mpn: 'AX-3' } },
    { name: 'the ISBN of a book is its GTIN', product: aProduct({ attributes: { isbn: '9782070368228' } }), expected: { gtin: '9782070368228' } },
    { name: 'a wrong GTIN is not sent', product: aProduct({ variant: { gtin: '6291041500214' } }), expected: { gtin: undefined, identifier_exists: 'no' } },
    { name: 'figures with their unit', product: aProduct({ attributes: { length: '120', pieces: '3', energy_class: 'A' } }), expected: { product_length: '120 cm', multipack: '3', energy_efficiency_class: 'A' } },
    { name: 'a text of many lines and tabs stays on one', product: aProduct({ texts: { fr: { title: 'a\tb\r\nc', description: 'x\n\ny' } } }), expected: { title: 'a b c', description: 'x y' } },
    { name: 'direction marks are taken out', product: aProduct({ texts: { fr: { title: '\u202eRobe\u2066 x\u2069', description: 'y' } } }), expected: { title: 'Robe x' } },
  ])('$name', ({ product, expected, at }) => {
    const found = entry(product, {}, at);
    for (const [name, value] of Object.entries(expected)) expect(found[name], name).toBe(value);
  });

  test('a category of the marketplace’s own is no category of Google', () => expect(entry(dress, { category: aCategory() })).not.toHaveProperty('google_product_category'));
  test('10,000 letters are cut where Google cuts, emoji whole', () => {
    const long = entry(aProduct({ texts: { fr: { title: '👗'.repeat(5_000), description: 'é'.repeat(10_000) } } }));
    expect([...long['title']!]).toHaveLength(googleLimits.title);
    expect(long['title']).toMatch(/^(👗)+$/u);
    expect(long['description']).toHaveLength(googleLimits.description);
  });
});

describe('what each channel refuses or warns about', () => {
  test.each<{ name: string; product: Product; says: readonly string[]; context?: Partial<ChannelContext> }>([
    { name: 'a good dress', product: { ...dress, options: ['Taille'], variants: sizes([{ options: ['S'], gtin: '6291041500213' }]) }, says: ['warning image-drawn'] },
    { name: 'the size left out', product: dress, says: ['warning image-drawn', 'warning attribute-missing'] },
    { name: 'nothing in this language', product: dress, context: { locale: 'en' }, says: ['error title-missing', 'error description-missing', 'warning image-drawn', 'warning attribute-missing'] },
    { name: 'a draft without a price, picture, brand, category', product: aProduct({ status: 'draft', brand: null, variant: { price: 0, weightG: null } }), context: { category: null }, says: ['error image-missing', 'error price-zero', 'warning not-published', 'warning category-missing', 'warning brand-missing', 'warning identifiers-missing', 'warning weight-missing'] },
    { name: 'a service', product: aProduct({ kind: 'service' }), context: { category: null }, says: ['error service-refused', 'error image-missing', 'warning category-missing'] },
    { name: 'variants by an engraving only', product: { ...dress, options: ['Gravure'], variants: sizes([{ options: ['A'], gtin: '6291041500213' }, { options: ['B'], gtin: '036000291452' }]) }, says: ['error variants-alike', 'warning image-drawn', 'warning attribute-missing'] },
    { name: 'shouting, marks, too long', product: { ...dress, texts: { fr: { title: `\u202eROBE SUPERBE EN PROMOTION ${'x'.repeat(150)}`, description: 'y' } }, attributes: { color: 'red', size: 'M', origin: 'x' } }, says: ['warning title-cut', 'warning title-shouting', 'warning marks-removed', 'warning image-drawn'] },
    { name: 'a wrong GTIN and a long SKU', product: aProduct({ images: dress.images, variant: { gtin: '6291041500214', sku: 'S'.repeat(51) } }), context: { category: aCategory() }, says: ['error id-long', 'error gtin-wrong', 'warning image-drawn'] },
  ])('Google: $name', ({ product, says, context: given }) => expect(rules(googleFindings(product, { ...context, ...given }))).toEqual(says));

  test('a thousand variants with one fault are one finding', () =>
    expect(googleFindings({ ...dress, options: ['Taille'], variants: sizes(Array.from({ length: 1_000 }, (_, at) => ({ options: [String(at)], price: 0 }))) }, context).find(({ rule }) => rule === 'price-zero')).toEqual({ severity: 'error', rule: 'price-zero', field: `variants/${variantIdOf(1)}/price`, details: {}, variants: 1_000 }));

  test.each<{ name: string; product: Product; says: readonly string[]; context?: Partial<ChannelContext> }>([
    { name: 'a good dress', product: dress, says: [] },
    { name: 'a title of 71 letters', product: aProduct({ title: 'x'.repeat(71), images: dress.images }), says: ['warning title-cut'] },
    { name: 'another language only', product: dress, context: { locale: 'en' }, says: ['warning title-other-language', 'warning alt-missing'] },
    { name: 'sold out', product: aProduct({ images: dress.images, variant: { onHand: 0 } }), says: ['warning sold-out'] },
  ])('card: $name', ({ product, says, context: given }) => expect(rules(cardOf(product, { ...context, ...given }).findings)).toEqual(says));

  test.each<{ name: string; product: Product; says: readonly string[]; context?: Partial<ChannelContext> }>([
    { name: 'the size left out', product: dress, says: ['warning attribute-missing'] },
    { name: 'a telephone number and markup', product: { ...dress, options: ['Taille'], texts: { fr: { title: 'Robe', description: '<b>Appelez le 06 12 34 56 78</b>' } } }, says: ['error contact-shown', 'error markup-shown'] },
    { name: 'a download without a file', product: aProduct({ kind: 'digital', images: dress.images }), context: { category: aCategory() }, says: ['error nothing-to-deliver'] },
    { name: 'a service without hours', product: aProduct({ kind: 'service', images: dress.images }), context: { category: null }, says: ['error category-missing', 'error no-hours'] },
  ])('page: $name', ({ product, says, context: given }) => expect(rules(pageOf(product, { ...context, ...given }).findings)).toEqual(says));

  test('search engines: shipping and returns are asked for, an axis of one’s own has no name', () => {
    expect(rules(jsonLdFindings(dress, context))).toEqual(['warning image-drawn', 'warning shipping-missing', 'warning returns-missing']);
    expect(rules(jsonLdFindings({ ...inSizes, options: ['Gravure'] }, context))).toContain('warning axis-unknown');
  });

  test('a shop that is nowhere on the web is refused by every channel with links, and told where to say it', () => {
    const nowhere = { ...context, shop: aShop() };
    for (const findings of [googleFindings(dress, nowhere), jsonLdFindings(dress, nowhere)]) expect(findings).toContainEqual({ severity: 'error', rule: 'web-address-missing', field: null, shopField: 'webAddress', details: {} });
    expect(rules(googleFindings(dress, context))).not.toContain('error web-address-missing');
  });
});

test('a card cuts its title, says how much less and since when the price is from', () => {
  expect(cardOf(dress, context)).toMatchObject({ title: 'Robe longue en lin', off: 25, price: 29_900, compareAt: 39_900, from: false, availability: 'in_stock', alt: 'Robe de face' });
  expect(cardOf(inSizes, context)).toMatchObject({ price: 1_000, from: true });
  expect([...cardOf(aProduct({ title: '👗'.repeat(80) }), context).title]).toHaveLength(CARD_TITLE);
});
test('a page has paragraphs, the values of each axis, and no detail that no longer applies', () => {
  const page = pageOf(inSizes, context);
  expect(page.description).toEqual(['Tissée à Fès.', 'Lavable à 30 °C.']);
  expect(page.options).toEqual([{ name: 'Taille', values: ['S', 'M'] }]);
  expect(page.details.map(({ key }) => key)).toEqual(['color', 'origin']);
});

describe('Schema.org', () => {
  test('one version is a Product with its offer', () =>
    expect(jsonLd(dress, context)).toMatchObject({
      '@context': 'https://schema.org/', '@type': 'Product', name: 'Robe longue en lin', sku: 'SKU-1', gtin: '6291041500213', brand: { '@type': 'Brand', name: 'Dar Liwan' }, color: 'midnight blue',
      offers: { '@type': 'Offer', price: '299.00', priceCurrency: 'MAD', availability: 'https://schema.org/InStock', itemCondition: 'https://schema.org/NewCondition', seller: { name: 'Shop 1' } },
    }));
  test('several are a ProductGroup that says by what they differ', () => {
    const group = jsonLd(inSizes, context) as { hasVariant: unknown[] };
    expect(group).toMatchObject({ '@type': 'ProductGroup', productGroupID: dress.id, variesBy: ['https://schema.org/size'] });
    expect(group.hasVariant).toMatchObject([{ size: 'S', offers: { price: '10.00' } }, { size: 'M', offers: { availability: 'https://schema.org/OutOfStock' } }]);
    expect((jsonLd(inSizes, context, 1) as { hasVariant: unknown[] }).hasVariant).toHaveLength(1);
  });
  test('what is booked is a Service', () => expect(jsonLd(aProduct({ kind: 'service' }), context)).toMatchObject({ '@type': 'Service', provider: { name: 'Shop 1' } }));
  test('shipping comes from the profile that holds', () => {
    const shop = aShop({ shippingProfiles: { [id(9)]: { position: 0, name: 'Colis', zones: [{ countries: ['MA'], price: 3_500 as never, freeFrom: null, days: [2, 4] }] } } });
    expect(jsonLd(dress, { ...context, shop })).toMatchObject({ offers: { shippingDetails: [{ shippingRate: { value: '35.00', currency: 'MAD' }, shippingDestination: [{ addressCountry: 'MA' }], deliveryTime: { transitTime: { minValue: 2, maxValue: 4 } } }] } });
    expect(rules(jsonLdFindings(dress, { ...context, shop }))).not.toContain('warning shipping-missing');
  });
  test.each([
    { name: 'not said', shop: {}, policy: undefined },
    { name: 'never', shop: { returnDays: 0, returnPaidBy: 'shop' as const }, policy: { '@type': 'MerchantReturnPolicy', applicableCountry: ['MA'], returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted' } },
    {
      name: 'in 14 days, at the buyer’s cost', shop: { returnDays: 14, returnPaidBy: 'buyer' as const, returnTerms: { fr: 'Non porté.\nSans trace.' } },
      policy: {
        '@type': 'MerchantReturnPolicy', applicableCountry: ['MA'], returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow', merchantReturnDays: 14, returnMethod: 'https://schema.org/ReturnByMail',
        returnFees: 'https://schema.org/ReturnFeesCustomerResponsibility', description: 'Non porté. Sans trace.',
      },
    },
  ])('returns: $name', ({ shop: given, policy }) => {
    const shop = aShop(given);
    expect((jsonLd(dress, { ...context, shop }) as { offers: { hasMerchantReturnPolicy?: unknown } }).offers.hasMerchantReturnPolicy).toEqual(policy);
    expect(rules(jsonLdFindings(dress, { ...context, shop })).includes('warning returns-missing')).toBe(policy === undefined);
    expect(pageOf(dress, { ...context, shop }).returns?.days).toBe(given.returnDays);
  });
  test('returns hold in the countries the shop sends to; a service has none', () => {
    const zone = { countries: ['FR', 'MA', '*'], price: 3_500 as never, freeFrom: null, days: [2, 4] as [number, number] };
    const shop = aShop({ returnDays: 7, shippingProfiles: { [id(9)]: { position: 0, name: 'Colis', zones: [zone] } } });
    expect(jsonLd(dress, { ...context, shop })).toMatchObject({ offers: { hasMerchantReturnPolicy: { applicableCountry: ['MA', 'FR'] } } });
    expect(JSON.stringify(jsonLd(aProduct({ kind: 'service' }), { ...context, shop }))).not.toContain('Return');
  });
  test('a hostile title cannot end the script element', () => {
    const text = jsonLdText(aProduct({ title: '</script><script>alert(1)</script>' }), context);
    expect(text).not.toMatch(/</);
    expect((JSON.parse(text) as { name: string }).name).toBe('</script><script>alert(1)</script>');
  });
});

const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '</script>', '\u202eabc', '😀'.repeat(200), '\ud800', 'x'.repeat(10_000), '\u0000', '__proto__'));
const someVariant = fc.record({ sku: hostile, gtin: fc.option(hostile), mpn: fc.option(hostile), price: fc.integer(), compareAt: fc.option(fc.integer()), options: fc.array(hostile, { maxLength: 3 }), weightG: fc.option(fc.integer()), onHand: fc.integer({ min: -5, max: 5 }) });
const someProduct = fc.record({
  kind: fc.constantFrom('physical', 'digital', 'service'), brand: fc.option(hostile), handle: hostile, options: fc.array(fc.oneof(hostile, fc.constantFrom('Taille', 'Couleur')), { maxLength: 3 }),
  texts: fc.dictionary(fc.constantFrom(...locales), fc.record({ title: hostile, description: hostile })), attributes: fc.dictionary(fc.oneof(hostile, fc.constantFrom('color', 'isbn', 'length')), hostile), variants: fc.array(someVariant, { maxLength: 4 }),
  images: fc.array(fc.dictionary(fc.constantFrom(...locales), hostile), { maxLength: 3 }),
}).map(({ variants, images, ...rest }) => ({
  ...aProduct(rest as Partial<Product>), variants: sizes(variants as never), images: Object.fromEntries(images.map((alt, position) => [id(position), { position, drawing: 'd', alt }])),
}) as Product);

const noUndefined = (value: unknown): boolean => (typeof value === 'object' && value !== null ? Object.values(value).every(noUndefined) : value !== undefined);

test('no product makes a channel throw; what they hold is whole, on one line and within the limits', () =>
  fc.assert(fc.property(someProduct, fc.constantFrom(...locales), fc.constantFrom(null, dresses), (product, locale, category) => {
    const where = { ...context, locale, category };
    const text = jsonLdText(product, where);
    expect(text).not.toMatch(/[<\u2028\u2029]/);
    expect(noUndefined(jsonLd(product, where))).toBe(true);
    expect(JSON.parse(text)).toEqual(jsonLd(product, where));
    for (const [variant, one] of variantsInOrder(product)) {
      const { attributes } = googleEntry(product, variant, one, where);
      expect(new Set(attributes.map(([name]) => name)).size).toBe(attributes.length);
      for (const [, value] of attributes) expect(value).not.toMatch(/[\t\r\n\u0000]|\p{Surrogate}/u);
    }
    for (const finding of [...googleFindings(product, where), ...jsonLdFindings(product, where), ...cardOf(product, where).findings, ...pageOf(product, where).findings]) expect(findingRules).toContain(finding.rule);
  })));
