import { expect, test } from 'vitest';
import { placeHold } from '#server/payouts/holds.ts';
import { appealDecision, decideAppeal } from '#server/moderation/appeal.ts';
import { decideCase } from '#server/moderation/decide.ts';
import { readQueue } from '#server/moderation/queue.ts';
import { reportListing } from '#server/moderation/report.ts';
import { stepCase } from '#server/moderation/step.ts';
import type { Product } from '#shared/catalog/model.ts';
import { caseFilter, type CaseRow, type Verdict } from '#shared/moderation/contract.ts';
import { CLAIM_MS } from '#shared/moderation/case-states.ts';
import type { Actor } from '#shared/sync/model.ts';
import { productIdOf, userIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase, type OpenTestDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, must, NOW, salma, set, stored, support, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

const leila: Actor = { userId: userIdOf(8), role: 'moderator', shopIds: [] };
const omar: Actor = { userId: userIdOf(9), role: 'moderator', shopIds: [] };

/** A marketplace whose vendor has listings of her own in every product, and a queue that is read as it stands. */
async function aDesk(open: OpenTestDatabase, status: Product['status'] = 'draft') {
  const market = await aMarketplace(await open(), { products: 2, change: (product) => ({ ...product, status }) });
  for (const [{ userId }, name] of [[leila, 'Leila'], [omar, 'Omar']] as const) await market.db.kysely.insertInto('app_user').values({ id: userId, email: `${name}@example.test`, name, role: 'moderator', locale: 'fr', password_hash: '-', disabled_at: null, created_at: NOW }).execute();
  const vendor = new TestConsole(market, salma);
  const queue = (who: Actor, asked: object = {}) => readQueue(market.db.kysely, who.userId, caseFilter.parse(asked), market.clock());
  const listing = async (n = 1) => (await stored(market, n))!.doc as unknown as Product;
  const submit = async (n = 1) => {
    const { version, doc } = (await stored(market, n))!;
    expect(await vendor.push(vendor.edit(productIdOf(n), version, set('status', (doc as { status: string }).status, 'submitted')))).toMatchObject([{ kind: expect.stringMatching(/applied|merged/) as string }]);
    return (await queue(leila)).rows.find(({ productId }) => productId === productIdOf(n))!;
  };
  return { market, vendor, queue, listing, submit };
}

const seenOf = (product: Product) => ({ status: product.status, changedAt: product.review?.changedAt ?? null });
const against = (product: Product, action: 'ask-changes' | 'reject' | 'suspend' = 'reject', more: Partial<Extract<Verdict, { reasons: unknown }>> = {}): Verdict => ({
  action, seen: seenOf(product), sanction: 'none', holdPayouts: false,
  reasons: { policy: 'counterfeit', severity: 'high', facts: 'Le logo imite une marque déposée.', ground: { kind: 'law', reference: 'UE 2017/1001, 9' }, automatedDetection: false }, ...more,
});
const events = async ({ db }: Marketplace, one: Pick<CaseRow, 'id'>) => (await db.kysely.selectFrom('moderation_event').select('kind').where('case_id', '=', one.id).orderBy('rid').execute()).map(({ kind }) => kind);
const points = async ({ db }: Marketplace) => (await db.kysely.selectFrom('moderation_strike').select('points').orderBy('at').orderBy('id').execute()).map((strike) => strike.points);

describeOnEachDatabase('moderation', (open) => {
  test('MOD-01 a listing that is sent in has one case, whose queue tells it; changed it is looked at again, taken back there is none', async () => {
    const { market, vendor, queue, listing, submit } = await aDesk(open);
    const one = await submit();
    expect(one).toMatchObject({ state: 'new', reason: 'first-look', shopName: 'Shop 1', title: 'Article 1', locale: 'fr' });
    market.time.now += 1_000;
    const { version } = (await stored(market, 1))!;
    await vendor.push(vendor.edit(productIdOf(1), version, set('texts/fr/title', 'Article 1', 'Théière')));
    expect((await queue(leila)).rows.map(({ id, title }) => [id, title])).toEqual([[one.id, 'Théière']]);
    expect((await queue(leila, { reason: 'edit' })).total).toBe(0);
    expect((await queue(leila, { locale: 'ar' })).total).toBe(0);
    expect(await events(market, one)).toEqual(['opened', 'changed']);
    await vendor.push(vendor.delete(productIdOf(1), { baseVersion: version + 1 }));
    if ((await stored(market, 1)) !== null) expect((await listing()).status).toBe('submitted');
    else expect((await queue(leila)).counts).toMatchObject({ new: 0, done: 1 });
  });

  test('MOD-03 two moderators on one case: the second is told, takes it over with a reason, and a claim ends by itself', async () => {
    const { market, queue, submit } = await aDesk(open);
    const one = await submit();
    must(await stepCase(market, leila, one.id, { kind: 'claim' }));
    expect((await queue(leila)).counts).toMatchObject({ mine: 1, new: 0 });
    expect((await queue(omar)).rows[0]).toMatchObject({ state: 'claimed', claimedBy: { name: 'Leila' } });
    expect(await stepCase(market, omar, one.id, { kind: 'claim' })).toMatchObject({ ok: false, error: { code: 'conflict', rule: 'claimed-by-other' } });
    expect(await stepCase(market, omar, one.id, { kind: 'take-over', reason: 'Leila est en pause.' })).toMatchObject({ ok: true, value: { claimedBy: { name: 'Omar' } } });
    market.time.now += CLAIM_MS;
    expect((await queue(leila)).rows[0]).toMatchObject({ state: 'new', claimedBy: null });
    must(await stepCase(market, leila, one.id, { kind: 'escalate', reason: 'Marque connue, à vérifier.' }));
    expect((await queue(omar)).counts).toMatchObject({ new: 0, escalated: 1 });
    expect(await events(market, one)).toEqual(['opened', 'claimed', 'taken-over', 'escalated']);
  });

  test('MOD-06 decided about what was seen only, with reasons; the listing, the decision and the log change together', async () => {
    const { market, vendor, listing, submit, queue } = await aDesk(open);
    const one = await submit();
    const seen = await listing();
    market.time.now += 1_000;
    await vendor.push(vendor.edit(productIdOf(1), 2, set('texts/fr/title', 'Article 1', 'Théière')));
    expect(await decideCase(market, leila, one.id, against(seen))).toMatchObject({ ok: false, error: { code: 'stale-version', rule: 'listing-changed' } });
    const open_ = against(await listing(), 'reject', { reasons: { ...(against(seen) as Extract<Verdict, { reasons: unknown }>).reasons, facts: 'Voir {photo}' } });
    expect(await decideCase(market, leila, one.id, open_)).toMatchObject({ ok: false, error: { rule: 'unresolved-placeholder' } });
    expect(await decideCase(market, { ...omar, shopIds: salma.shopIds }, one.id, { action: 'approve', seen: seenOf(await listing()) })).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'reviewer-works-there' } });
    expect((await listing()).status).toBe('submitted');
    const decision = must(await decideCase(market, leila, one.id, against(await listing())));
    expect(decision.statement!.fr).toContain('Votre annonce « Théière » est refusée.');
    expect(await listing()).toMatchObject({ status: 'rejected', review: { note: decision.statement!.fr } });
    expect((await queue(leila)).counts).toMatchObject({ new: 0, done: 1 });
    expect(await events(market, one)).toEqual(['opened', 'changed', 'decided']);
    expect(await decideCase(market, omar, one.id, { action: 'approve', seen: seenOf(await listing()) })).toMatchObject({ ok: false, error: { code: 'illegal-transition', rule: 'case-state' } });
    // The console of the vendor pulls it like any other change.
    expect(market.pokes.some(({ scope }) => scope.startsWith('vendor:'))).toBe(true);
    await expect(market.db.kysely.updateTable('moderation_event').set({ reason: 'x' }).execute()).rejects.toThrow(/append-only/);
    await expect(market.db.kysely.updateTable('moderation_decision').set({ facts: '' }).execute()).rejects.toThrow();
  });

  test('MOD-08 MOD-09 an appeal is decided by another person; overturned, listing, points, sanction and money come back in one step', async () => {
    const { market, listing, submit, queue } = await aDesk(open);
    const one = await submit();
    const decided = await listing();
    const decision = must(await decideCase(market, leila, one.id, against(decided, 'reject', { sanction: 'suspend-7', holdPayouts: true })));
    expect(await points(market)).toEqual([4]);
    const held = async () => (await market.db.kysely.selectFrom('payout_hold').select('id').where('released_at', 'is', null).execute()).length;
    must(await placeHold(market, admin, { shopId: salma.shopIds[0] as never, currency: 'MAD' as never, amount: null, reasonPublic: 'x', reasonInternal: null }));
    expect(await held()).toBe(2);

    expect(await appealDecision(market, yann, decision.id, 'Ce n’est pas à moi.')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    must(await appealDecision(market, salma, decision.id, 'La marque est la mienne, voici le dépôt.'));
    expect(await appealDecision(market, salma, decision.id, 'Encore')).toMatchObject({ ok: false, error: { rule: 'appealed-already' } });
    expect((await listing()).status).toBe('appealed');
    expect((await queue(omar, { queue: 'appeals' })).rows).toMatchObject([{ id: one.id, reason: 'appeal' }]);
    expect(await decideAppeal(market, leila, one.id, 'upheld', 'Non.')).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'appeal-by-another' } });
    // Written to meanwhile, it comes back as it was decided about.
    const vendor = new TestConsole(market, salma);
    await vendor.push(vendor.edit(productIdOf(1), (await stored(market, 1))!.version, set('texts/fr/title', 'Article 1', 'Autre chose')));
    expect(must(await decideAppeal(market, omar, one.id, 'overturned', 'Le dépôt est valable.'))).toMatchObject({ appeal: { outcome: 'overturned', reason: 'Le dépôt est valable.' } });
    expect(await listing()).toMatchObject({ status: 'approved', review: null, texts: decided.texts });
    expect((await points(market)).sort()).toEqual([-4, 4]);
    expect(await market.db.kysely.selectFrom('moderation_sanction').select('lifted_at').execute()).toEqual([{ lifted_at: market.time.now }]);
    expect(await held()).toBe(1);
    expect((await queue(omar)).counts).toMatchObject({ new: 0, appeals: 0, done: 1 });
    expect(await events(market, one)).toEqual(['opened', 'decided', 'sanction-set', 'appealed', 'sanction-lifted', 'appeal-decided']);
  });

  test('MOD-08 upheld, the listing is refused again with the reason; partly, points go and it stays refused', async () => {
    const { market, listing, submit } = await aDesk(open);
    for (const [n, outcome] of [[1, 'upheld'], [2, 'partly']] as const) {
      const one = await submit(n);
      const decision = must(await decideCase(market, leila, one.id, against(await listing(n))));
      must(await appealDecision(market, salma, decision.id, 'Je conteste.'));
      must(await decideAppeal(market, omar, one.id, outcome, 'Le logo reste visible.'));
      expect(await listing(n)).toMatchObject({ status: 'rejected', review: { note: 'Le logo reste visible.' } });
    }
    expect((await points(market)).sort()).toEqual([-4, 4, 4]);
  });

  test('MOD-09 a declined edit of a published listing comes back as buyers should have seen it; a suspended one is visible again', async () => {
    const { market, vendor, listing, queue } = await aDesk(open, 'published');
    await vendor.push(vendor.edit(productIdOf(1), 1, set('texts/fr/title', 'Article 1', 'Une tout autre théière')));
    const [one] = (await queue(leila)).rows;
    expect(one).toMatchObject({ reason: 'edit' });
    const decision = must(await decideCase(market, leila, one!.id, against(await listing())));
    expect(await listing()).toMatchObject({ status: 'published', texts: { fr: { title: 'Article 1' } }, review: { state: 'declined' } });
    must(await appealDecision(market, salma, decision.id, 'C’est bien son nom.'));
    must(await decideAppeal(market, omar, one!.id, 'overturned', 'C’est son nom.'));
    expect(await listing()).toMatchObject({ status: 'published', texts: { fr: { title: 'Une tout autre théière' } }, review: null });
    expect((await queue(leila)).counts).toMatchObject({ new: 0, appeals: 0 });
  });

  test('MOD-02 a report of what buyers see stays until somebody answers it, whatever the vendor takes back; gone, it has no case', async () => {
    const { market, vendor, queue } = await aDesk(open, 'published');
    must(await reportListing(market, support, productIdOf(1), 'copied', 'La photo est la mienne.'));
    const edit = async (from: string, to: string) => {
      market.time.now += 1_000;
      expect(await vendor.push(vendor.edit(productIdOf(1), (await stored(market, 1))!.version, set('texts/fr/title', from, to)))).toMatchObject([{ kind: expect.stringMatching(/applied|merged/) as string }]);
    };
    await edit('Article 1', 'Théière');
    expect((await queue(leila)).rows).toMatchObject([{ reason: 'edit' }]);
    await edit('Théière', 'Article 1');
    expect((await queue(leila)).rows).toMatchObject([{ reason: 'report', state: 'new' }]);
    await vendor.push(vendor.delete(productIdOf(1), { baseVersion: (await stored(market, 1))!.version }));
    expect(await stored(market, 1)).toBe(null);
    expect((await queue(leila)).counts).toMatchObject({ new: 0, done: 1 });
  });

  test('MOD-10 a decision on the product page closes the case, and the log says so', async () => {
    const { market, queue, submit, listing } = await aDesk(open);
    const one = await submit();
    const staff = new TestConsole(market, admin);
    const { review } = await listing();
    expect(await staff.push(staff.edit(productIdOf(1), (await stored(market, 1))!.version, set('status', 'submitted', 'approved'), set('review', review as never, null)))).toMatchObject([{ kind: 'applied' }]);
    expect((await queue(leila)).counts).toMatchObject({ new: 0, done: 1 });
    expect(await events(market, one)).toEqual(['opened', 'decided-directly']);
  });
});
