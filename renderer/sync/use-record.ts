import { shopId } from '#shared/auth/model.ts';
import { productId } from '#shared/catalog/model.ts';
import type { EntityName } from '#shared/sync/model.ts';
import { useMe } from '#renderer/app/live.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { FieldContext } from './describe-field.ts';

/** The record a change is about, for the names of its variants and places; null parts when it is no longer here. */
export function useRecord(id: string, entity: EntityName = 'product'): FieldContext & { isGone: boolean } {
  const me = useMe();
  const isShop = entity === 'shop';
  const product = useAsk('catalog.product', { id: productId.parse(id) }, { refreshOn: ['catalog.changed'], keep: false, enabled: entity === 'product' });
  const shop = useAsk('catalog.shop', { id: shopId.parse(id) }, { refreshOn: ['catalog.changed'], keep: false, enabled: isShop });
  const currencies = new Set(me?.shops.map(({ currency }) => currency));
  // A record that is gone was one of this person's shops: with one currency among them, that is the one.
  const own = currencies.size === 1 ? me!.shops[0]!.currency : null;
  const error = isShop ? shop.error : product.error;
  return {
    product: product.data?.product ?? null,
    shop: product.data?.shop ?? shop.data?.shop ?? null,
    currency: product.data?.product.currency ?? shop.data?.shop.currency ?? own,
    isGone: error?.code === 'not-found' || error?.code === 'gone',
  };
}
