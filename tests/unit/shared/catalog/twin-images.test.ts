import { expect, test } from 'vitest';
import type { ProductImage, VariantId } from '#shared/catalog/model.ts';
import { twinBefore } from '#shared/catalog/twin-images.ts';
import { id } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage, aRecipe } from '#tests/builders/listed-pictures.ts';

const [red, blue] = [id(1) as VariantId, id(2) as VariantId];
const zoom = aRecipe({ crop: { left: 0.2, top: 0.2, width: 0.5, height: 0.5 } });
const padded = aListedPicture({ n: 2, phash: 'f0f0f0f0f0f0f0f3' });

type Shown = Partial<ProductImage>;
test.each<{ name: string; first: Shown; second: Shown; found: boolean }>([
  { name: 'the same file', first: {}, second: {}, found: true },
  { name: 'two bits apart', first: {}, second: { picture: padded }, found: true },
  { name: 'another picture', first: {}, second: { picture: aListedPicture({ n: 2, phash: '0f0f0f0f0f0f0f0f' }) }, found: false },
  { name: 'a cut of the same photo', first: {}, second: { recipe: zoom }, found: false },
  { name: 'the same cut twice', first: { recipe: zoom }, second: { recipe: zoom }, found: true },
  { name: 'of two colours', first: { variants: [red] }, second: { picture: padded, variants: [blue] }, found: false },
  { name: 'of one colour', first: { variants: [red, blue] }, second: { variants: [blue] }, found: true },
  { name: 'one of all, one of a colour', first: {}, second: { variants: [red] }, found: true },
  { name: 'plain grounds', first: { picture: aListedPicture({ phash: '8000000000000000' }) }, second: { picture: aListedPicture({ n: 2, phash: '8000000000000000' }) }, found: false },
  { name: 'a drawing of the demo', first: { picture: null, drawing: 'x' }, second: {}, found: false },
])('a picture repeats an earlier one: $name', ({ first, second, found }) => {
  const images = { second: anImage({ position: 1, ...second }), first: anImage({ position: 0, ...first }) };
  expect(twinBefore(images, 'second')?.nth).toBe(found ? 1 : undefined);
  expect(twinBefore(images, 'first')).toBeNull();
});
