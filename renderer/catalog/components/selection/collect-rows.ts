import { ask } from '#renderer/lib/client.ts';
import type { ProductQuery, ProductRow } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { emptyFilter } from '../../filter.ts';

const PAGE = 500;

/** As much of a line as actions on many need; fifty thousand whole ones would weigh tens of megabytes. */
export type ChosenRow = Pick<ProductRow, 'id' | 'sku' | 'status'>;

/**
 * The lines of a choice, whatever list they were chosen in: read page by page from the present list, then, for those that are
 * no longer in it, from the whole catalogue. Lines that are gone are left out.
 */
export async function collectRows(ids: ReadonlySet<string>, query: ProductQuery): Promise<Result<readonly ChosenRow[], AppError>> {
  const found = new Map<string, ChosenRow>();
  const read = async (asked: ProductQuery): Promise<AppError | null> => {
    for (let offset = 0; found.size < ids.size; offset += PAGE) {
      const page = await ask('catalog.page', { query: asked, offset, limit: PAGE });
      if (!page.ok) return page.error;
      for (const row of page.value.rows) if (ids.has(row.id)) found.set(row.id, { id: row.id, sku: row.sku, status: row.status });
      if (offset + PAGE >= page.value.total) return null;
    }
    return null;
  };
  const error = (await read(query)) ?? (found.size < ids.size ? await read({ ...query, filter: { ...emptyFilter } }) : null);
  return error ? { ok: false, error } : ok([...found.values()]);
}
