import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Currency } from '#shared/kernel/money.ts';

/** The currencies the marketplace pays out in. */
export function useCurrencies(): readonly Currency[] {
  const { data } = useAsk('payouts.settings', {});
  return Object.keys(data?.settings.currencies ?? {}) as Currency[];
}
