import { fold } from '../../kernel/text.ts';
import { problemAt, type Fault, type RowProblem } from '../problem.ts';
import type { ReadRow } from './model.ts';

/** Which column could hold what is missing, as `targetKey` calls it. */
const columnOf: Readonly<Record<string, RegExp>> = { 'sku-needed': /^sku$/, 'price-needed': /^price:$/, 'title-needed': /^title:/ };
/** As long as a SKU may be. */
const LONGEST_SKU = 64;

/** A SKU made of what tells a variant from all others, as sellers make them: `LINEN-DRESS-BLUE-M`; null where that has no Latin letters or figures. */
function skuOf(parts: readonly string[]): string | null {
  const words = parts.map((part) => fold(part).replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, ''));
  return words.some((word) => word === '') ? null : words.join('-').toUpperCase().slice(0, LONGEST_SKU).replace(/-+$/, '');
}

/**
 * What a row lacks to become a product or a variant, said of the cell where it can be put in, if the file has that column. A missing SKU comes with one that can be taken.
 *
 * @param title of the product, for rows that name it only once
 * @param options the values that tell the variant from others; null: it is the only one
 */
export function lacking(row: ReadRow, fault: Fault, title: string, options: readonly string[] | null): RowProblem {
  const key = Object.keys(row.headers).find((one) => columnOf[fault.rule]?.test(one));
  const column = key === undefined ? null : row.headers[key]!;
  const suggestion = fault.rule === 'sku-needed' && column !== null ? skuOf([row.handle ?? title, ...(options ?? [])]) : null;
  return problemAt(row.line, column, '', { ...fault, suggestion });
}
