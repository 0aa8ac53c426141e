import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';

/** An amount of a statement, told as digits; what fits no exact number is shown with its digits rather than rounded. */
export function BigAmount({ amount, currency, showCurrency = false }: { amount: string; currency: Currency; showCurrency?: boolean }) {
  const locale = useLocale();
  const value = Number(amount);
  return <bdi dir="ltr" className="num">{Number.isSafeInteger(value) ? formatMoney(value as Minor, currency, locale, { currency: showCurrency, isolate: false }) : amount}</bdi>;
}
