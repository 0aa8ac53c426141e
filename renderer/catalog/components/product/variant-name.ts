import type { Variant } from '#shared/catalog/model.ts';

/** What a variant is called among its sisters: its option values, or its SKU where it has none. */
export const variantName = ({ options, sku }: Pick<Variant, 'options' | 'sku'>): string => options.join(' / ') || sku;
