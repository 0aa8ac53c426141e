import { productId } from '#shared/catalog/model.ts';
import { useMe } from '#renderer/app/live.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { FieldContext } from './describe-field.ts';

/** The record a change is about, for the names of its variants and places; null parts when it is no longer here. */
export function useRecord(id: string): FieldContext & { isGone: boolean } {
  const me = useMe();
  const asked = useAsk('catalog.product', { id: productId.parse(id) }, { refreshOn: ['catalog.changed'], keep: false });
  const currencies = new Set(me?.shops.map((shop) => shop.currency));
  // A record that is gone was one of this person's shops: with one currency among them, that is the one.
  const own = currencies.size === 1 ? me!.shops[0]!.currency : null;
  return {
    product: asked.data?.product ?? null,
    shop: asked.data?.shop ?? null,
    currency: asked.data?.product.currency ?? own,
    isGone: asked.error?.code === 'not-found' || asked.error?.code === 'gone',
  };
}
