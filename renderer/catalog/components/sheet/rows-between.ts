import { ask } from '#renderer/lib/client.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { ProductQuery, ProductRow } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';

const PAGE = 500;

/** Lines that are at hand, both ends included; null when one of them is not. */
export function rowsAtHand(rows: RowWindow<ProductRow>, from: number, to: number): readonly ProductRow[] | null {
  const found: ProductRow[] = [];
  for (let index = from; index <= to; index++) {
    const row = rows.row(index);
    if (row === undefined) return null;
    found.push(row);
  }
  return found;
}

/**
 * The lines from one place of the list to another, as it stands now: its order is kept while they are fetched, so that no line is met twice or left out.
 *
 * @param hold the order that is kept already, if one is
 */
export async function rowsBetween(rows: RowWindow<ProductRow>, query: ProductQuery, hold: string | null, from: number, to: number): Promise<Result<readonly ProductRow[], AppError>> {
  const there = rowsAtHand(rows, from, to);
  if (there !== null) return ok(there);
  let kept = hold;
  if (kept === null) {
    const answer = await ask('catalog.hold', { query });
    if (!answer.ok) return answer;
    kept = answer.value.hold;
  }
  const found: ProductRow[] = [];
  while (from + found.length <= to) {
    const page = await ask('catalog.page', { query, offset: from + found.length, limit: Math.min(PAGE, to - from + 1 - found.length), hold: kept });
    if (!page.ok) return page;
    if (page.value.rows.length === 0) break;
    found.push(...page.value.rows);
  }
  return ok(found);
}
