import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { formatDay } from './format-day.ts';
import { useTold } from './use-told.ts';

/** When the money of an order is paid out, or was, with the payout behind it; nothing where it is not known here. For the page of an order. */
export function OrderPayoutNote({ shop, order }: { shop: ShopId; order: string }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const { data } = useTold('payouts.ofOrder', { params: { shop, order } });
  if (data === null || data.told.state === 'none') return null;
  const { state, on, availableAt, payoutId } = data.told;
  const day = on === null ? null : formatDay(on, locale);
  const words = state === 'paid' ? t('order.paid', { day: day ?? '' }) : state === 'in-payout' ? t('order.inPayout') : day === null ? t('order.noRhythm') : t('order.expected', { day });
  return (
    <span>
      {payoutId === null ? words : <a href={hrefOf(['payouts', 'payout', payoutId])}>{words}</a>}
      {state === 'pending' && availableAt !== null && <> · {t('order.availableAt', { when: formatExact(availableAt, locale) })}</>}
    </span>
  );
}
