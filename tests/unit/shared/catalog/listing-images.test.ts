import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardOf } from '#shared/catalog/channels/card.ts';
import { imageAddresses, type ChannelContext } from '#shared/catalog/channels/finding.ts';
import { googleEntry, googleFindings } from '#shared/catalog/channels/google.ts';
import { jsonLd, jsonLdFindings } from '#shared/catalog/channels/json-ld.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import { imagesForVariant, imagesOf } from '#shared/catalog/listing-images.ts';
import { missingBits } from '#shared/catalog/cache-tables.ts';
import { rowOf } from '#shared/catalog/projection.ts';
import { checkProduct } from '#shared/catalog/rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import { recipeHashOf } from '#shared/media/effective-recipe.ts';
import { MOST_LISTING_PICTURES } from '#shared/media/limits.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { listingScore } from '#shared/moderation/listing-score.ts';
import { aProduct, aShop, aVariant, aVendor, columnsOf, figuresOf, id, variantIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage, aRecipe, sha256Of } from '#tests/builders/listed-pictures.ts';

const shop = aShop({ webAddress: 'https://souk.example/nour' });
const watermark = { text: 'Nour', opacity: 0.4, place: 'centre' } as const;
const context: ChannelContext = { shop, category: null, locale: 'fr', today: '2026-11-22' };
const withImages = (...images: Product['images'][string][]): Product => aProduct({ images: Object.fromEntries(images.map((image, at) => [id(at + 1), { ...image, position: at }])) });
const nothing = { position: 0, drawing: '', alt: {}, picture: null };
const square = (side: number) => anImage({ picture: aListedPicture({ width: side, height: side }) });

describe('an entry that shows nothing is no picture', () => {
  const empty = withImages(nothing);
  test('for lists, completeness and the score', () => {
    expect(imagesOf(empty)).toEqual([]);
    expect(columnsOf(empty).missing & missingBits.image).toBe(missingBits.image);
    expect(rowOf(empty, figuresOf(empty), 'fr', {})).toMatchObject({ drawing: null, picture: null });
    expect(completeness(empty, 'fr').missing.map(({ field }) => field)).toContain('images');
    expect(listingScore(empty, []).total).toBe(listingScore(aProduct(), []).total);
  });
  test('a file is one', () => {
    const recipe = aRecipe({ rotate: 90 });
    const product = withImages(anImage({ recipe }), { position: 0, drawing: 'robe', alt: {} });
    expect(columnsOf(product).missing & missingBits.image).toBe(0);
    expect(rowOf(product, figuresOf(product), 'fr', {})).toMatchObject({ drawing: '', picture: { sha256: sha256Of(1), placeholder: aListedPicture().placeholder, recipe } });
    expect(cardOf(product, context).image?.picture?.sha256).toBe(sha256Of(1));
  });
});

describe('CAT-12 the score looks at what buyers see', () => {
  const lineOf = (...images: Product['images'][string][]) => listingScore(withImages(...images), []).lines.find(({ rule }) => rule === 'image-clear')!;
  test.each([
    { name: 'a good one', image: anImage(), points: 4, why: undefined },
    { name: 'a drawn one', image: { position: 0, drawing: 'robe', alt: {} }, points: 4, why: undefined },
    { name: 'a blurred one', image: anImage({ picture: aListedPicture({ look: { sharpness: 5 } }) }), points: 0, why: 'blurred' },
    { name: 'a dark one', image: anImage({ picture: aListedPicture({ look: { light: 0.05 } }) }), points: 0, why: 'too-dark' },
    { name: 'a small one', image: square(499), points: 0, why: 'too-small' },
    { name: 'one cut until it is small', image: anImage({ recipe: aRecipe({ crop: { left: 0, top: 0, width: 0.25, height: 1 } }) }), points: 0, why: 'too-small' },
  ])('$name gives $points', ({ image, points, why }) => expect(lineOf(image)).toMatchObject({ points, details: { have: points === 4 ? 1 : 0, need: 1, ...(why ? { why } : {}) } }));
  test('two good ones of three give two points and lead to the third', () => expect(lineOf(anImage(), square(100), anImage())).toMatchObject({ points: 2, field: `images/${id(2)}` }));
});

describe('channels are sent what is served', () => {
  const path = (n: number, purpose: string, recipe = plainRecipe) => `https://souk.example/nour/pictures/${shop.id}/${sha256Of(n)}/${recipeHashOf(recipe)}/${purpose}`;
  test.each([
    { name: 'as large as it is served', image: anImage(), at: path(1, '1600') },
    { name: 'a small one under the name of its own size', image: square(900), at: path(1, '1024') },
    { name: 'cut', image: anImage({ recipe: aRecipe({ crop: { left: 0, top: 0, width: 0.1, height: 0.1 } }) }), at: path(1, '320', aRecipe({ crop: { left: 0, top: 0, width: 0.1, height: 0.1 } })) },
  ])('$name', ({ image, at }) => {
    const product = withImages(image);
    expect(imageAddresses(product, context)).toEqual([at]);
    expect(Object.fromEntries(googleEntry(product, variantIdOf(1), product.variants[variantIdOf(1)]!, context).attributes)['image_link']).toBe(at);
    expect(jsonLd(product, context)).toMatchObject({ image: [at] });
  });
  test('under the mark of the shop, which Google refuses', () => {
    const marked = { ...context, shop: { ...shop, watermark } };
    expect(imageAddresses(withImages(anImage()), marked)).toEqual([path(1, '1600', { ...plainRecipe, watermark })]);
    expect(googleFindings(withImages(anImage()), marked)).toContainEqual({ severity: 'error', rule: 'image-watermark', field: null, shopField: 'watermark', details: {} });
  });
  test.each<{ name: string; images: Product['images'][string][]; says: string[] }>([
    { name: 'a good one', images: [anImage()], says: [] },
    { name: 'none', images: [nothing], says: ['error image-missing'] },
    { name: 'a drawn one beside a file', images: [anImage(), { position: 1, drawing: 'robe', alt: {} }], says: ['warning image-drawn'] },
    { name: 'too small to be taken', images: [square(90)], says: ['error image-small'] },
    { name: 'smaller than advised', images: [square(600)], says: ['warning image-small'] },
    { name: 'large, and served smaller: advice goes by the picture', images: [anImage({ picture: aListedPicture({ width: 4_000, height: 3_000 }) })], says: [] },
    { name: 'not on white, in the first only', images: [anImage({ picture: aListedPicture({ look: { whiteBorder: 0.1, fill: 0.2 } }) }), anImage({ picture: aListedPicture({ look: { whiteBorder: 0.1 } }) })], says: ['warning image-fill', 'warning image-ground'] },
    { name: 'not on white, and cut since: nobody knows', images: [anImage({ picture: aListedPicture({ look: { whiteBorder: 0.1 } }), recipe: aRecipe({ crop: { left: 0, top: 0, width: 0.99, height: 0.99 } }) })], says: [] },
    { name: 'in a frame', images: [anImage({ picture: aListedPicture({ look: { hasFrame: true } }) })], says: ['error image-frame'] },
    { name: 'cut away', images: [anImage({ recipe: aRecipe({ crop: { left: 0, top: 0, width: 0, height: 0 } }) })], says: ['error image-empty'] },
  ])('Google: $name', ({ images, says }) => expect(googleFindings(withImages(...images), context).filter(({ rule }) => rule.startsWith('image-')).map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(says));
  test('a rule that begins on a day is asked from then on; many alike are said once', () => {
    const small = withImages(square(400), square(400), square(400));
    const said = (today: string) => googleFindings(small, { ...context, today }).filter(({ rule }) => rule === 'image-small');
    expect(said('2027-01-30')).toEqual([{ severity: 'warning', rule: 'image-small', field: `images/${id(1)}`, details: { found: 400, least: 1_500 }, pictures: 3 }]);
    expect(said('2027-01-31')).toEqual([{ severity: 'error', rule: 'image-small', field: `images/${id(1)}`, details: { found: 400, least: 500 }, pictures: 3 }]);
  });
  test('search engines are told of drawings only where there are some', () => {
    expect(jsonLdFindings(withImages(anImage()), context).map(({ rule }) => rule)).not.toContain('image-drawn');
    expect(jsonLdFindings(withImages(nothing), context).map(({ rule }) => rule)).toContain('image-missing');
  });
});

describe('pictures of variants', () => {
  const [red, blue, gone] = [variantIdOf(1), variantIdOf(2), variantIdOf(3)];
  const images = (...of: (readonly ReturnType<typeof variantIdOf>[])[]) => aProduct({ options: ['Couleur'], variants: { [red]: aVariant({ options: ['rouge'] }), [blue]: aVariant({ sku: 'B', options: ['bleu'] }) }, images: Object.fromEntries(of.map((variants, at) => [id(at + 1), anImage({ position: at, variants: [...variants] })])) });
  test.each([
    { name: 'all for all', product: images([], []), of: red, are: [1, 2] },
    { name: 'its own first, then those of all', product: images([], [blue], [red]), of: red, are: [3, 1] },
    { name: 'those of others only: the listing’s', product: images([blue], [blue]), of: red, are: [1, 2] },
    { name: 'of a variant that was taken out: for all', product: images([gone], [blue]), of: red, are: [1] },
  ])('$name', ({ product, of, are }) => expect(imagesForVariant(product, of).map(([entry]) => entry)).toEqual(are.map((n) => id(n))));
  test('whatever they name, a variant has a picture where the listing has one, each once', () =>
    fc.assert(fc.property(fc.array(fc.subarray([red, blue, gone]), { maxLength: 5 }), (of) => {
      const product = images(...of);
      for (const variant of [red, blue]) {
        const shown = imagesForVariant(product, variant).map(([entry]) => entry);
        expect(shown.length > 0).toBe(of.length > 0);
        expect(new Set(shown).size).toBe(shown.length);
      }
    })));
});

test('IMG-01 a listing shows so many pictures at most; one that has more may lose some', () => {
  const many = (count: number) => withImages(...Array.from({ length: count }, () => anImage()));
  expect(checkProduct(many(1), many(MOST_LISTING_PICTURES), aVendor)).toBeNull();
  expect(checkProduct(many(1), many(MOST_LISTING_PICTURES + 1), aVendor)).toMatchObject({ field: 'images', rule: 'pictures-too-many', details: { found: MOST_LISTING_PICTURES + 1, most: MOST_LISTING_PICTURES } });
  expect(checkProduct(many(MOST_LISTING_PICTURES + 2), many(MOST_LISTING_PICTURES + 1), aVendor)).toBeNull();
});
