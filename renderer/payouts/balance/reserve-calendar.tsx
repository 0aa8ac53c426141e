import { useTranslation } from 'react-i18next';
import { Amount } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { Day } from '../day.tsx';
import { useTold } from '../use-told.ts';
import styles from '../vendor.module.css';

type Week = { readonly from: string; readonly through: string; readonly amount: Minor; readonly parts: number };

/** What is kept of past sales and when it comes back, week by week. */
export function ReserveCalendar({ shop, currency }: { shop: ShopId; currency: Currency }) {
  const { t } = useTranslation('payouts');
  const { data } = useTold('payouts.calendar', { params: { shop } });
  const weeks = weeksOf((data?.told.days ?? []).filter((day) => day.currency === currency));
  if (weeks.length === 0) return null;
  return (
    <div className={styles.part}>
      <h3 id={`reserve-${currency}`}>{t('reserve.title')}</h3>
      <table className={styles.table} aria-labelledby={`reserve-${currency}`}>
        <thead><tr><th scope="col">{t('reserve.day')}</th><th scope="col" data-end>{t('reserve.parts')}</th><th scope="col" data-end>{t('reserve.amount')}</th></tr></thead>
        <tbody>
          {weeks.map(({ from, through, amount, parts }) => (
            <tr key={from}>
              <td>{from === through ? <Day day={from} /> : <><Day day={from} /> – <Day day={through} /></>}</td>
              <td data-end className="num">{parts}</td>
              <td data-end><Amount amount={amount} currency={currency} showCurrency={false} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WEEK = 7 * 86_400_000;
function weeksOf(days: readonly { readonly day: string; readonly amount: Minor; readonly parts: number }[]): readonly Week[] {
  const weeks: Week[] = [];
  for (const { day, amount, parts } of days) {
    const last = weeks.at(-1);
    if (last !== undefined && Date.parse(day) - Date.parse(last.from) < WEEK) weeks[weeks.length - 1] = { ...last, through: day, amount: (last.amount + amount) as Minor, parts: last.parts + parts };
    else weeks.push({ from: day, through: day, amount, parts });
  }
  return weeks;
}
