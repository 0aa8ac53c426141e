import { z } from 'zod';
import { locale, locales } from '../../auth/model.ts';
import { productQuery } from '../../catalog/contract.ts';
import { productId } from '../../catalog/model.ts';
import { appError } from '../../kernel/errors.ts';
import { uuid } from '../../kernel/ids.ts';

/**
 * What products leave as: Comptoir's own table (CSV, or a workbook), Shopify's product CSV with its present headers or those before 2025, Google Merchant's feed (tab-separated or XML).
 */
export const exportFormat = z.enum(['csv', 'xlsx', 'shopify', 'shopify-old', 'google', 'google-xml']);
export type ExportFormat = z.infer<typeof exportFormat>;
export const exportFormats = exportFormat.options;
/** What a file is called behind its name. */
export const endingOf: Readonly<Record<ExportFormat, string>> = { csv: '.csv', xlsx: '.xlsx', shopify: '-shopify.csv', 'shopify-old': '-shopify.csv', google: '-google.tsv', 'google-xml': '-google.xml' };

/**
 * Columns an own table can have, in their usual order, by what they are about. Some stand for several: `title` and `description` for one in each language, `options` for name and value of each axis, `stock`
 * for one in each place, `priceLists` and `attributes` for as many as the products have.
 */
export const exportGroups = {
  codes: ['productId', 'variantId', 'sku', 'gtin', 'mpn', 'options'],
  texts: ['title', 'description'],
  details: ['kind', 'status', 'handle', 'brand', 'category', 'condition', 'tags'],
  prices: ['currency', 'price', 'compareAt', 'cost', 'taxClass', 'priceLists'],
  stock: ['stock', 'trackStock', 'backorder', 'lowStockAt'],
  measures: ['weight', 'length', 'width', 'height'],
  attributes: ['attributes'],
} as const;
export type ExportGroup = keyof typeof exportGroups;
export const exportColumn = z.enum(Object.values(exportGroups).flat());
export type ExportColumn = z.infer<typeof exportColumn>;
export const exportColumns = exportColumn.options;

/** What the file should be. `locales`: of texts; formats with one language take the first. `columns`: of own tables, in this order; what is left out stays as it is when the file comes back. */
export const exportChoice = z.strictObject({ format: exportFormat, locales: z.array(locale).min(1).max(3).default([...locales]), columns: z.array(exportColumn).min(1).max(exportColumns.length).default([...exportColumns]) });
/** Whether every row finds its variant again when the file comes back. Two products may have one handle, which ties rows together where no id does. */
export const findsAgain = (columns: readonly ExportColumn[]): boolean => columns.includes('sku') && (columns.includes('productId') || !columns.includes('handle'));
export type ExportChoice = z.infer<typeof exportChoice>;

/** Which products: those of a list in its order, or chosen ones. */
export const MOST_EXPORTED = 200_000;
export const exportWhat = z.discriminatedUnion('of', [z.strictObject({ of: z.literal('list'), query: productQuery }), z.strictObject({ of: z.literal('chosen'), ids: z.array(productId).min(1).max(MOST_EXPORTED) })]);
export type ExportWhat = z.infer<typeof exportWhat>;

/**
 * How far an export is.
 * - `counting` looks at what the products have (their attributes, currencies), `writing` writes them
 * - `stopped` and `failed` leave no file; `error` says why
 */
export const exportState = z.object({
  id: uuid,
  state: z.enum(['counting', 'writing', 'done', 'stopped', 'failed']),
  format: exportFormat,
  /** Products looked at so far, of so many. */
  done: z.int(), total: z.int(),
  /** How long the rest takes; null while nobody can know. */
  remainingMs: z.int().nullable(),
  /** Rows written, and products left out because the format has no place for them. */
  rows: z.int(), leftOut: z.int(),
  /** Where the file lies, and how large it is, once it is whole. */
  file: z.string().nullable(), bytes: z.int().nullable(),
  error: appError.nullable(),
});
export type ExportState = z.infer<typeof exportState>;
