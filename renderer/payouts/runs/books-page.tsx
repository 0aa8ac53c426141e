import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, Skeleton, Status, TextField } from '#renderer/ui/index.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { accounts } from '#shared/payouts/ledger/accounts.ts';
import styles from './finance.module.css';

/** The trial balance: every account's balance at the end of a day, which together are 0; and whether the days that are closed still say what the entries say. */
export function BooksPage() {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const [day, setDay] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
  const { data, error, refresh, isRefreshing } = useAsk('payouts.trialBalance', { query: { ...(isDay ? { day } : {}), check: isChecked ? 'yes' : 'no' } });
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  return (
    <>
      <div className={styles.tools}>
        <TextField type="date" ltr label={t('books.day')} value={day} onChange={setDay} />
        <Button onPress={() => setChecked(true)} isPending={isChecked && isRefreshing}>{t('books.check')}</Button>
        {data && <p className={styles.note} role="status">{data.closedThrough === null ? t('books.noneClosed') : t('books.closed', { day: data.closedThrough })}{data.checked && <> {data.firstDayThatDiffers === null ? t('books.same') : <b className={styles.badWord}>{t('books.differs', { day: data.firstDayThatDiffers })}</b>}</>}</p>}
      </div>
      <div className={styles.scroll}>
        {!data ? <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div> : data.currencies.map(({ currency, difference, accounts: found }) => (
          <section key={currency} className={styles.section} aria-labelledby={`books-${currency}`}>
            <h2 id={`books-${currency}`}>{currency} <Status tone={difference === '0' ? 'ok' : 'bad'}>{difference === '0' ? t('books.even') : t('books.odd', { difference })}</Status></h2>
            <table className={styles.table} aria-labelledby={`books-${currency}`}>
              <thead><tr><th scope="col">{t('books.account')}</th><th scope="col">{t('books.type')}</th><th scope="col" data-end>{t('books.debit')}</th><th scope="col" data-end>{t('books.credit')}</th></tr></thead>
              <tbody>
                {found.map(({ account, balance }) => {
                  // Balances come in the direction their account grows: what we owe and earn stands on the right.
                  const { type, name } = accounts[account];
                  const amount = (type === 'asset' || type === 'expense' ? Number(balance) : -Number(balance)) as Minor;
                  const text = <bdi className="num ltr">{formatMoney(Math.abs(amount) as Minor, currency, locale, { currency: false, isolate: false })}</bdi>;
                  return <tr key={account}><th scope="row"><bdi className="num ltr">{account}</bdi> {t(`account.${name}`)}</th><td className={styles.quiet}>{t(`type.${type}`)}</td><td data-end>{amount > 0 && text}</td><td data-end>{amount < 0 && text}</td></tr>;
                })}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </>
  );
}
