import { sql } from 'kysely';
import type { Product } from '#shared/catalog/model.ts';
import type { ListingFacts } from '#shared/catalog/projection.ts';
import { listingScore } from '#shared/moderation/listing-score.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

const requiredOf = reading<{ id: string }>()((_, p) => sql<{ required: string | null }>`SELECT doc ->> '$.attributes.required' AS required FROM category WHERE id = ${p('id')}`.compile(builder));

/** Keys of the attributes the category of a product asks for; none without a category, or while categories are not here yet. */
export function requiredAttributes(db: ReadableDb, categoryId: string | null): readonly string[] {
  if (categoryId === null) return [];
  const found = db.get(requiredOf, { id: categoryId })?.required ?? null;
  return found === null ? [] : (JSON.parse(found) as string[]);
}

/** What the columns of a product need besides its record, as this cache knows it. */
export function listingFacts(db: ReadableDb, doc: Product): ListingFacts {
  const required = requiredAttributes(db, doc.categoryId);
  return { required, score: listingScore(doc, required).total };
}
