import { skuKey } from '../../catalog/variant-rules.ts';
import type { Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import { readLine, readSku } from '../cells/read-codes.ts';
import type { CsvRow } from '../csv/model.ts';
import { withoutGuard } from '../formula-guard.ts';
import type { Target } from '../mapping/targets.ts';
import type { Fault } from '../problem.ts';

/** As long as what ties rows together may be. */
export const LONGEST_KEY = 120;

/** How WooCommerce names a parent that has no SKU. */
const PARENT_BY_NUMBER = /^id:\s*(\d+)$/i;

/** What a row says of the product it belongs to. */
export type RowKeys = { readonly productId: string | null; readonly handle: string | null; readonly group: string | null; readonly parent: string | null; readonly rowId: string | null; readonly sku: string | null };

/**
 * Which product a row belongs to: rows with one key are one product. By its id, its handle (Shopify), its group (Google), the SKU of its parent
 * (WooCommerce), or the number of a parent that has none; else a row is a product by itself.
 */
export function keyBy(line: number, { productId, handle, group, parent, rowId, sku }: RowKeys): string {
  if (productId !== null) return `id:${productId}`;
  if (handle !== null) return `handle:${fold(handle)}`;
  if (group !== null) return `group:${fold(group)}`;
  const numbered = parent === null ? undefined : PARENT_BY_NUMBER.exec(parent)?.[1];
  if (numbered !== undefined) return `row:${numbered}`;
  if (parent !== null) return `sku:${skuKey(parent)}`;
  // A parent and a single product are both found by their SKU: a row below them names it.
  if (sku !== null && sku !== '') return `sku:${skuKey(sku)}`;
  return rowId !== null ? `row:${rowId}` : `line:${line}`;
}

const longKey = (text: string) => readLine(text, LONGEST_KEY);
const readers: { readonly [K in keyof RowKeys]: (text: string) => Result<string, Fault> } = { productId: longKey, handle: longKey, group: longKey, parent: longKey, rowId: longKey, sku: readSku };

/** The same from the cells, of which no others are read: `groupKeyOf` of the row, before it is known how its figures are written. */
export function keyReader(targets: readonly Target[]): (row: CsvRow) => string {
  const places = targets.flatMap(({ field }, at) => (field in readers ? [{ at, field: field as keyof RowKeys }] : []));
  return ({ line, cells }) => {
    const found: { -readonly [K in keyof RowKeys]: RowKeys[K] } = { productId: null, handle: null, group: null, parent: null, rowId: null, sku: null };
    for (const { at, field } of places) {
      const text = withoutGuard(cells[at] ?? '');
      const read = text.trim() === '' ? null : readers[field](text);
      if (read?.ok) found[field] = read.value;
    }
    return keyBy(line, found);
  };
}
