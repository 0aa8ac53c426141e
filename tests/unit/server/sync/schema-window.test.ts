import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { recordsAgain } from '#server/sync/digest.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt, setAt } from '#shared/sync/merge.ts';
import { mutationFrom, outcomeAs, standingOf, type SchemaStep, type SchemaWindow } from '#shared/sync/schema-window.ts';
import { aProduct, productIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aMarketplace, karim, must, salma, scopeOne, set, stored, TestConsole, type Marketplace } from './a-marketplace.ts';

const OLD = CACHE_SCHEMA - 1;
const without = (doc: Json, name: string): Json => Object.fromEntries(Object.entries(doc as object).filter(([key]) => key !== name)) as Json;

/** As if today's schema had brought the handle, and had renamed `maker` to `brand`: the consoles before it are still about. */
const step: SchemaStep = {
  from: OLD,
  up: (_, doc) => setAt(setAt(without(doc, 'maker'), 'brand', getAt(doc, 'maker')), 'handle', 'made-by-an-older-console'),
  down: (_, doc) => setAt(without(without(doc, 'brand'), 'handle'), 'maker', getAt(doc, 'brand')),
  upPath: (_, path) => (path === 'maker' ? 'brand' : path),
  downPath: (_, path) => (path === 'brand' ? 'maker' : path),
};
const schemas: SchemaWindow = { current: CACHE_SCHEMA, steps: [step] };

describe('whom a server serves', () => {
  const at = (current: number): SchemaWindow => ({ current, steps: Array.from({ length: current - 1 }, (_, n) => ({ ...step, from: n + 1 })) });
  test.each([[5, 'served'], [4, 'served'], [3, 'served'], [2, 'too-old'], [6, 'too-new']] as const)('schema %i at 5: %s', (schema, standing) => expect(standingOf(at(5), schema)).toBe(standing));
  test('a step that is missing ends the window', () => expect(standingOf({ current: 5, steps: [{ ...step, from: 4 }] }, 3)).toBe('too-old'));
});

describe('a field inside an entry that was renamed', () => {
  const renamed = (value: Json, from: string, to: string): Json => (value === null ? null : setAt(without(value, from), to, getAt(value, from)));
  const inside: SchemaStep = {
    from: OLD, up: (_, doc) => doc, down: (_, doc) => doc,
    upPath: (_, path) => path.replace(/amount$/, 'price'), downPath: (_, path) => path.replace(/price$/, 'amount'),
    upValue: (_, path, value) => (path.split('/').length === 2 ? renamed(value, 'amount', 'price') : value),
    downValue: (_, path, value) => (path.split('/').length === 2 ? renamed(value, 'price', 'amount') : value),
  };
  const window: SchemaWindow = { current: CACHE_SCHEMA, steps: [inside] };

  test('comes up with the whole entry, in what an edit sets and what it starts from', () => {
    const { ops } = mutationFrom(window, OLD, { entity: 'product', ops: [set('variants/a', null, { amount: 5 }), set('variants/b/amount', 1, 2), set('variants/c', { amount: 7 }, null)] } as never);
    expect(ops).toEqual([set('variants/a', null, { price: 5 }), set('variants/b/price', 1, 2), set('variants/c', { price: 7 }, null)]);
  });

  test('goes down in a conflict and in the reason of a refusal', () => {
    const row = { entity: 'product', id: productIdOf(1), version: 2, doc: {} } as never;
    const field = { path: 'variants/a', base: { price: 1 }, mine: null, theirs: { price: 2 }, theirsBy: null, theirsAt: null };
    expect(outcomeAs(window, OLD, { kind: 'conflict', mid: productIdOf(9) as never, version: 2, row, fields: [field, { ...field, path: 'variants/b/price', base: 1, theirs: 2 }] })).toMatchObject({
      fields: [{ path: 'variants/a', base: { amount: 1 }, mine: null, theirs: { amount: 2 } }, { path: 'variants/b/amount', base: 1, theirs: 2 }],
    });
    expect(outcomeAs(window, OLD, { kind: 'rejected', mid: productIdOf(9) as never, error: { code: 'rule-broken', field: 'variants/a/price' }, row })).toMatchObject({ error: { field: 'variants/a/amount' } });
  });
});

describeOnEachDatabase('schema window', (open) => {
  let db: ServerDb;
  let market: Marketplace & { schemas: SchemaWindow };
  let old: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = { ...(await aMarketplace(db)), schemas };
    old = new TestConsole(market, salma);
  });

  test('an older console reads records as it knows them', async () => {
    const { rows } = must(await old.tryPull(scopeOne, { schema: OLD }));
    const product = rows.find(({ id }) => id === productIdOf(1))!.doc as { maker?: string; brand?: string; handle?: string };
    expect([product.maker, product.brand, product.handle]).toEqual(['Nour', undefined, undefined]);
    const [again] = must(await recordsAgain(market, salma, { scope: scopeOne, schema: OLD, records: [{ entity: 'product', id: productIdOf(1) as never }] })).rows;
    expect(again!.doc).toEqual(product);
  });

  test('its edits are taken in today’s words, and what it never saw stays', async () => {
    const before = (await stored(market, 1))!.doc;
    const { outcomes } = must(await old.tryPush([old.edit(productIdOf(1), 1, set('maker', 'Nour', 'Fès'))], { schema: OLD }));
    expect(outcomes).toMatchObject([{ kind: 'applied', version: 2 }]);
    const after = (await stored(market, 1))!.doc;
    expect([getAt(after, 'brand'), getAt(after, 'handle')]).toEqual(['Fès', getAt(before, 'handle')]);
    expect(getAt(after, 'maker')).toBeNull();
  });

  test('a conflict is told in its own words', async () => {
    const today = new TestConsole(market, karim);
    await today.push(today.edit(productIdOf(1), 1, set('brand', 'Nour', 'Rabat')));
    const { outcomes } = must(await old.tryPush([old.edit(productIdOf(1), 1, set('maker', 'Nour', 'Fès'))], { schema: OLD }));
    expect(outcomes).toMatchObject([{ kind: 'conflict', fields: [{ path: 'maker', base: 'Nour', mine: 'Fès', theirs: 'Rabat', theirsBy: 'Karim' }], row: { doc: { maker: 'Rabat' } } }]);
  });

  test('a record it makes gets what it could not know', async () => {
    const { brand, handle: _, ...rest } = aProduct({ n: 50, status: 'draft' });
    const { outcomes } = must(await old.tryPush([old.create({ ...rest, maker: brand } as never)], { schema: OLD }));
    expect(outcomes).toMatchObject([{ kind: 'applied', version: 1 }]);
    expect((await stored(market, 50))!.doc).toMatchObject({ brand: 'Nour', handle: 'made-by-an-older-console' });
  });

  test('a newer console is told to wait, edit by edit, and nothing is remembered: the same edits are decided when this server is newer', async () => {
    const edit = old.edit(productIdOf(1), 1, set('brand', 'Nour', 'x'));
    expect(must(await old.tryPush([edit], { schema: CACHE_SCHEMA + 1 }))).toEqual({ outcomes: [{ kind: 'deferred', mid: edit.mid, schema: CACHE_SCHEMA }], steps: [] });
    expect(await old.tryPull(scopeOne, { schema: CACHE_SCHEMA + 1 })).toMatchObject({ ok: false, error: { code: 'update-needed', rule: 'server-too-old' } });
    expect(await db.kysely.selectFrom('sync_result').selectAll().execute()).toEqual([]);
    expect(await old.push(edit)).toMatchObject([{ kind: 'applied' }]);
  });

  test('one that is too old has to be renewed; its edits are not touched', async () => {
    const edit = old.edit(productIdOf(1), 1, set('brand', 'Nour', 'x'));
    expect(await old.tryPush([edit], { schema: OLD - 1 })).toMatchObject({ ok: false, error: { code: 'update-needed', rule: 'console-too-old' } });
    expect((await stored(market, 1))!.version).toBe(1);
  });
});
