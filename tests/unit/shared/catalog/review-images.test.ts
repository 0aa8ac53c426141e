import fc from 'fast-check';
import { expect, test } from 'vitest';
import { productDescription } from '#shared/catalog/description.ts';
import { looksSame } from '#shared/catalog/review-images.ts';
import { liveProduct } from '#shared/catalog/review.ts';
import { decide, takeBack, waitingFields, withAddedPictures } from '#shared/catalog/review-ops.ts';
import type { Product } from '#shared/catalog/model.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps, finishEdit } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, at, id, variantIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage, aRecipe } from '#tests/builders/listed-pictures.ts';

type Images = Product['images'];
const [one, two] = [`images/${id(1)}`, `images/${id(2)}`];
const file = anImage({ alt: { fr: 'De face' }, variants: [variantIdOf(1)] });
const published = aProduct({ images: { [id(1)]: file } });
const asJson = (value: unknown): Json => value as Json;
const set = (path: string, value: unknown, base: unknown = null): FieldOp => ({ op: 'set', path, base: asJson(base), value: asJson(value) });
const after = (product: Product, ...ops: FieldOp[]): Product => {
  const before = asJson(product);
  return finishEdit(productDescription, before, applyOps(before, ops), 9_000) as unknown as Product;
};
const other = aListedPicture({ n: 2 });

test.each<{ name: string; ops: FieldOp[]; live: Record<string, unknown> }>([
  { name: 'a new picture', ops: [set(two, anImage({ position: 1 }))], live: { [two]: null } },
  { name: 'a picture taken away, with its words', ops: [set(one, null, file)], live: { [one]: file } },
  { name: 'another file in its place', ops: [set(`${one}/picture`, other, file.picture)], live: { [one]: file } },
  { name: 'another cut', ops: [set(`${one}/recipe`, aRecipe({ rotate: 90 }))], live: { [one]: file } },
  { name: 'a new picture that is cut before anybody looked', ops: [set(two, anImage()), set(`${two}/recipe`, aRecipe({ rotate: 90 }))], live: { [two]: null } },
])('CAT-13 $name waits, and buyers see what they saw', ({ ops, live }) => {
  const waiting = ops.reduce((product, op) => after(product, op), published);
  expect(waiting.review?.live).toEqual(live);
  expect(liveProduct(waiting).images).toEqual(published.images);
  expect(waitingFields(waiting).map(({ path }) => path)).toEqual(Object.keys(live));
  const back = after(waiting, ...takeBack(waiting));
  expect([looksSame(back.images[id(1)] ?? null, file), back.images[id(2)], back.review]).toEqual([true, undefined, null]);
});

test('CAT-13 pictures that are only added are told apart from those that change and from other fields', () => {
  const three = `images/${id(3)}`;
  const ops = [set(two, anImage({ position: 1 })), set(three, anImage({ position: 2 })), set(`${one}/recipe`, aRecipe({ rotate: 90 })), set('brand', 'Autre', published.brand)];
  const { added, others } = withAddedPictures(waitingFields(ops.reduce((product, op) => after(product, op), published)));
  expect([added.map(({ path }) => path), others.map(({ path }) => path)]).toEqual([[two, three], ['brand', one]]);
});

test.each<{ name: string; op: FieldOp }>([
  { name: 'its words', op: set(`${one}/alt/fr`, 'De dos', 'De face') },
  { name: 'its place', op: set(`${one}/position`, 7, 0) },
  { name: 'the variants it shows', op: { op: 'members', path: `${one}/variants`, add: [variantIdOf(2)], remove: [] } },
  { name: 'a point that stays in view', op: set(`${one}/recipe`, aRecipe({ focus: { x: 0, y: 0 } })) },
])('CAT-13 of a picture, $name goes live at once', ({ op }) => expect(after(published, op).review).toBeUndefined());

test('CAT-13 words given to what waits stay, and are not what is taken back', () => {
  const waiting = after(after(published, set(`${one}/picture`, other, file.picture)), set(`${one}/alt/en`, 'Front'));
  expect(liveProduct(waiting).images[id(1)]).toEqual({ ...file, alt: { fr: 'De face', en: 'Front' } });
  const ops = takeBack(waiting);
  expect(ops).toEqual([set(`${one}/picture`, file.picture, other)]);
  expect(after(waiting, ...ops).images[id(1)]!.alt).toEqual({ fr: 'De face', en: 'Front' });
});

test('CAT-13 a file in the place of a drawing is looked at; confirmed, it is what buyers see; put back by hand, nothing waits', () => {
  const drawing = { position: 0, drawing: 'robe', alt: {} };
  const drawn = aProduct({ images: { [id(1)]: drawing } });
  const waiting = after(drawn, set(`${one}/drawing`, '', 'robe'), set(`${one}/picture`, other));
  expect([waiting.review?.live, liveProduct(waiting).images]).toEqual([{ [one]: drawing }, drawn.images]);
  expect(liveProduct(after(waiting, ...decide(waiting, { kind: 'confirm' }, at(9_500)))).images[id(1)]!.picture).toEqual(other);
  expect(after(waiting, set(`${one}/picture`, null, other), set(`${one}/drawing`, 'robe', '')).review).toBeNull();
});

test('CAT-13 an older console is told what waits by drawings, which is all it knows', () => {
  const waiting = after(after(published, set(two, anImage())), set(`${one}/recipe`, aRecipe({ rotate: 90 })));
  const { review } = schemaSteps.find(({ from }) => from === 3)!.down('product', asJson(waiting)) as unknown as Product;
  expect(review!.live).toEqual({ [`${two}/drawing`]: null, [`${one}/drawing`]: '' });
});

const someImage = fc.constantFrom(null, file, anImage({ picture: other }), anImage({ recipe: aRecipe({ rotate: 90 }) }), { position: 2, drawing: 'robe', alt: {} }, { position: 2, drawing: 'sac', alt: {} }, anImage({ recipe: aRecipe({ focus: { x: 0, y: 1 } }), position: 9 }));
test('CAT-13 whatever becomes of pictures, buyers see what was published until it is confirmed, and taken back it is what buyers see', () =>
  fc.assert(fc.property(fc.tuple(someImage, someImage), fc.array(fc.tuple(fc.constantFrom(one, two), someImage), { maxLength: 6 }), ([first, second], steps) => {
    const images: Images = { ...(first ? { [id(1)]: first } : {}), ...(second ? { [id(2)]: second } : {}) };
    const start = aProduct({ images });
    let product = start;
    for (const [path, image] of steps) product = after(product, set(path, image));
    const same = (a: Images, b: Images) => [id(1), id(2)].every((key) => looksSame(a[key] ?? null, b[key] ?? null));
    expect(same(liveProduct(product).images, images)).toBe(true);
    expect((product.review ?? null) === null).toBe(same(product.images, images));
    const back = after(product, ...takeBack(product));
    expect([same(back.images, images), back.review ?? null]).toEqual([true, null]);
    expect(productDescription.check(null, asJson({ ...liveProduct(product), review: null, status: 'draft' }), { userId: 'u', role: 'admin', shopIds: [] })).toBeNull();
  })));
