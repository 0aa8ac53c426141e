import fc from 'fast-check';
import type { Category, Product, Shop, Variant } from '#shared/catalog/model.ts';
import { listingStatus, productKind, conditionOf, taxClass } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aCategory, aProduct, aShop, aVariant, categoryIdOf, id, locationIdOf, minorOf, productIdOf, variantIdOf } from './catalog.ts';

const path = (fr: string, en: string, ar: string) => ({ name: { fr, en, ar }, path: { fr: `Maison > ${fr}`, en: `Home > ${en}`, ar: `المنزل > ${ar}` } });
export const someCategories: readonly Category[] = [aCategory({ n: 1, number: 672, ...path('Vaisselle', 'Tableware', 'أواني') }), aCategory({ n: 2, number: 166, ...path('Vêtements / Accessoires', 'Apparel, Accessories', 'ملابس') })];
/** A shop with three places, two of them with one name. */
export const aShopOfPlaces = (given: Partial<Shop> = {}): Shop => aShop({ locations: { [locationIdOf(1)]: { position: 0, name: 'Dépôt, nord', address: null }, [locationIdOf(2)]: { position: 1, name: 'Stand', address: null }, [locationIdOf(3)]: { position: 2, name: 'stand', address: null } }, ...given });

/** What texts come to hold: formulas, quotes, lines, other scripts, emoji, figures with zeros in front, signs files are parted by. */
const awkward = fc.constantFrom('=1+1', '=HYPERLINK("http://x";"y")', '+212 600', '-5', '@SUM(A1)', "'=1", "''=2", "'tis", '\t=1', 'dit « oui »', 'un "deux" trois', 'a,b;c|d\te', 'ligne 1\nligne 2', 'fin\r\n\r\nsuite', '😀 été', 'قفطان أزرق', '00042', '1e5', '6.29E+12', '1.299', '<b>gras</b> & co', '&amp;', 'A > B', '_x000D_', ' blanc  double ', 'TRUE', 'x'.repeat(300), '\ufeffbom');
const word = fc.stringMatching(/^[a-zé]{1,8}$/);
const text = fc.oneof({ weight: 3, arbitrary: awkward }, { weight: 2, arbitrary: word }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) }).filter((one) => !/[\0\ufffd\p{Surrogate}]/u.test(one) && one.trim() !== '');
const short = (most: number) => text.map((one) => one.slice(0, most)).filter((one) => !/\p{Surrogate}/u.test(one) && one.trim() !== '');
const said = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 3 });
const gtin = fc.stringMatching(/^\d{12}$/).map((digits) => digits + String((10 - ([...digits].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0) % 10)) % 10));
const amount = fc.nat(9_999_999).map(minorOf);
const flag = fc.constantFrom(true, false, null, undefined);

const someVariant = fc.record({
  code: fc.oneof(word, fc.constantFrom('00', "'A", '+1', '=x', '-0', '1,5', 'é"b')), value: fc.uniqueArray(fc.constantFrom('S', 'M', '38, 40', '=L', '٣٨', '1.5'), { minLength: 2, maxLength: 2 }), gtin: said(gtin), mpn: said(short(70)), price: amount, more: said(fc.integer({ min: 1, max: 10_000 })), cost: said(amount), tax: fc.constantFrom(...taxClass.options),
  weightG: said(fc.nat(90_000)), size: said(fc.tuple(fc.nat(9_000), fc.nat(9_000), fc.nat(9_000))), stock: fc.tuple(said(fc.integer({ min: -3, max: 5_000 })), said(fc.nat(3_000)), said(fc.nat(9))), dinars: said(amount), dollars: said(amount), track: flag, back: flag, low: said(fc.nat(500)),
});

/** Any product of shop 1: all kinds, states, languages, price lists and places. `n` tells it from others. */
export const someProductOf = (n: number, currency: Currency): fc.Arbitrary<Product> => fc.record({
  kind: fc.constantFrom(...productKind.options), status: fc.constantFrom(...listingStatus.options), condition: fc.constantFrom(...conditionOf.options), brand: said(short(120)), category: fc.constantFrom(1, 2, null), tags: fc.uniqueArray(short(60), { maxLength: 4 }),
  fr: said(fc.tuple(short(200), text)), en: said(fc.tuple(short(200), text)), ar: said(fc.tuple(short(200), text)), attributes: fc.record({ color: said(short(100)), origin: said(short(200)), warranty: said(fc.constantFrom('12', '24', '12.5')), gender: said(fc.constantFrom('female', 'male')), 'Pays: d’été': said(text) }),
  axes: fc.integer({ min: 0, max: 2 }), variants: fc.uniqueArray(someVariant, { selector: ({ code }) => code.toLowerCase(), minLength: 1, maxLength: 4 }), handle: fc.constantFrom(`p-${n}`, 'meme', '=x', 'قفطان', ''), images: fc.nat(3),
}).map(({ fr, en, ar, attributes, axes, variants, category, handle, images, ...rest }): Product => {
  // Without axes there is one; with them no two are alike.
  const kept = axes === 0 ? variants.slice(0, 1) : variants;
  const texts = Object.fromEntries(Object.entries({ fr, en, ar }).flatMap(([locale, one]) => (one === null ? [] : [[locale, { title: one[0], description: one[1] }]])));
  return aProduct({
    n, id: productIdOf(n), ...rest, currency, handle, categoryId: category === null ? null : categoryIdOf(category), texts: Object.keys(texts).length === 0 ? { fr: { title: `Article ${n}`, description: '' } } : texts,
    attributes: Object.fromEntries(Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))), options: ['Taille', '=Couleur'].slice(0, axes),
    images: Object.fromEntries(Array.from({ length: images }, (_, at) => [id(0x9_0000 + n * 10 + at), { position: at, drawing: 'cup', alt: { fr: `=vue ${at}` } }])),
    variants: Object.fromEntries(kept.map((one, at): [string, Variant] => [variantIdOf(n * 100 + at), {
      ...aVariant({ position: at + 1, sku: `${one.code}${n}-${at}`, gtin: one.gtin, mpn: one.mpn, price: one.price, compareAt: one.more === null ? null : one.price + one.more, cost: one.cost, taxClass: one.tax, weightG: one.weightG, sizeMm: one.size, options: [`${one.value[0]!} ${at}`, one.value[1]!].slice(0, axes) }),
      stock: Object.fromEntries(one.stock.flatMap((onHand, place) => (onHand === null ? [] : [[locationIdOf(place + 1), { onHand, reserved: 0, incoming: 0 }]]))),
      prices: { ...(one.dinars === null ? {} : { ['TND' as Currency]: { price: one.dinars, compareAt: null } }), ...(one.dollars === null ? {} : { ['USD' as Currency]: { price: one.dollars, compareAt: minorOf(one.dollars + 1) } }) },
      trackStock: one.track, backorder: one.back, lowStockAt: one.low,
    }])),
  });
});

/** A small catalogue of shop 1. */
export const someCatalogue = (currency: Currency): fc.Arbitrary<readonly Product[]> => fc.integer({ min: 1, max: 12 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => someProductOf(n + 1, currency))));
