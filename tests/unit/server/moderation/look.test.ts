import { expect, test } from 'vitest';
import { categoryMemory } from '#server/moderation/category-memory.ts';
import { decideCase } from '#server/moderation/decide.ts';
import { logCsv, transparencyCsv } from '#server/moderation/csv.ts';
import { askForLooks, lookAt, runStage, type LookDeps, type OutsideLook } from '#server/moderation/look.ts';
import { readCase } from '#server/moderation/read-case.ts';
import { reportListing } from '#server/moderation/report.ts';
import { endSanctions } from '#server/moderation/sanctions.ts';
import { markHit, ruleViews, saveRule } from '#server/moderation/words.ts';
import type { Product } from '#shared/catalog/model.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { allPassed, stageBudgetsMs } from '#shared/moderation/checks/stages.ts';
import type { WordRule } from '#shared/moderation/model.ts';
import type { Actor } from '#shared/sync/model.ts';
import { id, productIdOf, userIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase, type OpenTestDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, must, NOW, salma, set, stored, support, TestConsole } from '../sync/a-marketplace.ts';

const leila: Actor = { userId: userIdOf(8), role: 'moderator', shopIds: [] };
const rule: WordRule = { id: id(77), name: 'Ivoire', how: 'exact', pattern: 'ivoire', locale: null, policy: 'prohibited', severity: 'critical', hidesPictures: true, enabled: true };

async function aWaiting(open: OpenTestDatabase, title = 'Bracelet en ivoire', outside: readonly OutsideLook[] = []) {
  const market = await aMarketplace(await open(), { products: 2, change: (product) => ({ ...product, status: 'draft', texts: { fr: { title, description: 'Sculpté à la main, appelez le 06 12 34 56 78.' } } }) });
  await market.db.kysely.insertInto('app_user').values({ id: leila.userId, email: 'leila@example.test', name: 'Leila', role: 'moderator', locale: 'fr', password_hash: '-', disabled_at: null, created_at: NOW }).execute();
  const deps: LookDeps = { ...market, categories: categoryMemory(market), outside };
  const vendor = new TestConsole(market, salma);
  const submit = async (n = 1) => vendor.push(vendor.edit(productIdOf(n), (await stored(market, n))!.version, set('status', 'draft', 'submitted')));
  await submit();
  const found = await market.db.kysely.selectFrom('moderation_case').select('id').where('product_id', '=', productIdOf(1)).executeTakeFirstOrThrow();
  return { market, deps, vendor, submit, caseId: found.id };
}

describeOnEachDatabase('what is looked at', (open) => {
  test('MOD-05 MOD-12 findings are kept with the versions of their rules; other words, and it is looked at again', async () => {
    const { market, deps, caseId } = await aWaiting(open);
    const first = (await lookAt(deps, caseId))!;
    expect(first.stages.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['image flagged', 'description passed', 'category passed', 'quality passed', 'moderation flagged']);
    expect(first.stages.at(-1)!.findings).toEqual([expect.objectContaining({ check: 'contact-open', field: 'texts/fr/description' })]);
    const before = must(await readCase(deps, leila.userId, caseId));
    expect(before).toMatchObject({ hidesPictures: false, run: { wordsVersion: 1, score: first.score }, hits: [] });

    expect(await saveRule(market, admin, { ...rule, how: 'regex', pattern: '(' }, 0, 'Essai')).toMatchObject({ ok: false, error: { rule: 'pattern-broken' } });
    must(await saveRule(market, admin, rule, 0, 'Convention de Washington'));
    expect(await saveRule(market, admin, rule, 0, 'Encore')).toMatchObject({ ok: false, error: { rule: 'rule-changed' } });
    const asked: string[] = [];
    await askForLooks(market, { add: (_within, job) => Promise.resolve(void asked.push(String(job.payload))), nudge: () => undefined });
    expect(asked).toEqual([caseId]);
    await lookAt(deps, caseId);
    const after = must(await readCase(deps, leila.userId, caseId));
    expect(after).toMatchObject({ hidesPictures: true, run: { wordsVersion: 2 }, hits: [{ rule: 'Ivoire', piece: 'ivoire', verdict: null }] });
    expect(after.row.priority).toBeGreaterThan(before.row.priority);
    expect(after.priority.reduce((sum, { points }) => sum + points, 0)).toBe(after.row.priority);
    must(await markHit(market, leila, after.hits[0]!.id, 'wrong'));
    expect((await ruleViews(market.db.kysely)).rules).toMatchObject([{ name: 'Ivoire', version: 1, hits: 1, judged: 1, wrong: 1 }]);
    expect(await askForLooks(market, { add: () => Promise.resolve(), nudge: () => undefined })).toBe(0);
  });

  test('MOD-05 what answers too late has timed out, what fails has not passed, and both go on to a person', async () => {
    const outside: OutsideLook[] = [
      { stage: 'category', look: (_product, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('told to stop')))) },
      { stage: 'quality', look: () => Promise.reject(new Error('429 Too Many Requests')) },
    ];
    const { deps, caseId } = await aWaiting(open, 'Bracelet', outside);
    const run = (await lookAt({ ...deps, budgetsMs: { ...stageBudgetsMs, category: 30 } }, caseId))!;
    expect(Object.fromEntries(run.stages.map(({ name, outcome }) => [name, outcome]))).toMatchObject({ category: 'timed-out', quality: 'failed' });
    expect(allPassed(run.stages)).toBe(false);
    expect(must(await readCase(deps, leila.userId, caseId)).row).toMatchObject({ state: 'new', timedOut: true });
    const stage = await runStage(deps, 'image', 5_000, () => Promise.resolve([]));
    expect(stage).toMatchObject({ outcome: 'passed', findings: [] });
  });

  test('MOD-07 a suspended shop sends in and publishes nothing until its time is over; the held money is let go with it', async () => {
    const { market, vendor, caseId, submit } = await aWaiting(open);
    const product = (await stored(market, 1))!.doc as unknown as Product;
    must(await decideCase(market, leila, caseId, {
      action: 'reject', seen: { status: product.status, changedAt: product.review?.changedAt ?? null }, sanction: 'suspend-7', holdPayouts: true,
      reasons: { policy: 'prohibited', severity: 'critical', facts: 'Ivoire.', ground: { kind: 'terms', reference: '6.1' }, automatedDetection: true },
    }));
    expect(await submit(2)).toMatchObject([{ kind: 'rejected', error: { rule: 'shop-suspended' } }]);
    expect(await vendor.push(vendor.edit(productIdOf(2), (await stored(market, 2))!.version, set('texts/fr/title', 'Bracelet en ivoire', 'Bracelet en corne')))).toMatchObject([{ kind: 'applied' }]);
    expect(await endSanctions(market)).toBe(0);
    market.time.now += 7 * DAY_MS;
    expect(await endSanctions(market)).toBe(1);
    expect(await market.db.kysely.selectFrom('payout_hold').select('id').where('released_at', 'is', null).execute()).toEqual([]);
    expect(await submit(2)).toMatchObject([{ kind: expect.stringMatching(/applied|merged/) as string }]);
    const log = new TextDecoder().decode(await logCsv(market.db.kysely, { from: 0, to: market.time.now + 1 }));
    expect(log).toContain('sanction-lifted');
    expect(log.split('\r\n').length).toBeGreaterThan(5);
    expect(new TextDecoder().decode(await transparencyCsv(market.db.kysely, { from: 0, to: market.time.now }))).toContain('reject,prohibited,terms,critical,suspend-7,1,1,0,');
  });

  test('MOD-02 a report opens a case of a listing of which nothing waits', async () => {
    const { market, deps } = await aWaiting(open);
    must(await reportListing(market, support, productIdOf(1_001), 'copied', 'La photo est la mienne.'));
    const found = await market.db.kysely.selectFrom('moderation_case').select('id').where('product_id', '=', productIdOf(1_001)).executeTakeFirstOrThrow();
    await lookAt(deps, found.id);
    const one = must(await readCase(deps, leila.userId, found.id));
    expect(one).toMatchObject({ row: { reason: 'report' }, reports: [{ policy: 'copied', text: 'La photo est la mienne.' }] });
    expect(one.priority.find(({ term }) => term === 'reports')).toMatchObject({ points: 3, figures: { count: 1, percent: 50 } });
  });

  test('a catalogue that could not be read is read again when it is asked next, not hours later', async () => {
    const { market } = await aWaiting(open);
    let isAway = true;
    const db = Object.defineProperty({ ...market.db }, 'kysely', { get: () => {
      if (isAway) throw new Error('the database is away');
      return market.db.kysely;
    } });
    const memory = categoryMemory({ db, clock: market.clock });
    await expect(memory()).rejects.toThrow('away');
    isAway = false;
    expect((await memory()).total).toBe((await market.db.kysely.selectFrom('product').select('id').where('status', '=', 'published').where('category_id', 'is not', null).execute()).length);
  });
});
