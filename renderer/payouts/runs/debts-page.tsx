import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Amount, EmptyState, ErrorState, Segmented, Skeleton } from '#renderer/ui/index.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { AGE_LIMITS } from '#shared/payouts/balance/ageing.ts';
import { Moment } from './moments.tsx';
import { useCurrencies } from './use-currencies.ts';
import styles from './finance.module.css';

/** Shops that owe the marketplace, by how long they have. */
export function DebtsPage() {
  const { t } = useTranslation('finance');
  const currencies = useCurrencies();
  const [chosen, setChosen] = useState<Currency | null>(null);
  const currency = chosen ?? currencies[0] ?? null;
  return (
    <>
      <div className={styles.tools}>
        {currency !== null && <Segmented label={t('draw.currency')} hideLabel value={currency as string} onChange={(code) => setChosen(code as Currency)} items={currencies.map((code) => ({ id: code as string, label: code }))} />}
        <p className={styles.note}>{t('debts.lead')}</p>
      </div>
      <div className={styles.scroll}>{currency !== null && <Debts key={currency} currency={currency} />}</div>
    </>
  );
}

function Debts({ currency }: { currency: Currency }) {
  const { t } = useTranslation('finance');
  const { data, error, refresh } = useAsk('payouts.ageing', { query: { currency } });
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div>;
  const { shops } = data;
  if (shops.length === 0) return <EmptyState title={t('debts.none')}>{t('debts.noneText')}</EmptyState>;
  const cell = (amount: Minor) => (amount === 0 ? <span className={styles.zero}>0</span> : <Amount amount={amount} currency={currency} showCurrency={false} />);
  const sum = (of: (shop: (typeof shops)[number]) => number) => shops.reduce((total, shop) => total + of(shop), 0) as Minor;
  return (
    <table className={styles.table} aria-label={t('place.debts')}>
      <thead>
        <tr>
          <th scope="col">{t('line.shop')}</th>
          {AGE_LIMITS.map((days, at) => <th key={days} scope="col" data-end>{t('debts.days', { from: at === 0 ? '0' : String(AGE_LIMITS[at - 1]! + 1), to: String(days) })}</th>)}
          <th scope="col" data-end>{t('debts.older', { days: String(AGE_LIMITS.at(-1)) })}</th>
          <th scope="col" data-end>{t('debts.total')}</th>
          <th scope="col">{t('debts.since')}</th>
        </tr>
      </thead>
      <tbody>
        {shops.map((shop) => (
          <tr key={shop.shopId}>
            <th scope="row"><bdi>{shop.name}</bdi></th>
            {shop.buckets.map((amount, at) => <td key={at} data-end>{cell(amount)}</td>)}
            <td data-end><b><Amount amount={shop.total} currency={currency} showCurrency={false} /></b></td>
            <td>{shop.since !== null && <Moment at={shop.since} />}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('line.sum', { count: shops.length })}</th>
          {shops[0]!.buckets.map((_, at) => <td key={at} data-end>{cell(sum(({ buckets }) => buckets[at]!))}</td>)}
          <td data-end><b><Amount amount={sum(({ total }) => total)} currency={currency} /></b></td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}
