import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';

type Props = { amount: Minor; currency: Currency; /** Left out in a column whose head names the currency. */ showCurrency?: boolean; className?: string | undefined };

/** An amount of money as people here write it, left to right in every language. */
export function Amount({ amount, currency, showCurrency = true, className }: Props) {
  const locale = useLocale();
  return (
    <bdi dir="ltr" className={['num', className].filter(Boolean).join(' ')}>
      {formatMoney(amount, currency, locale, { currency: showCurrency, isolate: false })}
    </bdi>
  );
}
