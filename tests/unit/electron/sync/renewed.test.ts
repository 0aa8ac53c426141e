import { expect, test } from 'vitest';
import { renewed } from '#electron/sync/restore.ts';
import { aProduct, aVariant, id, variantIdOf } from '#tests/builders/catalog.ts';
import { anImage } from '#tests/builders/listed-pictures.ts';

test('SYN-12 a product made anew shows its pictures for the variants they were of, under their new ids; of one that was gone, nothing is left', () => {
  let made = 100;
  const before = aProduct({
    variants: { [variantIdOf(1)]: aVariant({ sku: 'A' }), [variantIdOf(2)]: aVariant({ sku: 'B' }) },
    images: { [id(1)]: anImage({ variants: [variantIdOf(2), variantIdOf(3)] }), [id(2)]: anImage() },
  });
  const after = renewed(before, { newId: () => id(made++) as never });
  const [second] = Object.entries(after.variants).find(([, { sku }]) => sku === 'B')!;
  expect(second).not.toBe(variantIdOf(2));
  expect(Object.values(after.images).map(({ variants }) => variants)).toEqual([[second], undefined]);
});
