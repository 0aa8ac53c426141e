import { placesOf, type LocationId } from '#shared/catalog/model.ts';
import type { ProductDetail } from '../../use-product.ts';

/** Where stock of a product may lie: the places of its shop in their order, then any its variants know and the shop no longer has. */
export function stockPlacesOf({ product, shop }: ProductDetail, unknown: string): readonly { readonly id: LocationId; readonly name: string }[] {
  const own = placesOf(shop).map(({ id, name }) => ({ id, name }));
  const known = new Set(own.map(({ id }) => id));
  const others = new Set((Object.values(product.variants).flatMap(({ stock }) => Object.keys(stock)) as LocationId[]).filter((id) => !known.has(id)));
  return [...own, ...[...others].map((id) => ({ id, name: unknown }))];
}
