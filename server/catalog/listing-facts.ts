import type { ServerTransaction } from '#server/db/transaction.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { ListingFacts } from '#shared/catalog/projection.ts';
import { scoring } from '#shared/moderation/listing-score.ts';

/** What the columns of these products need besides their records: the attributes their categories ask for are read once for all. */
export async function factsFor(trx: ServerTransaction, products: readonly Product[]): Promise<(product: Product) => ListingFacts> {
  const required = new Map<string, readonly string[]>();
  for (const slice of slices([...new Set(products.flatMap(({ categoryId }) => categoryId ?? []))])) {
    const rows = await trx.selectFrom('category').select(['id', 'doc']).where('id', 'in', slice).execute();
    for (const { id, doc } of rows) required.set(id, (JSON.parse(doc) as { attributes?: { required: string[] } }).attributes?.required ?? []);
  }
  return ({ categoryId }) => factsOf((categoryId === null ? undefined : required.get(categoryId)) ?? []);
}

/** The same where it is known what the category asks for. */
export const factsOf = (required: readonly string[]): ListingFacts => ({ required, scoring });
