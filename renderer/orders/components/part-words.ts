import { useTranslation } from 'react-i18next';
import { formatList, formatMoment, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { OrderFilter } from '#shared/orders/contract.ts';
import type { FilterPart } from '../filter.ts';

/** What a part of a filter says now, short enough for a chip. */
export function usePartWords(part: FilterPart, filter: OrderFilter, currency: Currency): string {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(60_000);
  const few = (words: string[]) => (words.length <= 2 ? formatList(words, locale) : t('filter.andMore', { first: words[0]!, count: words.length - 1 }));
  const between = (min: string | null, max: string | null) => (min !== null && max !== null ? t('filter.between', { min, max }) : min !== null ? `≥ ${min}` : `≤ ${max ?? ''}`);
  switch (part) {
    case 'order': return few(filter.order.map((id) => t(`order.${id}`)));
    case 'payment': return few(filter.payment.map((id) => t(`payment.${id}`)));
    case 'fulfilment': return few(filter.fulfilment.map((id) => t(`fulfilment.${id}`)));
    case 'returned': return few(filter.returned.map((id) => t(`returned.${id}`)));
    case 'due': return filter.dueBefore === null ? '' : filter.dueBefore <= now ? t('filter.overdue') : t('filter.within');
    case 'placed': {
      const day = (at: EpochMs | null) => (at === null ? null : formatMoment(at, now, locale));
      return between(day(filter.placedFrom), day(filter.placedBefore === null ? null : ((filter.placedBefore - 1) as EpochMs)));
    }
    case 'gross': {
      const say = (amount: typeof filter.grossMin) => (amount === null ? null : formatMoney(amount, currency, locale, { currency: false }));
      return between(say(filter.grossMin), say(filter.grossMax));
    }
    case 'unsent': return t('filter.unsentOnly');
  }
}
