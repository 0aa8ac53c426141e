import { expect, test } from 'vitest';
import { conditionsOf, ridsWhere } from '#electron/catalog/filter.ts';
import { ProductLists } from '#electron/catalog/lists.ts';
import { builder, readingNow } from '#electron/db/statement.ts';
import { sortKey } from '#shared/catalog/contract.ts';
import { locales } from '#shared/auth/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aFilter, aQuery } from '#tests/builders/catalog-desk.ts';
import { aProduct, categoryIdOf, minorOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';

/** Every look at the table `product` in these statements, as SQLite plans it. */
function looks(cache: ReturnType<typeof aCache>, statements: readonly { sql: string; values: unknown[] }[]): string[] {
  return statements.flatMap(({ sql, values }) => (cache.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail)).filter((detail) => /\bproduct\b/.test(detail.replace(/product_\w+/g, '')));
}

test('CAT-01 filters are answered by one index alone: no record is read', () => {
  const cache = aCache({ products: [aProduct()] });
  const filter = aFilter({
    shopId: shopIdOf(1), status: ['draft'], kind: ['digital'], categoryId: categoryIdOf(1), brand: 'x', tag: 'x', priceMin: minorOf(1), priceMax: minorOf(9),
    availableBelow: 3, missing: ['image'], missingAny: ['gtin'], scoreBelow: 60, completeBelow: 90, completeFor: 'google_ar', inReview: true, unsent: true, conflicted: true,
  });
  const conditions = conditionsOf(filter);
  // Each alone, and all together: a condition left out of the index would make SQLite go to the records.
  for (const some of [...conditions.map((one) => [one]), conditions]) {
    const { sql, values } = readingNow(ridsWhere(some).compile(builder));
    const plan = looks(cache, [{ sql, values: values({}) }]);
    expect(plan.length, some.map(({ part }) => part).join()).toBeGreaterThan(0);
    for (const look of plan) expect(look).toMatch(/COVERING INDEX product_list/);
  }
});

test('CAT-01 every order is read from an index alone', () => {
  const cache = aCache({ products: [aProduct()] });
  const asked: { sql: string; values: unknown[] }[] = [];
  const column = cache.column.bind(cache);
  cache.column = ((question: Parameters<typeof column>[0], ...params: []) => {
    asked.push({ sql: question.sql, values: question.values({}) });
    return column(question, ...params);
  }) as typeof cache.column;
  const lists = new ProductLists(cache);
  for (const by of sortKey.options) for (const dir of ['asc', 'desc'] as const) for (const locale of locales) lists.of(aQuery({}, by, dir, locale));
  const plan = looks(cache, asked);
  expect(plan.length).toBeGreaterThanOrEqual(14);
  for (const look of plan) expect(look).toMatch(/COVERING INDEX product_(list|title_\w\w)/);
});

test('CAT-09 codes and ids are looked up, never searched for', () => {
  const cache = aCache({ products: [aProduct()] });
  for (const sql of [
    `SELECT rid FROM product WHERE id = '${productIdOf(1)}'`,
    `SELECT product_id FROM variant WHERE sku = 'x' COLLATE NOCASE`,
    `SELECT product_id FROM variant WHERE gtin = '00000000000000'`,
    `SELECT * FROM outbox WHERE entity_id = 'x' AND entity = 'product' ORDER BY cseq`,
  ]) expect((cache.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join(' | '), sql).toMatch(/^SEARCH /);
});
