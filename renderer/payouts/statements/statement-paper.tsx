import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button } from '#renderer/ui/index.ts';
import { utcDay } from '#shared/payouts/balance/rhythm.ts';
import { statementAccounts } from '#shared/payouts/statement/statement.ts';
import type { WireStatement } from '#shared/payouts/vendor-contract.ts';
import { Day } from '../day.tsx';
import { BigAmount } from './big-amount.tsx';
import type { Period } from './periods.ts';
import styles from './paper.module.css';

/** Lines drawn at first; on paper and when asked for, all of them. */
const FIRST = 300;

/** A statement as a sheet: per account opening, movements, closing, then every entry. It is printed as it stands, black on white. */
export function StatementPaper({ statement, shopName, period }: { statement: WireStatement; shopName: string; period: Period }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const [isWhole, setWhole] = useState(false);
  const { currency, lines, accounts, total } = statement;
  const shown = isWhole ? lines : lines.slice(0, FIRST);
  const moved = statementAccounts.filter((code) => Object.values(accounts[code] ?? {}).some((amount) => amount !== '0'));
  return (
    <article className={styles.paper} data-theme="contrast-light" aria-labelledby="statement-head">
      <header className={styles.head}>
        <div>
          <h2 id="statement-head">{t('statement.title')}</h2>
          <p><bdi>{shopName}</bdi></p>
        </div>
        <p className={styles.end}><Day day={period.from} /> – <Day day={period.through} /><br />{currency}</p>
      </header>
      <table className={styles.table} aria-label={t('statement.sums')}>
        <thead><tr><th scope="col">{t('statement.account')}</th><th scope="col" data-end>{t('statement.opening')}</th><th scope="col" data-end>{t('statement.movements')}</th><th scope="col" data-end>{t('statement.closing')}</th></tr></thead>
        <tbody>
          {moved.map((code) => (
            <tr key={code}>
              <th scope="row">{t(`account.${code}`)}</th>
              {(['opening', 'movements', 'closing'] as const).map((part) => <td key={part} data-end><BigAmount amount={accounts[code]![part]} currency={currency} /></td>)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('statement.all')}</th>
            {(['opening', 'movements', 'closing'] as const).map((part) => <td key={part} data-end><BigAmount amount={total[part]} currency={currency} showCurrency={part === 'closing'} /></td>)}
          </tr>
        </tfoot>
      </table>
      {lines.length === 0 ? <p>{t('statement.none')}</p> : (
        <table className={styles.table} aria-label={t('statement.lines')}>
          <thead><tr><th scope="col">{t('entry.at')}</th><th scope="col">{t('entry.what')}</th><th scope="col">{t('entry.of')}</th><th scope="col">{t('statement.account')}</th><th scope="col" data-end>{t('entry.amount')}</th><th scope="col" data-end>{t('statement.balance')}</th></tr></thead>
          <tbody>
            {shown.map(({ transactionId, at, event, order, ref, account, amount, balance }, index) => (
              <tr key={`${transactionId}-${index}`}>
                <td><Day day={utcDay(at)} /></td>
                <td>{t(`event.${event}`)}</td>
                <td>
                  {order !== null ? <a href={hrefOf(['orders', order.id])}><bdi className="num ltr">{order.number}</bdi></a>
                    : ref.kind === 'payout' ? <a href={hrefOf(['payouts', 'payout', ref.id])}>{t('entry.payout')}</a> : '—'}
                </td>
                <td>{t(`account.${account as (typeof statementAccounts)[number]}`)}</td>
                <td data-end><BigAmount amount={amount} currency={currency} /></td>
                <td data-end><BigAmount amount={balance} currency={currency} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length < lines.length && <p className={styles.more}><Button onPress={() => setWhole(true)}>{t('statement.whole', { n: formatNumber(lines.length, locale), count: lines.length })}</Button></p>}
      <p className={styles.foot}>{t('statement.foot')}</p>
    </article>
  );
}
