import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { Moment } from './moments.tsx';
import { useWhy } from './why.ts';
import styles from './finance.module.css';

/** So many changes are written out; the rest is counted. */
const SHOWN = 8;

/** What whoever looks at a run has to know before doing anything: what changed since it was drawn up, why they may not decide, what it waits for. */
export function RunNotes({ run, isMine }: { run: PayoutRun; isMine: boolean }) {
  const { t } = useTranslation('finance');
  const explain = useExplain();
  const locale = useLocale();
  const why = useWhy();
  const approvals = run.approvals.filter(({ hash, decision }) => hash === run.hash && decision === 'approve').length;
  const rejected = run.state === 'rejected' ? run.approvals.findLast(({ decision }) => decision === 'reject') : undefined;
  const names = new Map(run.payouts.map(({ shopId, shopName }) => [shopId, shopName]));
  const may = run.mayNotDecide === null ? null : explain({ code: 'forbidden', rule: run.mayNotDecide });
  return (
    <>
      {run.changes.length > 0 && (
        <div className={styles.notice} data-warn role="status">
          <b>{t('run.changed', { count: run.changes.length })}</b> {t(run.state === 'draft' ? 'run.changedDraft' : 'run.changedVoid')}
          <ul className={styles.changes}>
            {run.changes.slice(0, SHOWN).map((change) => (
              <li key={change.shopId}>
                <bdi>{names.get(change.shopId)}</bdi> : {why(change.reason)} <span className={styles.quiet}>{t('run.wasNow', { was: formatMoney(change.amount, run.currency, locale), now: formatMoney(change.now, run.currency, locale) })}</span>
              </li>
            ))}
            {run.changes.length > SHOWN && <li>{t('run.changesMore', { count: run.changes.length - SHOWN })}</li>}
          </ul>
        </div>
      )}
      {run.state === 'draft' && !isMine && <p className={styles.notice}>{t('run.notMine')}</p>}
      {run.state === 'pending_approval' && (
        <p className={styles.notice} role="status">
          {run.approversNeeded === 2 ? t('run.needsTwo', { given: String(approvals) }) : t('run.needsOne')} {run.expiresAt !== null && <>{t('run.lapses')} <Moment at={run.expiresAt} />.</>}
          {may !== null && <> <b>{may.what}</b> {may.wayOut}</>}
        </p>
      )}
      {rejected && <p className={styles.notice} data-bad role="status"><b>{t('run.rejectedBy')} <bdi>{run.people[rejected.by]}</bdi>.</b> {rejected.reason}</p>}
    </>
  );
}
