import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { productDescription } from '#shared/catalog/description.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Mutation } from '#shared/sync/model.ts';
import { aProduct, aVariant, categoryIdOf, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, karim, move, must, NOW, pricePath, salma, scopeOne, set, skuPath, stockPath, stored, support, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

describeOnEachDatabase('push', (open, databases) => {
  let db: ServerDb;
  let market: Marketplace;
  let console: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db);
    console = new TestConsole(market, salma);
  });

  describe('SYN-03 edits', () => {
    test('an edit as written is applied, once, with audit, position and news', async () => {
      const [outcome] = await console.push(console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200)));
      expect(outcome).toMatchObject({ kind: 'applied', version: 2 });
      const { doc, version } = (await stored(market, 1))!;
      expect([version, getAt(doc, pricePath(1)), getAt(doc, 'updatedAt')]).toEqual([2, 1_200, NOW]);
      expect(await market.db.kysely.selectFrom('product').select(['price', 'updated_at']).where('id', '=', productIdOf(1)).executeTakeFirst()).toEqual({ price: 1_200, updated_at: NOW });
      expect(await market.db.kysely.selectFrom('change_audit').selectAll().execute()).toMatchObject([{
        actor_id: salma.userId, actor_name: 'Salma', shop_id: shopIdOf(1), base_version: 1, version: 2, outcome: 'applied', made_at: NOW, applied_at: NOW,
        changes: JSON.stringify([{ path: pricePath(1), before: 1_000, after: 1_200, delta: null, reason: null }]),
      }]);
      await vi.waitFor(() => expect(market.pokes.map(({ scope }) => scope)).toEqual([scopeOne, 'admin']), { timeout: 20_000 });
      for (const { scope, rows } of market.pokes) if (rows !== null || scope === scopeOne || databases.name === 'sqlite') expect(rows).toMatchObject([{ version: 2 }]);
    });

    test('the console comes to the very record of the server by its own operations', async () => {
      await console.catchUp(scopeOne);
      const before = console.records.get(productIdOf(1))!;
      const { applyOps, finishEdit } = await import('#shared/sync/merge.ts');
      const mutation = console.edit(productIdOf(1), before.version, set(pricePath(1), 1_000, 1_200), set('texts/en/title', null, 'x'), set('texts/en', null, { title: 'Slipper', description: '' }), move(stockPath(1), -2));
      mutation.ops.splice(1, 1);
      mutation.madeAt = (NOW - 5_000) as Mutation['madeAt'];
      expect((await console.push(mutation))[0]).toMatchObject({ kind: 'applied' });
      expect(finishEdit(productDescription, before.doc!, applyOps(before.doc!, mutation.ops), mutation.madeAt)).toEqual((await stored(market, 1))!.doc);
    });

    test('a chain of edits made offline is applied in its order', async () => {
      const chain = [console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_100)), console.edit(productIdOf(1), 1, set(pricePath(1), 1_100, 1_200)), console.edit(productIdOf(1), 1, move(stockPath(1), -3))];
      const outcomes = await console.push(chain[2]!, chain[0]!, chain[1]!);
      expect(outcomes.map((outcome) => [outcome.kind, outcome.mid, 'version' in outcome && outcome.version])).toEqual([['applied', chain[2]!.mid, 4], ['applied', chain[0]!.mid, 2], ['applied', chain[1]!.mid, 3]]);
      expect(getAt((await stored(market, 1))!.doc, stockPath(1))).toBe(7);
    });

    test('another field changed by a colleague: merged, with the result', async () => {
      await new TestConsole(market, karim).push(new TestConsole(market, karim).edit(productIdOf(1), 1, set('brand', 'Nour', 'Fès')));
      const [outcome] = await console.push(console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200)));
      expect(outcome).toMatchObject({ kind: 'merged', version: 3, row: { version: 3, doc: { brand: 'Fès' } } });
    });

    test('the same field changed by a colleague: conflict with base, mine, theirs, who and when; the rest is applied', async () => {
      const other = new TestConsole(market, karim);
      await other.push(other.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 900)));
      market.time.now += 60_000;
      const [outcome] = await console.push(console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200), set('brand', 'Nour', 'Fès')));
      expect(outcome).toMatchObject({
        kind: 'conflict', version: 3, row: { doc: { brand: 'Fès' } },
        fields: [{ path: pricePath(1), base: 1_000, mine: 1_200, theirs: 900, theirsBy: 'Karim', theirsAt: NOW }],
      });
      expect(getAt((await stored(market, 1))!.doc, pricePath(1))).toBe(900);
    });

    test("the marketplace's own people stay without a name", async () => {
      const other = new TestConsole(market, admin);
      await other.push(other.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 900)));
      expect((await console.push(console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200))))[0]).toMatchObject({ kind: 'conflict', fields: [{ theirsBy: 'marketplace' }] });
    });

    test('a new product, its deletion, and no way back under the same id', async () => {
      const doc = aProduct({ n: 50, status: 'draft', createdAt: NOW as never, updatedAt: NOW as never });
      expect((await console.push(console.create(doc)))[0]).toMatchObject({ kind: 'applied', version: 1 });
      expect((await console.push(console.delete(productIdOf(50))))[0]).toMatchObject({ kind: 'applied', version: 2 });
      expect(await stored(market, 50)).toBeNull();
      expect(await market.db.kysely.selectFrom('variant').selectAll().where('product_id', '=', productIdOf(50)).execute()).toEqual([]);
      expect((await console.push(console.create(doc)))[0]).toMatchObject({ kind: 'rejected', error: { code: 'gone', rule: 'id-was-deleted' } });
      expect((await console.push(console.edit(productIdOf(50), 1, set('brand', 'Nour', 'x'))))[0]).toMatchObject({ kind: 'rejected', error: { code: 'gone' }, row: null });
      const audit = await market.db.kysely.selectFrom('change_audit').select('changes').where('intent', '=', 'delete').executeTakeFirstOrThrow();
      expect(JSON.parse(audit.changes)).toMatchObject([{ path: 'record', before: { id: productIdOf(50) }, after: null }]);
    });

    test('who made a product is decided here, whatever the record says', async () => {
      const doc = aProduct({ n: 51, status: 'draft', createdBy: yann.userId as never, updatedAt: (NOW + 10 ** 9) as never });
      expect((await console.push(console.create(doc)))[0]).toMatchObject({ kind: 'merged', row: { doc: { createdBy: salma.userId, updatedAt: NOW } } });
    });

    test('an edit of a clock that runs ahead does not stand in the future', async () => {
      const [outcome] = await console.push({ ...console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x')), madeAt: (NOW + 10 ** 10) as Mutation['madeAt'] });
      expect(outcome).toMatchObject({ kind: 'merged', row: { doc: { updatedAt: NOW } } });
    });
  });

  describe('SYN-03 repeats', () => {
    test('a lost answer: the same request again changes nothing and answers the same', async () => {
      const mutations = [console.edit(productIdOf(1), 1, move(stockPath(1), -4)), console.edit(productIdOf(2), 1, set(pricePath(2), 1_000, -1)), console.edit(productIdOf(3), 0, set('brand', 'Nour', 'x'))];
      const first = await console.push(...mutations);
      const again = must(await console.tryPush(mutations));
      expect(again.outcomes).toEqual(first);
      expect(again.steps).toEqual([]);
      expect(getAt((await stored(market, 1))!.doc, stockPath(1))).toBe(6);
      expect(await market.db.kysely.selectFrom('change_audit').selectAll().execute()).toHaveLength(3);
    });

    test('two at the same time are one', async () => {
      const mutation = console.edit(productIdOf(1), 1, move(stockPath(1), -4));
      const answers = await Promise.all(Array.from({ length: 6 }, () => console.push(mutation)));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(getAt((await stored(market, 1))!.doc, stockPath(1))).toBe(6);
    });

    test('twice in one request is once', async () => {
      const mutation = console.edit(productIdOf(1), 1, move(stockPath(1), -4));
      expect(await console.push(mutation, mutation)).toMatchObject([{ kind: 'applied', version: 2 }, { kind: 'applied', version: 2 }]);
    });

    test('answers are forgotten once confirmed, and a confirmed number never acts again', async () => {
      const mutation = console.edit(productIdOf(1), 1, move(stockPath(1), -4));
      await console.push(mutation);
      must(await console.tryPush([], { ackedThrough: 1 }));
      expect(await market.db.kysely.selectFrom('sync_result').selectAll().execute()).toEqual([]);
      expect(await console.push(mutation)).toMatchObject([{ kind: 'rejected', error: { code: 'invalid-input', rule: 'number-used' } }]);
      expect(getAt((await stored(market, 1))!.doc, stockPath(1))).toBe(6);
    });

    test('a console cannot confirm what it has not sent', async () => {
      must(await console.tryPush([], { ackedThrough: 10 ** 6 }));
      expect(await console.push(console.edit(productIdOf(1), 1, move(stockPath(1), -4)))).toMatchObject([{ kind: 'applied' }]);
    });

    test('a number that served one edit does not serve another; the same id with other content gives the first answer', async () => {
      const first = console.edit(productIdOf(1), 1, move(stockPath(1), -4));
      await console.push(first);
      expect(await console.push({ ...console.edit(productIdOf(1), 1, move(stockPath(1), -1)), cseq: first.cseq })).toMatchObject([{ kind: 'rejected', error: { rule: 'number-used' } }]);
      expect(await console.push({ ...first, cseq: 99, ops: [move(stockPath(1), -5)] })).toMatchObject([{ kind: 'applied', version: 2 }]);
      expect(getAt((await stored(market, 1))!.doc, stockPath(1))).toBe(6);
    });

    test("one console's ids mean nothing on another's", async () => {
      const other = new TestConsole(market, karim);
      const mutation = console.edit(productIdOf(1), 1, move(stockPath(1), -4));
      await console.push(mutation);
      expect(await other.push({ ...other.edit(productIdOf(1), 1, move(stockPath(1), -1)), mid: mutation.mid })).toMatchObject([{ kind: 'merged', version: 3 }]);
    });

    test("a console belongs to who used it first", async () => {
      await console.push(console.edit(productIdOf(1), 1, move(stockPath(1), -1)));
      expect(await console.tryPush([console.edit(productIdOf(1), 1, move(stockPath(1), -1))], { actor: karim })).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'console-of-another' } });
      expect(await console.tryPull(scopeOne, { actor: karim })).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'console-of-another' } });
    });
  });

  describe('SYN-04 refusals', () => {
    test.each([
      { name: 'stock below zero', ops: [move(stockPath(1), -11)], error: { code: 'stock-below-zero', field: stockPath(1) } },
      { name: 'an illegal step', ops: [set('status', 'published', 'submitted')], error: { code: 'illegal-transition', field: 'status' } },
      { name: 'a former price below the price', ops: [set(`variants/${variantIdOf(1)}/compareAt`, null, 900)], error: { code: 'rule-broken' } },
      { name: 'a SKU another product has, in any case', ops: [set(skuPath(1), 'SKU-1', 'sku-2')], error: { code: 'sku-taken', field: skuPath(1), details: { by: productIdOf(2) } } },
      { name: 'a variant with the SKU of another product', ops: [set('options', [], ['Taille']), set(`variants/${variantIdOf(1)}/options`, [], ['S']), set(`variants/${variantIdOf(77)}`, null, aVariant({ sku: 'SKU-3', position: 1, options: ['M'] }) as unknown as Json)], error: { code: 'sku-taken' } },
      { name: 'a category that does not exist', ops: [set('categoryId', categoryIdOf(1), categoryIdOf(99))], error: { code: 'invalid-input', rule: 'unknown-category' } },
      { name: 'a fixed field', ops: [set('shopId', shopIdOf(1), shopIdOf(2))], error: { code: 'rule-broken', rule: 'fixed-field' } },
      { name: 'a field that does not exist', ops: [set('isAdmin', null, true)], error: { code: 'invalid-input', rule: 'unknown-field' } },
      { name: 'an object for a text', ops: [set('brand', 'Nour', { $ne: null })], error: { code: 'invalid-input', field: 'brand' } },
      { name: 'a text for a price', ops: [set(pricePath(1), 1_000, '12')], error: { code: 'invalid-input', field: pricePath(1) } },
      { name: 'a price beyond exact numbers', ops: [set(pricePath(1), 1_000, 2 ** 60)], error: { code: 'invalid-input' } },
      { name: 'the prototype', ops: [set('attributes/__proto__', null, 'x')], error: { code: 'invalid-input' } },
      { name: 'a zero character', ops: [set('brand', 'Nour', 'a\u0000b')], error: { code: 'invalid-input', rule: 'zero-character' } },
      { name: 'a variant that is not there', ops: [set(pricePath(9), 1_000, 1_100)], error: { code: 'gone', field: `variants/${variantIdOf(9)}` } },
    ])('$name: a code, how the record stands, nothing changed', async ({ ops, error }) => {
      const before = await stored(market, 1);
      expect(await console.push(console.edit(productIdOf(1), 1, ...ops))).toMatchObject([{ kind: 'rejected', error, row: { id: productIdOf(1), version: 1 } }]);
      expect(await stored(market, 1)).toEqual(before);
      expect(market.pokes).toEqual([]);
    });

    test('a refused edit takes only those with it that build on it; the others pass', async () => {
      const [bad, onBad, beside, other] = [
        console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, -5)), console.edit(productIdOf(1), 1, set(pricePath(1), -5, 1_500)), console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x')),
        console.edit(productIdOf(2), 1, set(pricePath(2), 1_000, 1_500)),
      ];
      expect(await console.push(bad, onBad, beside, other)).toMatchObject([{ kind: 'rejected' }, { kind: 'blocked', by: bad.mid }, { kind: 'applied' }, { kind: 'applied' }]);
    });

    test('edits of a product that could not be made are blocked by that', async () => {
      const create = console.create(aProduct({ n: 60, status: 'published' }));
      expect(await console.push(create, console.edit(productIdOf(60), 0, set('brand', 'Nour', 'x')))).toMatchObject([{ kind: 'rejected', error: { code: 'illegal-transition' } }, { kind: 'blocked', by: create.mid }]);
    });

    test('a SKU freed earlier in the request can be taken; one taken cannot', async () => {
      expect(await console.push(
        console.edit(productIdOf(1), 1, set(skuPath(1), 'SKU-1', 'SKU-9')), console.edit(productIdOf(2), 1, set(skuPath(2), 'SKU-2', 'SKU-1')), console.edit(productIdOf(3), 1, set(skuPath(3), 'SKU-3', 'sku-9')),
      )).toMatchObject([{ kind: 'applied' }, { kind: 'applied' }, { kind: 'rejected', error: { code: 'sku-taken', details: { by: productIdOf(1) } } }]);
      expect(await market.db.kysely.selectFrom('variant').select('sku').where('product_id', 'in', [productIdOf(1), productIdOf(2), productIdOf(3)]).orderBy('product_id').execute()).toEqual([{ sku: 'SKU-9' }, { sku: 'SKU-1' }, { sku: 'SKU-3' }]);
    });

    test('two consoles cannot take one SKU at the same moment', async () => {
      const consoles = Array.from({ length: 6 }, (_, i) => ({ at: new TestConsole(market, i % 2 ? salma : karim), n: 100 + i }));
      const outcomes = await Promise.all(consoles.map(({ at, n }) => at.push(at.create(aProduct({ n, status: 'draft', variant: { sku: 'HOT-1' } })))));
      expect(outcomes.flat().filter(({ kind }) => kind === 'rejected')).toHaveLength(5);
    });

    test('two consoles make up the same id: one record, the other console is told', async () => {
      const consoles = [new TestConsole(market, salma), new TestConsole(market, karim)];
      const outcomes = (await Promise.all(consoles.map((at, i) => at.push(at.create(aProduct({ n: 70, status: 'draft', title: `von ${i}`, createdBy: at.actor.userId as never })))))).flat();
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['applied', 'rejected']);
      expect(outcomes.find(({ kind }) => kind === 'rejected')).toMatchObject({ error: { code: 'conflict', rule: 'id-taken' } });
    });

    test('a SKU for a product that does not exist, alone in its request', async () => {
      expect(await console.push(console.edit(productIdOf(404), 1, set(skuPath(404), 'SKU-404', 'SKU-405')))).toMatchObject([{ kind: 'rejected', error: { code: 'gone' } }]);
    });

    test('a console too old or too new keeps its edits', async () => {
      expect(await console.tryPush([console.edit(productIdOf(1), 1)], { schema: -1 })).toMatchObject({ ok: false, error: { code: 'update-needed' } });
      const edit = console.edit(productIdOf(1), 1);
      expect(await console.tryPush([edit], { schema: CACHE_SCHEMA + 1 })).toMatchObject({ ok: true, value: { outcomes: [{ kind: 'deferred', mid: edit.mid }], steps: [] } });
    });

    test('a version from the future is decided by the values, like any other', async () => {
      expect(await console.push(console.edit(productIdOf(1), 999, set(pricePath(1), 1_000, 1_100)))).toMatchObject([{ kind: 'merged', version: 2 }]);
      expect(await console.push(console.edit(productIdOf(1), 999, set(pricePath(1), 1_000, 1_300)))).toMatchObject([{ kind: 'conflict', version: 2 }]);
    });

    test('five thousand operations and a record that is too large', async () => {
      const many = Array.from({ length: 5_000 }, (_, i) => set(`attributes/k${i}`, null, 'v'.repeat(20)));
      expect(await console.push(console.edit(productIdOf(1), 1, ...many))).toMatchObject([{ kind: 'applied' }]);
      const huge = Array.from({ length: 4_500 }, (_, i) => set(`attributes/h${i}`, null, 'v'.repeat(500)));
      expect(await console.push(console.edit(productIdOf(1), 2, ...huge))).toMatchObject([{ kind: 'rejected', error: { code: 'too-large' } }]);
    });
  });

  describe('SYN-07 rights', () => {
    test("another shop's product is as good as none", async () => {
      const theirs = productIdOf(1_001);
      const unknown = productIdOf(5_555);
      for (const id of [theirs, unknown]) {
        expect(await console.push(console.edit(id, 1, set('brand', 'Nour', 'x')))).toMatchObject([{ kind: 'rejected', error: { code: 'gone' }, row: null }]);
      }
      expect(await console.push(console.delete(theirs))).toMatchObject([{ kind: 'rejected', error: { code: 'gone' }, row: null }]);
      expect(await console.push(console.create(aProduct({ n: 1_001, status: 'draft' })))).toMatchObject([{ kind: 'rejected', error: { code: 'conflict', rule: 'id-taken' }, row: null }]);
      expect(await console.push(console.create(aProduct({ n: 80, shopId: shopIdOf(2), status: 'draft' })))).toMatchObject([{ kind: 'rejected', error: { code: 'forbidden' }, row: null }]);
      expect((await stored(market, 1_001))?.version).toBe(1);
      // What was tried there is in nobody's history.
      expect(await market.db.kysely.selectFrom('change_audit').selectAll().where('entity_id', '=', theirs).execute()).toEqual([]);
    });

    test('staff without the right to edit read, and are refused', async () => {
      const staff = new TestConsole(market, support);
      expect(await staff.push(staff.edit(productIdOf(1), 1, set('brand', 'Nour', 'x')))).toMatchObject([{ kind: 'rejected', error: { code: 'forbidden', rule: 'read-only-role' }, row: { version: 1 } }]);
    });

    test('categories are not for consoles to write', async () => {
      expect(await console.push({ ...console.edit(categoryIdOf(1), 1, set('number', 1, 2)), entity: 'category' })).toMatchObject([{ kind: 'rejected', error: { code: 'forbidden', rule: 'read-only-record' }, row: null }]);
    });

    test('an answer asked for again after the right is gone carries nothing of the record', async () => {
      const other = new TestConsole(market, karim);
      await other.push(other.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 987_654)));
      const clashing = [console.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200)), console.edit(productIdOf(1), 1, move(stockPath(1), -999)), console.edit(productIdOf(2), 0, set('brand', 'Nour', 'x'))];
      expect(JSON.stringify(await console.push(...clashing))).toContain('987654');
      const again = must(await console.tryPush(clashing, { actor: { ...salma, shopIds: [] } })).outcomes;
      expect(again.map(({ kind }) => kind)).toEqual(['conflict', 'rejected', 'merged']);
      expect(JSON.stringify(again)).not.toContain('987654');
      expect(JSON.stringify(again)).not.toContain('Karim');
      expect(again).toMatchObject([{ row: { doc: null } }, { row: null }, { row: { doc: null } }]);
    });

    test('a vendor hears of the own scope only', async () => {
      const { steps } = must(await console.tryPush([console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x'))]));
      expect(steps.map(({ scope }) => scope)).toEqual([scopeOne]);
    });
  });

  test('SYN-10 much news travels as a word, little of it whole', async () => {
    const long = 'x'.repeat(19_000);
    await console.push(console.edit(productIdOf(1), 1, set('texts/fr/description', 'Une description.', long)));
    await vi.waitFor(() => expect(market.pokes.map(({ scope, rows }) => [scope, rows])).toEqual([[scopeOne, null], ['admin', null]]), { timeout: 20_000 });
    await console.push(console.delete(productIdOf(2)));
    const row = { entity: 'product', id: productIdOf(2), version: 2, doc: null };
    await vi.waitFor(() => expect(market.pokes).toHaveLength(4), { timeout: 20_000 });
    expect(market.pokes[2]!.rows).toEqual([row]);
    // On PostgreSQL the wide scope tells no rows while anybody in the cluster is at work.
    expect([[row], null]).toContainEqual(market.pokes[3]!.rows);
  });

  test('SYN-03 a step leads from where the console was to where the answer takes it', async () => {
    await console.catchUp(scopeOne);
    const { steps } = must(await console.tryPush([console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x'))]));
    expect(steps).toMatchObject([{ scope: scopeOne, prev: console.cursors.get(scopeOne) }]);
    console.cursors.set(scopeOne, steps[0]!.next);
    await console.catchUp(scopeOne);
    expect(console.came).toHaveLength(4);
  });

  test('nothing of a request that fails in the middle stays', async () => {
    const before = await stored(market, 1);
    const mutation = console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x'));
    const broken = { ...market, random: () => { throw new Error('no chance'); } };
    const { push } = await import('#server/sync/push.ts');
    const { stores } = await import('#server/sync/handlers.ts');
    await expect(push(broken, stores, salma, { client: randomUUID() as Mutation['mid'], schema: CACHE_SCHEMA, ackedThrough: 0, mutations: [mutation] })).rejects.toThrow('no chance');
    expect(await stored(market, 1)).toEqual(before);
    expect(await market.db.kysely.selectFrom('sync_result').selectAll().execute()).toEqual([]);
  });
});
