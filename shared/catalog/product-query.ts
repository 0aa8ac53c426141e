import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { minor } from '../kernel/money.ts';
import { categoryId, listingStatus, productKind } from './model.ts';

/** What the list shows: every part narrows it; an empty filter shows everything. */
export const productFilter = z.object({
  /** Words in titles, descriptions, tags, brand in any language; or a SKU, a GTIN, an id, found exactly. */
  text: z.string().max(200).default(''),
  shopId: shopId.nullable().default(null),
  status: z.array(listingStatus).default([]),
  kind: z.array(productKind).default([]),
  /** This category and everything below it. */
  categoryId: categoryId.nullable().default(null),
  brand: z.string().nullable().default(null),
  tag: z.string().nullable().default(null),
  /** Minor units, of the cheapest variant. */
  priceMin: minor.nullable().default(null),
  priceMax: minor.nullable().default(null),
  /** Available pieces over all places, fewer than. */
  availableBelow: z.int().nullable().default(null),
  missing: z.array(z.enum(['image', 'gtin', 'category', 'text-fr', 'text-en', 'text-ar'])).default([]),
  /** Lacking at least one of these, where `missing` asks for all of them to lack. */
  missingAny: z.array(z.enum(['image', 'gtin', 'category', 'text-fr', 'text-en', 'text-ar'])).default([]),
  /** Listing score, fewer points than. */
  scoreBelow: z.int().min(1).max(100).nullable().default(null),
  /** Complete to less than this many percent, for a channel in a language. */
  completeBelow: z.int().min(1).max(100).nullable().default(null),
  completeFor: z.enum(['complete_fr', 'complete_en', 'complete_ar', 'google_fr', 'google_en', 'google_ar']).default('complete_fr'),
  /** An edit of the published listing waits for a moderator. */
  inReview: z.boolean().default(false),
  unsent: z.boolean().default(false),
  conflicted: z.boolean().default(false),
});
export type ProductFilter = z.infer<typeof productFilter>;

export const sortKey = z.enum(['relevance', 'title', 'sku', 'price', 'compareAt', 'available', 'completeness', 'google', 'score', 'status', 'updatedAt']);
export const productSort = z.object({ by: sortKey, dir: z.enum(['asc', 'desc']) });
export type ProductSort = z.infer<typeof productSort>;

export const productQuery = z.object({ filter: productFilter, sort: productSort, locale });
export type ProductQuery = z.infer<typeof productQuery>;
