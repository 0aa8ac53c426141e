import { navigate, hrefOf } from '#renderer/app/router.ts';
import { activeParts, isNarrowed } from '#renderer/catalog/filter.ts';
import { ask } from '#renderer/lib/client.ts';
import type { SelectionName } from '#shared/bulk/plan-model.ts';
import type { ProductFilter } from '#shared/catalog/contract.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** What a choice of products is called: all there are, all that match, or some. */
export function nameSelection(chosen: number, total: number, filter: ProductFilter): SelectionName {
  // More than the list shows: some were chosen in another one.
  if (chosen !== total) return { how: 'chosen', text: '', parts: 0 };
  return { how: isNarrowed(filter) ? 'matching' : 'all', text: filter.text.trim(), parts: activeParts(filter).length };
}

/** Freezes a choice and opens the page where it is changed; a refusal comes back. */
export async function beginChange(ids: ReadonlySet<string>, selection: SelectionName): Promise<AppError | null> {
  const begun = await ask('bulk.begin', { ids: [...ids] as ProductId[], selection });
  if (!begun.ok) return begun.error;
  navigate(hrefOf(['catalog', 'change', begun.value.id]));
  return null;
}
