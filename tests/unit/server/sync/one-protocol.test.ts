import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import type { Json } from '#shared/kernel/json.ts';
import { rootOf, sumsFromText, sumsOf } from '#shared/sync/digest.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp, Mutation, Outcome, ScopeName } from '#shared/sync/model.ts';
import { aProduct, id as idOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, digestWhenSettled, karim, move, must, pricePath, salma, scopeOne, set, skuPath, stockPath, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

/** More of them in a long run: `COMPTOIR_HISTORIES=1000`. */
const HISTORIES = Number(process.env['COMPTOIR_HISTORIES'] ?? 40);
/** Time for a slow machine, so that a history still under way never meets the next test. */
const TIMEOUT_MS = 120_000 + HISTORIES * 3_000;
const PRODUCTS = 3;

const number = (max: number) => fc.nat(max);
const anEdit = fc.record({ what: fc.constantFrom('price', 'stock', 'brand', 'text', 'tags', 'status', 'sku', 'delete', 'create', 'unknown'), product: number(PRODUCTS), value: number(4) });
const aStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ t: fc.constant('push' as const), who: number(3), edits: fc.array(anEdit, { minLength: 1, maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ t: fc.constant('pull' as const), who: number(3), limit: fc.constantFrom(1, 2, 500) }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant('repeat' as const), who: number(3) }) },
);
const aHistory = fc.array(aStep, { minLength: 3, maxLength: 14 });
type Step = (typeof aStep) extends fc.Arbitrary<infer S> ? S : never;

const scopeFor = (console: TestConsole): ScopeName => (console.actor === admin ? ('admin' as ScopeName) : console.actor === yann ? (`vendor:${shopIdOf(2)}` as ScopeName) : scopeOne);

const actorFor = (scope: ScopeName) => (scope === 'admin' ? admin : scope === scopeOne ? salma : yann);

/** Turns a drawn edit into a mutation by somebody who sees what this console has seen. */
function mutationOf(console: TestConsole, { what, product, value }: { what: string; product: number; value: number }): Mutation {
  const n = product + 1;
  const seen = console.records.get(productIdOf(n));
  const doc: Json = seen?.doc ?? (aProduct({ n }) as unknown as Json);
  const edit = (...ops: FieldOp[]) => console.edit(productIdOf(n), seen?.version ?? 1, ...ops);
  const from = (path: string) => getAt(doc, path);
  switch (what) {
    case 'price': return edit(set(pricePath(n), from(pricePath(n)), 1_000 + value * 100));
    case 'stock': return edit(move(stockPath(n), value - 3), move(stockPath(n), -value));
    case 'brand': return edit(set('brand', from('brand'), `brand ${value}`), set(pricePath(n), from(pricePath(n)), 2_000 + value));
    case 'text': return edit(set('texts/fr/description', from('texts/fr/description'), `${String(from('texts/fr/description'))}\nline ${value}`));
    case 'tags': return edit({ op: 'members', path: 'tags', add: [`t${value}`], remove: [`t${(value + 1) % 5}`] });
    case 'status': return edit(set('status', from('status'), ['paused', 'published', 'archived', 'draft', 'submitted'][value]!));
    case 'sku': return edit(set(skuPath(n), from(skuPath(n)), `SKU-${value}`));
    case 'delete': return console.delete(productIdOf(n));
    case 'create': return console.create(aProduct({ n: 10 + value, status: 'draft', createdBy: console.actor.userId as never, variant: { sku: `NEW-${value % 3}` } }));
    default: return edit(set(`attributes/a${value}`, null, 'x'), set('nonsense', null, value));
  }
}

type Told = { readonly mutation: Mutation; readonly outcome: Outcome };

/** What an answer says when it is given again: the same, unless the record was deleted meanwhile, which brings nothing of it back. */
function saidAgain({ mutation, outcome }: Told, told: readonly Told[]): Outcome {
  const deleted = told.some((one) => one.mutation.id === mutation.id && one.mutation.action === 'delete' && one.outcome.kind === 'applied');
  if (!deleted || !('row' in outcome) || outcome.row === null) return outcome;
  return outcome.kind === 'rejected' ? { ...outcome, row: null } : { ...outcome, row: { ...outcome.row, doc: null } };
}

/** Plays a history and returns all that a reader could tell it by. */
async function play(db: ServerDb, history: readonly Step[]) {
  let counter = 0;
  const market: Marketplace = { ...(await aMarketplace(db, { products: PRODUCTS })), random: (bytes) => bytes.fill(++counter % 256) };
  const newId = () => idOf(0xf_0000_0000 + ++counter);
  const consoles = [salma, karim, admin, yann].map((actor) => new TestConsole(market, actor, newId));
  const last = new Map<TestConsole, Mutation[]>();
  const told: Told[] = [];
  for (const step of history) {
    const console = consoles[step.who]!;
    market.time.now += 1_000;
    if (step.t === 'pull') await console.catchUp(scopeFor(console), step.limit);
    else {
      const mutations = step.t === 'push' ? step.edits.map((edit) => mutationOf(console, edit)) : (last.get(console) ?? []);
      const { outcomes } = must(await console.tryPush(mutations));
      expect(outcomes.map(({ mid }) => mid)).toEqual(mutations.map(({ mid }) => mid));
      if (step.t === 'repeat') for (const outcome of outcomes) expect(outcome).toEqual(saidAgain(told.find(({ mutation }) => mutation.mid === outcome.mid)!, told));
      else mutations.forEach((mutation, i) => told.push({ mutation, outcome: outcomes[i]! }));
      last.set(console, mutations);
    }
  }
  for (const console of consoles) await console.catchUp(scopeFor(console), 2);
  const products = (await db.kysely.selectFrom('product').selectAll().orderBy('id').execute()).map(({ rid, ...row }) => (expect(rid).toBeGreaterThan(0), row));
  const variants = await db.kysely.selectFrom('variant').selectAll().orderBy('product_id').orderBy('variant_id').execute();
  // The wide scope is numbered in its own way on PostgreSQL: there the order counts, which is the same.
  const positions = (await db.kysely.selectFrom('sync_row').select(['scope', 'entity', 'id', 'seq', 'gone', 'version', 'gone_at']).orderBy('scope').orderBy('seq').execute())
    .map((row) => (row.scope === 'admin' ? { ...row, seq: null } : row));
  const audit = (await db.kysely.selectFrom('change_audit').selectAll().orderBy('applied_at').orderBy('mid').execute()).map(({ id, ...entry }) => (expect(id).toHaveLength(36), entry));
  const scopes = ['admin', 'common', scopeOne, `vendor:${shopIdOf(2)}`] as ScopeName[];
  const digests = await Promise.all(scopes.map(async (scope) => ({ scope, sums: await digestWhenSettled({ db }, actorFor(scope), scope) })));
  return { told, products, variants, positions, digests, audit, consoles };
}

/** What must hold after any history. */
function checkInvariants({ told, products, digests, consoles }: Awaited<ReturnType<typeof play>>): void {
  // I1 everyone who caught up has what the server has, and counts it the same; I6 and nothing of others.
  for (const console of consoles) {
    const theirs = products.filter(({ shop_id }) => console.actor === admin || console.actor.shopIds.includes(shop_id));
    expect(rootOf(sumsOf(console.records.values()))).toBe(rootOf(sumsFromText(digests.find(({ scope }) => scope === scopeFor(console))!.sums)!));
    const held = [...console.records.values()].filter(({ entity }) => entity === 'product').sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(held.map(({ id, version, doc }) => ({ id, version, doc }))).toEqual(theirs.map(({ id, version, doc }) => ({ id, version, doc: JSON.parse(doc) as Json })));
  }
  // I7 stock is what it was plus every movement that was taken.
  for (let n = 1; n <= PRODUCTS; n++) {
    const row = products.find(({ id }) => id === productIdOf(n));
    const moved = told.filter(({ mutation, outcome }) => mutation.id === productIdOf(n) && ['applied', 'merged', 'conflict'].includes(outcome.kind))
      .flatMap(({ mutation }) => mutation.ops).reduce((sum, op) => sum + (op.op === 'add' ? op.delta : 0), 0);
    if (row) expect([row.on_hand, getAt(JSON.parse(row.doc) as Json, stockPath(n))]).toEqual([10 + moved, 10 + moved]);
    // I5 what was deleted is gone, whoever edited it later.
    const deleted = told.some(({ mutation, outcome }) => mutation.id === productIdOf(n) && mutation.action === 'delete' && outcome.kind === 'applied');
    expect(row === undefined).toBe(deleted);
  }
  // SKUs stay unique in a shop.
  const skus = products.map(({ shop_id, sku }) => `${shop_id} ${sku.toLowerCase()}`);
  expect(new Set(skus).size).toBe(skus.length);
}

/** Found by chance: an edit that changed nothing and the deletion of its record in one push, and both asked again. */
const deletedMeanwhile: Step[] = [
  { t: 'push', who: 1, edits: [{ what: 'price', product: 2, value: 0 }, { what: 'delete', product: 2, value: 0 }] },
  { t: 'repeat', who: 1 },
];

describe('SYN-04 one protocol on two databases', () => {
  const kept: { sqlite?: ServerDb; postgres?: ServerDb } = {};
  afterAll(() => Promise.all(Object.values(kept).map((db) => db.close())));

  describeOnEachDatabase('histories', (_open, databases) => {
    beforeAll(async () => {
      kept[databases.name] = await openDatabase(await databases.place());
    });

    test('invariants hold after any history', async () => {
      await fc.assert(fc.asyncProperty(aHistory, async (history) => checkInvariants(await play(kept[databases.name]!, history))), { numRuns: HISTORIES, examples: [[deletedMeanwhile]] });
    }, TIMEOUT_MS);

    test.runIf(databases.name === 'postgres')('I11 the same history has the same outcomes, records, positions and audit on both', async () => {
      const other = await openDatabase({ kind: 'sqlite', file: ':memory:' });
      try {
        await fc.assert(fc.asyncProperty(aHistory, async (history) => {
          const [a, b] = [await play(kept.postgres!, history), await play(other, history)];
          for (const part of ['told', 'products', 'variants', 'positions', 'digests', 'audit'] as const) expect(a[part], part).toEqual(b[part]);
        }), { numRuns: HISTORIES });
      } finally {
        await other.close();
      }
    }, TIMEOUT_MS);
  });
});
