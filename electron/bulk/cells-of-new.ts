import type { PlanCell } from '#shared/bulk/plan-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Json } from '#shared/kernel/json.ts';

const isNothing = (value: Json | undefined): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * What a new product will have, told as cells that were empty: prices and pieces first, since those are what a seller looks for. Title and SKU stand
 * at the head of its row.
 */
export function cellsOfNew(product: Product): PlanCell[] {
  const variants = variantsInOrder(product);
  const fields: [string, Json | undefined][] = [
    ...variants.flatMap(([id, variant]): [string, Json | undefined][] => [
      [`variants/${id}/price`, variant.price],
      [`variants/${id}/compareAt`, variant.compareAt],
      ...Object.entries(variant.stock).map(([place, level]): [string, Json] => [`variants/${id}/stock/${place}/onHand`, level.onHand]),
      [`variants/${id}/gtin`, variant.gtin],
    ]),
    ['brand', product.brand], ['categoryId', product.categoryId], ['tags', product.tags],
    ...Object.entries(product.texts).map(([locale, text]): [string, Json] => [`texts/${locale}/description`, text.description]),
  ];
  return fields.filter(([, value]) => !isNothing(value)).map(([path, after]) => ({ path, before: null, after: after!, warnings: [] }));
}
