import { expect, test } from 'vitest';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Json } from '#shared/kernel/json.ts';
import { outcomeAs, rowAs, standingOf } from '#shared/sync/schema-window.ts';
import { aProduct, aShop, id, variantIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, aRecipe } from '#tests/builders/listed-pictures.ts';

const window = { current: CACHE_SCHEMA, steps: schemaSteps };
const asJson = (value: unknown): Json => value as Json;
const image = { position: 0, drawing: '', alt: { fr: 'Une robe' } };
const shown = { ...image, picture: aListedPicture(), recipe: aRecipe({ rotate: 90 }), variants: [variantIdOf(1)] };
const drawn = { position: 1, drawing: 'dress 3', alt: {} };
const product = aProduct({ images: { [id(1)]: shown, [id(2)]: drawn } });
const older = aProduct({ images: { [id(1)]: image, [id(2)]: drawn } });
const row = { entity: 'product' as const, id: product.id as never, version: 3, doc: asJson(product) };

test('a console of schema 3 is told a listing without its pictures, how they are changed and what they show', () => {
  expect(rowAs(window, 3, row).doc).toEqual(older);
  expect(rowAs(window, 4, row).doc).toBe(row.doc);
  expect(rowAs(window, 2, row).doc).toEqual(older);
});
test('and a shop without its watermark', () => {
  const shop = aShop({ watermark: { text: 'Nour', opacity: 0.5, place: 'tiled' } });
  expect(rowAs(window, 3, { entity: 'shop', id: shop.id as never, version: 1, doc: asJson(shop) }).doc).toEqual(aShop());
});
test('a conflict over a whole picture is told in its words, one over something else as it is', () => {
  const field = (path: string, value: unknown) => ({ path, base: null, mine: asJson(value), theirs: asJson(value), theirsBy: null, theirsAt: null });
  const outcome = { kind: 'conflict' as const, mid: id(9) as never, version: 3, row, fields: [field(`images/${id(1)}`, shown), field(`images/${id(1)}/alt/fr`, 'Une robe')] };
  expect(outcomeAs(window, 3, outcome)).toMatchObject({ row: { doc: older }, fields: [{ mine: image, theirs: image, base: null }, { mine: 'Une robe' }] });
});
test('a record made before says nothing of pictures, and nothing is made up', () => {
  const step = schemaSteps.find(({ from }) => from === 3)!;
  expect(step.up('product', asJson(older))).toEqual(older);
  expect(step.down('category', asJson({ name: 'x' }))).toEqual({ name: 'x' });
  expect(step.down('product', asJson({ images: null }))).toEqual({ images: null });
});
test('consoles two schemas behind are served, older ones no more', () => {
  const { current } = window;
  expect([-3, -2, -1, 0, 1].map((behind) => standingOf(window, current + behind))).toEqual(['too-old', 'served', 'served', 'served', 'too-new']);
});
