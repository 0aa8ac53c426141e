import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import type { ProductFilter, ProductQuery, ProductSort } from '#shared/catalog/contract.ts';
import { builder, reading, type Reading } from '../db/statement.ts';
import { ridsWhere, type conditionsOf } from './filter.ts';

const sortColumns = {
  title: { fr: 'sort_fr', en: 'sort_en', ar: 'sort_ar' },
  completeness: { fr: 'complete_fr', en: 'complete_en', ar: 'complete_ar' },
  google: { fr: 'google_fr', en: 'google_en', ar: 'google_ar' },
} as const;
function columnOf(by: ProductSort['by'], locale: Locale) {
  switch (by) {
    case 'relevance':
    case 'title': return sortColumns.title[locale];
    case 'completeness':
    case 'google': return sortColumns[by][locale];
    case 'sku': return 'sku';
    case 'price': return 'price';
    case 'compareAt': return 'compare_at';
    case 'available': return 'available';
    case 'score': return 'score';
    case 'status': return 'status';
    case 'updatedAt': return 'updated_at';
  }
}

export type Column = ReturnType<typeof columnOf>;
export type Direction = 'asc' | 'desc';
/** Titles have an index of their own. */
export const isTitle = (column: Column): boolean => column.startsWith('sort_');
/** The name an order is kept under. */
export const orderKey = (column: Column, dir: Direction): string => `${column} ${dir}`;

/** A query as far as it decides which rows come in which order. */
export function meant({ filter, sort, locale }: ProductQuery): { filter: ProductFilter; ranked: boolean; column: Column; dir: Direction; key: string } {
  const ranked = sort.by === 'relevance' && filter.text.trim() !== '';
  const column = columnOf(sort.by, locale);
  return { filter, ranked, column, dir: sort.by === 'relevance' ? 'asc' : sort.dir, key: JSON.stringify([filter, ranked ? 'ranked' : sort, column]) };
}

/** What has no former price comes last both ways; equal rows stay in the order they came. */
const orderBy = (column: Column, dir: Direction): RawBuilder<unknown> =>
  isTitle(column) ? sql`${sql.ref(column)} ${sql.raw(dir)}, rid` : sql`${sql.ref(column)} ${sql.raw(dir)} NULLS LAST, rid`;

/** All rows in order, or the first of those that fit. */
export function ordered(column: Column, dir: Direction, first: { readonly conditions: ReturnType<typeof conditionsOf>; readonly limit: number } | null): RawBuilder<{ rid: number }> {
  const rows = first !== null && first.conditions.length > 0 ? ridsWhere(first.conditions) : isTitle(column) ? sql`SELECT rid FROM product` : sql`SELECT rid FROM product INDEXED BY product_list`;
  return sql<{ rid: number }>`${rows} ORDER BY ${orderBy(column, dir)}${first === null ? sql`` : sql` LIMIT ${first.limit}`}`;
}

const among = new Map<string, Reading<{ rids: string }, { rid: number }>>();
/** The rows of a JSON list in order. */
export function orderedAmong(column: Column, dir: Direction): Reading<{ rids: string }, { rid: number }> {
  const key = orderKey(column, dir);
  const known = among.get(key);
  if (known) return known;
  const made = reading<{ rids: string }>()((_, p) => sql<{ rid: number }>`SELECT rid FROM product NOT INDEXED WHERE rid IN (SELECT value FROM json_each(${p('rids')})) ORDER BY ${orderBy(column, dir)}`.compile(builder));
  among.set(key, made);
  return made;
}
