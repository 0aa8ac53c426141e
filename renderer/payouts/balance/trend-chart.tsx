import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { directionOf, useLocale } from '#renderer/lib/i18n.ts';
import { exponentOf, type Currency, type Minor } from '#shared/kernel/money.ts';
import { formatMonth } from '../format-day.ts';
import styles from '../vendor.module.css';

type Month = { readonly month: string; readonly earned: Minor; readonly paid: Minor };
const ROOM = { top: 4, right: 4, bottom: 0, left: 4 };

/** Two bars a month. Nothing moves: what is drawn is read, not watched. */
export function TrendChart({ months, currency }: { months: readonly Month[]; currency: Currency }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const isMirrored = directionOf(locale) === 'rtl';
  const tick = { fill: 'var(--ink-3)', fontSize: 11 };
  return (
    <ResponsiveContainer width="100%" height={170}>
      <BarChart data={[...months]} margin={ROOM} barGap={1} barCategoryGap="22%">
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="month" reversed={isMirrored} tick={tick} tickLine={false} axisLine={false} tickFormatter={(month: string) => formatMonth(month, locale)} minTickGap={8} />
        <YAxis orientation={isMirrored ? 'right' : 'left'} width={62} tick={tick} tickLine={false} axisLine={false} tickFormatter={(amount: number) => formatNumber(Math.round(amount / 10 ** exponentOf(currency)), locale)} />
        <ReferenceLine y={0} stroke="var(--line-strong)" />
        <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--hover)' }} content={({ active, payload }) => {
          const shown = active ? (payload[0]?.payload as Month | undefined) : undefined;
          return shown === undefined ? null : (
            <div className={styles.tip}>
              <b>{formatMonth(shown.month, locale)}</b>
              <span>{t('trend.earned')} {formatMoney(shown.earned, currency, locale)}</span>
              <span>{t('trend.paid')} {formatMoney(shown.paid, currency, locale)}</span>
            </div>
          );
        }} />
        <Bar dataKey="earned" fill="var(--accent)" isAnimationActive={false} radius={[2, 2, 0, 0]} />
        <Bar dataKey="paid" fill="var(--accent-line)" isAnimationActive={false} radius={[2, 2, 0, 0]} />
      </BarChart>
    </ResponsiveContainer>
  );
}
