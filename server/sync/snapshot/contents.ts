import { cacheTables, type CacheTable } from '#shared/catalog/cache-tables.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { ADMIN, COMMON } from '../scopes.ts';

/** Columns of each table as the snapshot fills them: all but the row number, which the fresh file gives. */
export const snapshotColumns: Readonly<Record<CacheTable, readonly string[]>> = Object.fromEntries(
  Object.entries(cacheTables).map(([table, ddl]) => [table, [...ddl.matchAll(/^ {4}(\w+) (?:TEXT|INTEGER)/gm)].map(([, column]) => column!).filter((column) => column !== 'rid')]),
) as unknown as Record<CacheTable, readonly string[]>;

/** Which records of the marketplace a scope holds. */
export type Share = { readonly kind: 'common' } | { readonly kind: 'everything' } | { readonly kind: 'shop'; readonly shopId: string };

export function shareOf(scope: ScopeName): Share {
  if (scope === COMMON) return { kind: 'common' };
  return scope === ADMIN ? { kind: 'everything' } : { kind: 'shop', shopId: scope.slice('vendor:'.length) };
}

/**
 * What is read from an attached server database into each table of the fresh file, in this order; `?` is the shop.
 * Products and orders keep the order in which they came to the marketplace: neighbours in time are neighbours on disk.
 */
export function selections({ kind }: Share): readonly { readonly table: CacheTable; readonly from: string }[] {
  switch (kind) {
    case 'common': return [{ table: 'category', from: 'src.category t ORDER BY t.lft' }];
    case 'everything': return [
      { table: 'shop', from: 'src.shop t' },
      { table: 'product', from: 'src.product t ORDER BY t.rid' },
      { table: 'variant', from: 'src.variant t' },
      { table: 'orders', from: 'src.orders t ORDER BY t.rid' },
      { table: 'conversation', from: 'src.conversation t ORDER BY t.rid' },
      { table: 'message', from: "src.message t WHERE t.seen <> 'shop' ORDER BY t.rid" },
    ];
    case 'shop': return [
      { table: 'shop', from: 'src.shop t WHERE t.id = ?' },
      // The inner list comes from an index alone; the rows are then read in their own order, without sorting documents.
      { table: 'product', from: 'src.product t WHERE t.rid IN (SELECT rid FROM src.product WHERE shop_id = ?) ORDER BY t.rid' },
      { table: 'variant', from: 'main.product p CROSS JOIN src.variant t ON t.product_id = p.id' },
      { table: 'orders', from: 'src.orders t WHERE t.rid IN (SELECT rid FROM src.orders WHERE shop_id = ?) ORDER BY t.rid' },
      { table: 'conversation', from: 'src.conversation t WHERE t.shop_id = ? ORDER BY t.rid' },
      { table: 'message', from: "src.message t WHERE t.shop_id = ? AND t.seen <> 'marketplace' ORDER BY t.rid" },
    ];
  }
}
