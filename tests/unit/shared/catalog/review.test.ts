import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkProduct } from '#shared/catalog/rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import { isTypo, liveProduct, markReview } from '#shared/catalog/review.ts';
import { anAdmin, aProduct, at, aVendor, aVariant, categoryIdOf, id, minorOf, variantIdOf } from '#tests/builders/catalog.ts';

const published = aProduct({ title: 'Robe en lin' });
const titled = (title: string, product = published): Product => ({ ...product, texts: { ...product.texts, fr: { ...product.texts.fr!, title } } });
const priced = (price: number, product = published): Product => ({ ...product, variants: { [variantIdOf(1)]: { ...product.variants[variantIdOf(1)]!, price: minorOf(price) } } });
const edited = (before: Product, after: Product, when = 5_000): Product => markReview(before, after, when);

test.each([
  { before: 'Robe en lni', after: 'Robe en lin', typo: true },
  { before: 'Robe en lin', after: 'Robes en lin', typo: true },
  { before: 'Taille 38', after: 'Taille 39', typo: false },
  { before: 'Robe en lin', after: 'Robe en soie', typo: false },
  { before: 'Robe', after: 'Robe', typo: false },
  { before: 'فستان', after: 'فستانٌ', typo: true },
  { before: 'x', after: 'x😀', typo: false },
])('a slip of the pen: $before → $after is $typo', ({ before, after, typo }) => expect(isTypo(before, after)).toBe(typo));

describe('CAT-13 an edit of a published listing', () => {
  test('waits, and buyers go on seeing what was there', () => {
    const after = edited(published, titled('Veste en laine'));
    expect(after.review).toEqual({ state: 'pending', since: 5_000, changedAt: 5_000, note: null, noteAt: null, live: { 'texts/fr/title': 'Robe en lin' } });
    expect(after.texts.fr!.title).toBe('Veste en laine');
    expect(liveProduct(after)).toEqual({ ...published, review: null });
  });
  test.each([
    { name: 'a slip of the pen', after: titled('Robes en lin') },
    { name: 'a price within the band', after: priced(1_900) },
    { name: 'stock', after: { ...published, variants: { [variantIdOf(1)]: { ...published.variants[variantIdOf(1)]!, stock: {} } } } },
    { name: 'a new variant', after: { ...published, variants: { ...published.variants, [variantIdOf(2)]: aVariant({ sku: 'B', price: 9_000_000 }) } } },
  ])('$name goes live at once', ({ after }) => expect(edited(published, after as Product)).toBe(after));
  test.each([
    { name: 'a price outside the band', after: priced(499), live: { [`variants/${variantIdOf(1)}/price`]: 1_000 } },
    { name: 'another category', after: { ...published, categoryId: categoryIdOf(2) }, live: { categoryId: categoryIdOf(1) } },
    { name: 'a new picture', after: { ...published, images: { [id(9)]: { position: 0, drawing: 'd', alt: {} } } }, live: { [`images/${id(9)}/drawing`]: null } },
    { name: 'a first text in a language', after: { ...published, texts: { ...published.texts, en: { title: 'Dress', description: '' } } }, live: { 'texts/en/title': null, 'texts/en/description': null } },
  ])('$name waits', ({ after, live }) => {
    const waiting = edited(published, after as Product);
    expect(waiting.review?.live).toEqual(live);
    expect(liveProduct(waiting)).toEqual({ ...published, review: null });
  });
  test('typed back, it is over; a second edit keeps what buyers see, not what was proposed between', () => {
    const once = edited(published, titled('Veste'));
    const twice = edited(once, titled('Manteau', once), 6_000);
    expect(twice.review).toMatchObject({ since: 5_000, changedAt: 6_000, live: { 'texts/fr/title': 'Robe en lin' } });
    expect(edited(twice, titled('Robe en lin', twice)).review).toBeNull();
  });
  test('after a moderator’s answer a further edit waits anew, the note in sight', () => {
    const once = edited(published, titled('Veste'));
    const answered: Product = { ...once, review: { ...once.review!, state: 'changes_requested', note: 'Plus précis', noteAt: at(5_500) } };
    expect(edited(once, answered)).toBe(answered);
    expect(edited(answered, titled('Veste en laine bouillie', answered), 6_000).review).toMatchObject({ state: 'pending', since: 6_000, note: 'Plus précis' });
  });
  test('is the marketplace’s to wave through, nobody else’s', () => {
    const waiting = edited(published, titled('Veste'));
    expect(checkProduct(waiting, { ...waiting, review: null }, aVendor)).toMatchObject({ code: 'forbidden', rule: 'review-by-staff' });
    expect(checkProduct(waiting, { ...waiting, review: null }, anAdmin)).toBeNull();
    expect(edited(waiting, { ...waiting, review: null }).review).toBeNull();
  });
  test('a draft has nothing live; archived, what waited is let go', () => {
    const draft = aProduct({ status: 'draft' });
    expect(edited(draft, { ...draft, brand: 'X' }).review).toBeUndefined();
    const waiting = edited(published, titled('Veste'));
    expect(edited(waiting, { ...waiting, status: 'archived' }).review).toBeNull();
  });
});

test('whatever is edited in whatever order, buyers see what they saw, but for what confirms itself', () => {
  const edits = fc.oneof(
    fc.record({ kind: fc.constant('title' as const), value: fc.constantFrom('Robe en lin', 'Robes en lin', 'Veste', 'Manteau long', '') }),
    fc.record({ kind: fc.constant('price' as const), value: fc.integer({ min: 1, max: 5_000 }) }),
    fc.record({ kind: fc.constant('brand' as const), value: fc.constantFrom('Nour', 'Fès', null) }),
  );
  fc.assert(fc.property(fc.array(edits, { maxLength: 12 }), (list) => {
    let product: Product = published;
    for (const edit of list) {
      const before = product;
      const after = edit.kind === 'title' ? titled(edit.value, before) : edit.kind === 'price' ? priced(edit.value, before) : { ...before, brand: edit.value };
      product = edited(before, after);
      const [was, is] = [liveProduct(before), liveProduct(product)];
      expect(is.brand).toBe(was.brand);
      if (was.texts.fr!.title !== is.texts.fr!.title) expect(isTypo(was.texts.fr!.title, is.texts.fr!.title)).toBe(true);
    }
    if (product.brand !== 'Nour') expect(product.review?.live).toHaveProperty('brand', 'Nour');
  }));
});
