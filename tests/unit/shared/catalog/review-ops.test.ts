import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { productDescription } from '#shared/catalog/description.ts';
import type { Product } from '#shared/catalog/model.ts';
import { liveProduct } from '#shared/catalog/review.ts';
import { decide, takeBack, waitingFields } from '#shared/catalog/review-ops.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps, finishEdit, replay } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { anAdmin, aProduct, at, aVendor, categoryIdOf, id, variantIdOf } from '#tests/builders/catalog.ts';

const published = aProduct({ title: 'Robe en lin', images: { [id(8)]: { position: 0, drawing: 'old', alt: {} } } });
const set = (path: string, value: unknown): FieldOp => ({ op: 'set', path, base: null, value }) as FieldOp;
/** A product after an edit, with all that follows from it. */
const after = (product: Product, ops: readonly FieldOp[], when = 9_000): Product => finishEdit(productDescription, product as unknown as Json, applyOps(product as unknown as Json, ops), when) as unknown as Product;
/** What buyers see; where a picture stands among others is nobody's concern. */
const seen = (product: Product) => {
  const live = liveProduct(product);
  return { ...live, review: null, updatedAt: 0, images: Object.fromEntries(Object.entries(live.images).map(([image, { drawing }]) => [image, drawing])) };
};

const proposals: readonly (readonly [name: string, ops: FieldOp[]])[] = [
  ['a title', [set('texts/fr/title', 'Veste en laine')]],
  ['a language', [set('texts/en', { title: 'Dress', description: 'Long' })]],
  ['a language taken away', [set('texts/fr', null), set('texts/en', { title: 'Dress', description: '' })]],
  ['a price', [set(`variants/${variantIdOf(1)}/price`, 10)]],
  ['a brand, a category, an attribute', [set('brand', null), set('categoryId', categoryIdOf(2)), set('attributes/color', 'bleu')]],
  ['a picture', [set(`images/${id(9)}`, { position: 1, drawing: 'new', alt: {} })]],
  ['a picture taken away', [set(`images/${id(8)}`, null)]],
];

describe('CAT-13 an edit that waits', () => {
  test.each(proposals)('%s: taken back, buyers and vendor see the same again', (_, ops) => {
    const waiting = after(published, ops);
    expect(waitingFields(waiting).length).toBeGreaterThan(0);
    const back = after(waiting, takeBack(waiting));
    expect(back.review).toBeNull();
    expect(seen(back)).toEqual(seen(published));
    expect(productDescription.check(waiting as unknown as Json, applyOps(waiting as unknown as Json, takeBack(waiting)), aVendor)).toBeNull();
  });
  test('one field taken back leaves the others waiting', () => {
    const waiting = after(published, [set('brand', 'Fès'), set('texts/fr/title', 'Veste')]);
    const less = after(waiting, takeBack(waiting, new Set(['brand'])));
    expect(waitingFields(less)).toEqual([{ path: 'texts/fr/title', live: 'Robe en lin', proposed: 'Veste' }]);
  });
  test.each(proposals)('%s: declined, buyers see what they saw and the vendor reads why', (_, ops) => {
    const waiting = after(published, ops);
    const declined = after(waiting, decide(waiting, { kind: 'decline', note: 'Non' }, at(9_500)));
    expect(declined.review).toMatchObject({ state: 'declined', note: 'Non', noteAt: 9_500, live: {} });
    expect(seen(declined)).toEqual(seen(published));
  });
  test('confirmed, what was proposed is what buyers see', () => {
    const waiting = after(published, [set('texts/fr/title', 'Veste')]);
    const confirmed = after(waiting, decide(waiting, { kind: 'confirm' }, at(9_500)));
    expect(confirmed.review).toBeNull();
    expect(liveProduct(confirmed).texts.fr!.title).toBe('Veste');
  });
  test('changes asked for, it goes on waiting with the note', () => {
    const waiting = after(published, [set('brand', 'Fès')]);
    expect(after(waiting, decide(waiting, { kind: 'ask-changes', note: 'Plus précis' }, at(9_500))).review).toMatchObject({ state: 'changes_requested', note: 'Plus précis', live: { brand: 'Nour' } });
  });
  test.each(['confirm', 'ask-changes', 'decline'] as const)('%s by somebody who did not see the latest proposal is a conflict', (kind) => {
    const first = after(published, [set('texts/fr/title', 'Veste')]);
    const ops = decide(first, kind === 'confirm' ? { kind } : { kind, note: 'x' }, at(9_500));
    const later = after(first, [{ op: 'set', path: 'texts/fr/title', base: 'Veste', value: 'Manteau' }], 9_400);
    expect(replay(productDescription, later as unknown as Json, { id: later.id as never, action: 'patch', ops }, anAdmin)).toMatchObject({ kind: 'conflict', fields: expect.arrayContaining([expect.objectContaining({ path: 'review' })]) as unknown });
  });
  test('whatever was proposed in whatever order, taking it back leads to what buyers see', () =>
    fc.assert(fc.property(fc.array(fc.constantFrom(...proposals.flatMap(([, ops]) => ops)), { maxLength: 8 }), (ops) => {
      let product = published;
      for (const op of ops) product = after(product, [op]);
      const live = liveProduct(product);
      const back = after(product, takeBack(product));
      expect(back.texts).toEqual(live.texts);
      expect([back.brand, back.categoryId, back.attributes]).toEqual([live.brand, live.categoryId, live.attributes]);
    })));
});
