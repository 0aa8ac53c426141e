import { sql } from 'kysely';
import type { Product } from '#shared/catalog/model.ts';
import type { ListingFacts } from '#shared/catalog/projection.ts';
import { scoring } from '#shared/moderation/listing-score.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

const versionOf = reading<{ id: string }>()((q, p) => q.selectFrom('category').select('version').where('id', '=', p('id')));
const requiredOf = reading<{ id: string }>()((_, p) => sql<{ required: string | null }>`SELECT doc ->> '$.attributes.required' AS required FROM category WHERE id = ${p('id')}`.compile(builder));

type Asked = { readonly version: number; readonly required: readonly string[] };
/** What categories ask for, by cache: to see that a category is still the same takes a fifth of reading what it says. */
const asked = new WeakMap<ReadableDb, Map<string, Asked>>();

/** Keys of the attributes the category of a product asks for; none without a category, or while categories are not here yet. */
export function requiredAttributes(db: ReadableDb, categoryId: string | null): readonly string[] {
  const version = categoryId === null ? undefined : db.get(versionOf, { id: categoryId })?.version;
  if (categoryId === null || version === undefined) return [];
  const here = asked.get(db) ?? new Map<string, Asked>();
  asked.set(db, here);
  const known = here.get(categoryId);
  if (known?.version === version) return known.required;
  const found = db.get(requiredOf, { id: categoryId })?.required ?? null;
  const required = found === null ? [] : (JSON.parse(found) as string[]);
  here.set(categoryId, { version, required });
  return required;
}

/** What the columns of a product need besides its record, as this cache knows it. */
export const listingFacts = (db: ReadableDb, { categoryId }: Pick<Product, 'categoryId'>): ListingFacts => ({ required: requiredAttributes(db, categoryId), scoring });
