import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { Amount, Button, Status } from '#renderer/ui/index.ts';
import type { FoundLine } from '#shared/payouts/statements-contract.ts';
import styles from './finance.module.css';

export function BankLineHead() {
  const { t } = useTranslation('finance');
  return (
    <thead>
      <tr>
        <th scope="col">{t('bank.day')}</th>
        <th scope="col" data-end>{t('bank.amount')}</th>
        <th scope="col">{t('bank.who')}</th>
        <th scope="col">{t('bank.settles')}</th>
      </tr>
    </thead>
  );
}

/** A line of the bank with the payout it settles, or why it settles none. */
export function BankLineRow({ line, onAssign }: { line: Omit<FoundLine, 'isKnown'> & { readonly isKnown?: boolean }; onAssign: (() => void) | null }) {
  const { t } = useTranslation('finance');
  const { payout, why } = line;
  return (
    <tr data-out={line.isKnown === true || undefined}>
      <th scope="row"><bdi className="num ltr">{line.bookedOn ?? '—'}</bdi>{line.isKnown === true && <span className={styles.under}>{t('bank.known')}</span>}</th>
      <td data-end>{line.amount === null ? '—' : <Amount amount={line.amount} currency={line.currency} />}<span className={styles.under}>{t(line.isIncoming ? 'bank.in' : 'bank.out')}</span></td>
      <td>
        <bdi>{line.name ?? '—'}</bdi>
        {line.account !== null && <span className={styles.under}><bdi className="num ltr">{line.account}</bdi></span>}
        {(line.reference !== null || line.text !== '') && <span className={styles.under}><bdi className={`ltr ${styles.code}`}>{line.reference ?? line.text}</bdi></span>}
        {line.returnReason !== null && <span className={styles.under}>{t('line.code', { code: line.returnReason })}</span>}
      </td>
      <td>
        {payout !== null ? (
          <>
            <Status tone={line.isIncoming ? 'bad' : 'ok'}>{t(line.isIncoming ? 'bank.givesBack' : 'bank.pays')}</Status>
            <span className={styles.under}><a href={hrefOf(['payouts', 'run', payout.runId])}><bdi>{payout.shopName}</bdi></a></span>
          </>
        ) : why !== null && <Status tone="warn">{t(`bank.why.${why}`)}</Status>}
        {onAssign && <span className={styles.under}><Button size="sm" onPress={onAssign}>{t('bank.assign')}</Button></span>}
      </td>
    </tr>
  );
}
