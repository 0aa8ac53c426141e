import { describe, expect, test } from 'vitest';
import { completeOps } from '#shared/catalog/complete-ops.ts';
import { isToDecide } from '#shared/catalog/decision-rules.ts';
import { productDescription } from '#shared/catalog/description.ts';
import type { ListingStatus, Product } from '#shared/catalog/model.ts';
import { liveProduct } from '#shared/catalog/review.ts';
import { decide, type Decision } from '#shared/catalog/review-ops.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps, finishEdit, replay } from '#shared/sync/merge.ts';
import type { Actor, FieldOp } from '#shared/sync/model.ts';
import { anAdmin, aProduct, at, aVendor, variantIdOf } from '#tests/builders/catalog.ts';

const aModerator: Actor = { ...anAdmin, role: 'moderator' };
const asJson = (product: Product) => product as unknown as Json;
const set = (product: Product, path: keyof Product | string, value: unknown): FieldOp => ({ op: 'set', path, base: (product as Record<string, unknown>)[path] ?? null, value }) as FieldOp;
const after = (product: Product, ops: readonly FieldOp[], when = 9_000): Product => finishEdit(productDescription, asJson(product), applyOps(asJson(product), ops), when) as unknown as Product;
const replayed = (product: Product, ops: readonly FieldOp[], actor: Actor) => replay(productDescription, asJson(product), { id: product.id as never, action: 'patch', ops: [...ops] }, actor);

const draft = aProduct({ status: 'draft', title: 'Robe en lin' });
const sent = after(draft, [set(draft, 'status', 'submitted')], 5_000);
const sendBack: Decision = { kind: 'ask-changes', note: 'Dites la matière.' };

describe('CAT-13 a listing that is sent in for the first time', () => {
  test('says since when it waits; nothing of it is live', () => {
    expect(sent.review).toEqual({ state: 'pending', since: 5_000, changedAt: 5_000, note: null, noteAt: null, live: {} });
    expect(liveProduct(sent)).toEqual({ ...sent, review: null });
  });
  test.each([
    ['a title', [{ op: 'set', path: 'texts/fr/title', base: 'Robe en lin', value: 'Veste' }], true],
    ['a price', [{ op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 1_100 }], true],
    ['stock', [{ op: 'add', path: `variants/${variantIdOf(1)}/stock/${Object.keys(draft.variants[variantIdOf(1)]!.stock)[0]!}/onHand`, delta: 3, reason: 'receipt' }], false],
    ['a tag', [{ op: 'members', path: 'tags', add: ['lin'], remove: [] }], false],
  ] as const)('%s changed while it waits: what is looked at is another, or not', (_, ops, isOther) => {
    expect(after(sent, ops as unknown as FieldOp[], 6_000).review).toMatchObject({ since: 5_000, changedAt: isOther ? 6_000 : 5_000 });
  });
  test('sent back, it keeps the word while it is mended, and shows it beside what is sent in again', () => {
    const back = after(sent, decide(sent, sendBack, at(7_000)), 7_000);
    expect([back.status, back.review]).toEqual(['changes_requested', { state: 'changes_requested', since: 5_000, changedAt: 5_000, note: 'Dites la matière.', noteAt: 7_000, live: {} }]);
    const mended = after(back, [set(back, 'brand', 'Fès')], 8_000);
    expect(mended.review).toEqual(back.review);
    expect(after(mended, [set(mended, 'status', 'submitted')], 8_500).review).toMatchObject({ state: 'pending', since: 8_500, note: 'Dites la matière.', noteAt: 7_000 });
  });
  test('approved, nothing waits any more; what is changed afterwards does, also before it is published', () => {
    const approved = after(sent, decide(sent, { kind: 'confirm' }, at(7_000)), 7_000);
    expect([approved.status, approved.review]).toEqual(['approved', null]);
    const other = after(approved, [{ op: 'set', path: 'texts/fr/title', base: 'Robe en lin', value: 'Tout autre chose' }], 8_000);
    expect(other.review).toMatchObject({ state: 'pending', live: { 'texts/fr/title': 'Robe en lin' } });
    const published = after(other, [set(other, 'status', 'published')], 8_500);
    expect(liveProduct(published).texts.fr!.title).toBe('Robe en lin');
  });
  test('rejected, the reason stays; taken back to a draft, it goes', () => {
    const rejected = after(sent, decide(sent, { kind: 'decline', note: 'Interdit' }, at(7_000)), 7_000);
    expect([rejected.status, rejected.review?.note]).toEqual(['rejected', 'Interdit']);
    expect(after(rejected, [set(rejected, 'status', 'archived')]).review).toBeNull();
  });
});

describe('who decides', () => {
  const kinds: Decision[] = [{ kind: 'confirm' }, sendBack, { kind: 'decline', note: 'Non' }];
  test.each(kinds)('a moderator and an admin: $kind', (decision) => {
    for (const actor of [aModerator, anAdmin]) expect(replayed(sent, decide(sent, decision, at(7_000)), actor)).toMatchObject({ kind: 'applied' });
  });
  test.each(kinds)('nobody of the shop, and no support: $kind', (decision) => {
    for (const actor of [aVendor, { ...anAdmin, role: 'support' } as Actor]) expect(replayed(sent, decide(sent, decision, at(7_000)), actor)).toMatchObject({ kind: 'rejected' });
  });
  test.each(kinds)('$kind about an edit of a published listing is a moderator’s, too', (decision) => {
    const published = aProduct({ title: 'Robe en lin' });
    const waiting = after(published, [{ op: 'set', path: 'texts/fr/title', base: 'Robe en lin', value: 'Veste' }, set(published, 'brand', 'Fès')]);
    expect(isToDecide(waiting)).toBe(true);
    expect(replayed(waiting, decide(waiting, decision, at(9_500)), aModerator)).toMatchObject({ kind: 'applied' });
  });
  test('a moderator decides and changes nothing else', () => {
    const ops = decide(sent, sendBack, at(7_000));
    expect(replayed(sent, [set(sent, 'brand', 'Autre')], aModerator)).toMatchObject({ error: { code: 'forbidden', rule: 'read-only-role' } });
    expect(replayed(sent, [...ops, set(sent, 'brand', 'Autre')], aModerator)).toMatchObject({ error: { code: 'forbidden', rule: 'decision-only' } });
    const forged = after(aProduct({ title: 'Robe en lin' }), [{ op: 'set', path: 'texts/fr/title', base: 'Robe en lin', value: 'Veste' }]);
    const live = { ...forged.review!, state: 'changes_requested', note: 'x', noteAt: 9_600, live: { 'texts/fr/title': 'Autre chose en ligne' } };
    expect(replayed(forged, [set(forged, 'review', live)], aModerator)).toMatchObject({ error: { rule: 'decision-only' } });
  });
  test.each<ListingStatus>(['draft', 'published', 'suspended', 'archived'])('of a listing that is %s there is nothing to decide', (status) => {
    const listing = aProduct({ status });
    expect(isToDecide(listing)).toBe(false);
    expect(replayed(listing, [set(listing, 'status', status === 'published' ? 'suspended' : 'published')], aModerator)).toMatchObject({ kind: 'rejected', error: { rule: 'decision-only' } });
  });
  test('nothing goes back without a word', () => {
    const wordless: FieldOp[] = [set(sent, 'status', 'changes_requested')];
    const blank = decide(sent, { kind: 'ask-changes', note: '  ' }, at(7_000));
    for (const ops of [wordless, blank]) expect(replayed(sent, ops, anAdmin)).toMatchObject({ error: { rule: 'word-to-vendor', field: 'review' } });
  });
  test.each(kinds)('$kind by somebody who did not see the last change waits for their choice, status and all', (decision) => {
    const changed = after(sent, [{ op: 'set', path: 'texts/fr/title', base: 'Robe en lin', value: 'Veste' }], 6_500);
    const met = replayed(changed, decide(sent, decision, at(7_000)), aModerator);
    expect(met).toMatchObject({ kind: 'conflict', fields: expect.arrayContaining([expect.objectContaining({ path: 'review' }), expect.objectContaining({ path: 'status' })]) as unknown });
    expect(met.kind === 'conflict' && met.doc).toEqual(changed);
  });
  test('approved by its status alone, as in a list, it is approved as it was seen', () => {
    const approve = [set(sent, 'status', 'approved')];
    expect(replayed(sent, approve, anAdmin)).toMatchObject({ error: { rule: 'approve-as-it-stands' } });
    expect(replayed(sent, completeOps(sent, approve), anAdmin)).toMatchObject({ kind: 'applied' });
  });
  test('a listing sent in by an older console, of which no waiting is known, is decided about all the same', () => {
    const { review: _, ...old } = sent;
    for (const decision of kinds) expect(replayed(old as Product, decide(old as Product, decision, at(7_000)), aModerator)).toMatchObject({ kind: 'applied' });
  });
});
