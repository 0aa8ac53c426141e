import { expect, test } from 'vitest';
import type { ExportContext } from '#shared/bulk/export/context.ts';
import { googleTable } from '#shared/bulk/export/google-feed.ts';
import { HandleNames } from '#shared/bulk/export/handle-names.ts';
import { shopifyTable } from '#shared/bulk/export/shopify-table.ts';
import { imageAddress } from '#shared/catalog/channels/finding.ts';
import { markReview } from '#shared/catalog/review.ts';
import { aProduct, aShop, aVariant, id, variantIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage } from '#tests/builders/listed-pictures.ts';

const shop = aShop({ webAddress: 'https://souk.example/nour' });
const context: ExportContext = { shop, categoryOf: () => null, locales: ['fr'] };
const [common, blue] = [anImage({ alt: { fr: 'De face' } }), anImage({ position: 1, picture: aListedPicture({ n: 2 }), variants: [variantIdOf(2)] })];
const dress = aProduct({ options: ['Couleur'], variants: { [variantIdOf(1)]: aVariant({ options: ['rouge'] }), [variantIdOf(2)]: aVariant({ position: 1, sku: 'B', options: ['bleu'] }) }, images: { [id(1)]: common, [id(2)]: blue } });
const addressOf = (image: typeof common) => imageAddress([id(1), image], { shop });

test.each([
  { isOld: false, columns: ['Product image URL', 'Image position', 'Image alt text', 'Variant image URL'] },
  { isOld: true, columns: ['Image Src', 'Image Position', 'Image Alt Text', 'Variant Image'] },
])('BLK-09 a Shopify file, old layout $isOld, has the address of each picture, and beside a variant its own', ({ isOld, columns }) => {
  const table = shopifyTable(context, isOld, new HandleNames());
  const cells = [...table.rows(dress)].map((row) => columns.map((name) => row[table.headers.indexOf(name)]));
  expect(cells).toEqual([[addressOf(common), '1', 'De face', ''], [addressOf(blue), '2', '', addressOf(blue)]]);
});

test('BLK-09 a feed holds what is published, not what waits for a moderator', () => {
  const waiting = markReview(dress, { ...dress, brand: 'Autre', images: { [id(1)]: { ...common, picture: aListedPicture({ n: 3 }) }, [id(2)]: blue } }, 5_000);
  const table = googleTable(context);
  const said = (product: typeof dress) => [...table.rows(product)].map((row) => ['brand', 'image_link', 'additional_image_link'].map((name) => row[table.headers.indexOf(name)]));
  expect(said(waiting)).toEqual(said(dress));
  expect(said(dress)).toEqual([['Nour', addressOf(common), ''], ['Nour', addressOf(blue), addressOf(common)]]);
});
