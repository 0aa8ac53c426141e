import { sql, type RawBuilder } from 'kysely';
import { missingBits } from '#shared/catalog/cache-tables.ts';
import type { ProductFilter } from '#shared/catalog/contract.ts';
import { tagKey } from '#shared/catalog/projection.ts';
import type { ChangedPart } from '../db/changes.ts';

type Condition = { readonly where: RawBuilder<unknown>; readonly part: ChangedPart };

/** The parts of a filter that columns answer, each with the column it depends on; text is somebody else's (`lists.ts`). */
export function conditionsOf(filter: ProductFilter): readonly Condition[] {
  const conditions: Condition[] = [];
  const add = (part: ChangedPart, where: RawBuilder<unknown>): void => void conditions.push({ where, part });
  const list = (values: readonly string[]): RawBuilder<unknown> => sql.join(values);
  if (filter.shopId !== null) add('shop_id', sql`shop_id = ${filter.shopId}`);
  if (filter.status.length > 0) add('status', sql`status IN (${list(filter.status)})`);
  if (filter.kind.length > 0) add('kind', sql`kind IN (${list(filter.kind)})`);
  if (filter.categoryId !== null) {
    add('category_id', sql`category_id IN (SELECT c.id FROM category AS top JOIN category AS c ON c.lft BETWEEN top.lft AND top.rgt WHERE top.id = ${filter.categoryId})`);
  }
  if (filter.brand !== null) add('brand', sql`brand = ${filter.brand}`);
  if (filter.tag !== null) add('tags', sql`instr(tags, ${tagKey(filter.tag)}) > 0`);
  if (filter.priceMin !== null) add('price', sql`price >= ${filter.priceMin}`);
  if (filter.priceMax !== null) add('price', sql`price <= ${filter.priceMax}`);
  if (filter.availableBelow !== null) add('available', sql`available < ${filter.availableBelow}`);
  const bitsOf = (names: ProductFilter['missing']): number => names.reduce((sum, name) => sum | missingBits[name], 0);
  const all = bitsOf(filter.missing);
  if (all !== 0) add('missing', sql`(missing & ${all}) = ${all}`);
  const any = bitsOf(filter.missingAny);
  if (any !== 0) add('missing', sql`(missing & ${any}) <> 0`);
  if (filter.scoreBelow !== null) add('score', sql`score < ${filter.scoreBelow}`);
  if (filter.completeBelow !== null) add(filter.completeFor, sql`${sql.ref(filter.completeFor)} < ${filter.completeBelow}`);
  if (filter.inReview) add('in_review', sql`in_review = 1`);
  if (filter.unsent) add('outbox', sql`id IN (SELECT entity_id FROM outbox WHERE entity = 'product')`);
  if (filter.conflicted) add('conflict', sql`id IN (SELECT entity_id FROM conflict WHERE entity = 'product' AND settled_at IS NULL)`);
  return conditions;
}

/** Kysely's `sql.join` keeps values as parameters; `INDEXED BY` keeps SQLite from reading 50,000 records where 10 MB of index say it all. */
export const ridsWhere = (conditions: readonly Condition[]): RawBuilder<{ rid: number }> =>
  sql<{ rid: number }>`SELECT rid FROM product INDEXED BY product_list WHERE ${sql.join(conditions.map(({ where }) => where), sql` AND `)}`;
