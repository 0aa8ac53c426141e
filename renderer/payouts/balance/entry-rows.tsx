import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { VendorEntry } from '#shared/payouts/vendor-contract.ts';
import styles from '../vendor.module.css';

/** Entries of the books, as the shop sees them: what happened, of which order or payout, how much, and from when it may be paid. */
export function EntryTable({ entries, currency, label }: { entries: readonly VendorEntry[]; currency: Currency; label: string }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const now = useNow(60_000);
  return (
    <div className={styles.tableBox}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr><th scope="col">{t('entry.at')}</th><th scope="col">{t('entry.what')}</th><th scope="col">{t('entry.of')}</th><th scope="col" data-end>{t('entry.amount')}</th><th scope="col">{t('entry.available')}</th></tr>
        </thead>
        <tbody>
          {entries.map(({ rid, event, account, order, ref, amount, postedAt, availableAt }) => (
            <tr key={`${rid}`}>
              <td title={formatExact(postedAt, locale)}>{formatMoment(postedAt, now, locale)}</td>
              <th scope="row">{t(`event.${event}`)}{account === '1200' && <span className={styles.quiet}> · {t('entry.debt')}</span>}</th>
              <td>
                {order !== null ? <a href={hrefOf(['orders', order.id])}><bdi className="num ltr">{order.number}</bdi></a>
                  : ref.kind === 'payout' ? <a href={hrefOf(['payouts', 'payout', ref.id])}>{t('entry.payout')}</a> : <span className={styles.quiet}>—</span>}
              </td>
              <td data-end data-negative={amount < 0 || undefined}><Amount amount={amount} currency={currency} showCurrency={false} /></td>
              <td>{availableAt > now ? <span title={formatExact(availableAt, locale)}>{formatMoment(availableAt, now, locale)}</span> : <span className={styles.quiet}>{t('entry.now')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
