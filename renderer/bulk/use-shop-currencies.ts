import { useShop } from '#renderer/app/current-shop.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Currency } from '#shared/kernel/money.ts';

/** The currencies the shops at hand sell in, the one on screen first: amounts are typed in one of them. */
export function useShopCurrencies(): readonly [Currency, ...Currency[]] {
  const { current } = useShop();
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const known = (shops.data?.shops ?? []).filter(({ id }) => current === null || id === current.id).map(({ currency }) => currency);
  const [first = 'MAD' as Currency, ...rest] = new Set(known);
  return [first, ...rest];
}
