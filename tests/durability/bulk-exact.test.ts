import { expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { Step } from '#shared/bulk/model.ts';
import type { PlanRow } from '#shared/bulk/plan-model.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps, getAt } from '#shared/sync/merge.ts';
import { sameJson } from '#shared/sync/equal.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aBulkDesk } from '#tests/builders/bulk-desk.ts';
import { aCache } from '#tests/builders/cache.ts';
import { valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, minorOf } from '#tests/builders/catalog.ts';

const ROWS = 50_000;
const steps: Step[] = [
  { kind: 'amount', field: 'price', currency: null, by: minorOf(-400), of: 'MAD' as never },
  { kind: 'round', field: 'price', currency: null, ending: '90', direction: 'nearest' },
  { kind: 'floor', above: 1_000 },
  { kind: 'tags', add: ['soldes'], remove: [] },
];
/** Every kind of outcome is among them: too cheap for the step, on sale already so that nothing changes but a tag, with a cost that holds the price. */
const productAt = (n: number): Product => aProduct({ n, tags: n % 10 === 0 ? ['soldes'] : [], variant: { price: n % 7 === 0 ? 300 : 1_000 + (n % 900), cost: n % 5 === 0 ? 950 : null } });

function* everything(cache: CacheDb): Generator<[string, Product]> {
  for (const { id, doc } of cache.sqlite.prepare('SELECT id, doc FROM product ORDER BY rid').iterate() as IterableIterator<{ id: string; doc: string }>) yield [id, JSON.parse(doc) as Product];
}

test(`BLK-05 of ${ROWS} products exactly the previewed cells differ afterwards`, async () => {
  const products = Array.from({ length: ROWS }, (_, n) => productAt(n + 1));
  const ids = products.map(({ id }) => id as ProductId);
  const cache = aCache({ products, search: false });
  const desk = aBulkDesk(cache);
  const plan = await desk.begin(ids, { how: 'all', text: '', parts: 0 });
  const head = await desk.preview(plan, steps);
  expect(head).toMatchObject({ state: 'ready', done: ROWS });
  expect(Object.values(head.counts).reduce((sum, count) => sum + count, 0)).toBe(ROWS);
  expect(head.counts.updated).toBeGreaterThan(0);
  expect(head.counts.failed).toBeGreaterThan(0);

  const planned = new Map<string, PlanRow>();
  for (let offset = 0; offset < ROWS; offset += 200) for (const row of valueOf(await desk.ask('bulk.rows', { plan, offset, limit: 200 })).rows) planned.set(row.record, row);
  expect(planned.size).toBe(ROWS);

  const applied = valueOf(await desk.ask('bulk.apply', { plan }));
  expect(applied.result).toMatchObject({ products: head.counts.updated, cells: head.cells, left: 0, refused: 0 });

  const before = new Map(products.map((product) => [product.id as string, product]));
  const wrong: string[] = [];
  let seen = 0;
  for (const [id, after] of everything(cache)) {
    const was = before.get(id)!;
    const row = planned.get(id)!;
    const cells = row.outcome === 'updated' ? row.cells : [];
    const asPlanned = cells.every(({ path, after: value }) => sameJson(getAt(after as unknown as Json, path), value));
    // Nothing else: with those cells put back it is the product of before, but for the time of the edit.
    const back = applyOps(after as unknown as Json, cells.map(({ path, before: value }): FieldOp => ({ op: 'set', path, base: null, value }))) as unknown as Product;
    if (!asPlanned || !sameJson({ ...back, updatedAt: was.updatedAt } as unknown as Json, was as unknown as Json)) wrong.push(id);
    seen++;
  }
  expect(wrong).toEqual([]);
  expect(seen).toBe(ROWS);
}, 900_000);
