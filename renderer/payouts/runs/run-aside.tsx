import { useTranslation } from 'react-i18next';
import { Amount, Status } from '#renderer/ui/index.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { Moment } from './moments.tsx';
import styles from './finance.module.css';

const told = ['run-made', 'run-redrawn', 'run-submitted', 'run-approved', 'run-rejected', 'run-voided', 'run-expired', 'run-rework', 'run-cancel', 'run-sent', 'run-exported', 'run-exported-again', 'payout-paid', 'payout-failed', 'payout-returned', 'payout-retried'] as const;
type Told = (typeof told)[number];

/** The figures a run is known by, who decided on it, and everything that happened to it. */
export function RunAside({ run }: { run: PayoutRun }) {
  const { t } = useTranslation('finance');
  const { approvals } = run;
  return (
    <>
      <section className={styles.section} aria-labelledby="facts-head">
        <h2 id="facts-head">{t('aside.facts')}</h2>
        <dl className={styles.facts}>
          <dt>{t('aside.minimum')}</dt><dd><Amount amount={run.minimum} currency={run.currency} /></dd>
          <dt>{t('aside.approvers')}</dt><dd>{t(run.approversNeeded === 2 ? 'aside.two' : 'aside.one')}</dd>
          {run.hash !== null && <><dt>{t('aside.hash')}</dt><dd><bdi className={`num ltr ${styles.code}`} title={run.hash}>{run.hash.slice(0, 16)}…</bdi></dd></>}
          {run.exportedAt !== null && <><dt>{t('aside.message')}</dt><dd><bdi className={`num ltr ${styles.code}`}>{run.messageId}</bdi></dd><dt>{t('aside.exported')}</dt><dd><Moment at={run.exportedAt} />{run.exports > 1 && <> · <b className={styles.warnWord}>{t('aside.times', { count: run.exports })}</b></>}</dd></>}
        </dl>
      </section>
      {approvals.length > 0 && (
        <section className={styles.section} aria-labelledby="approvals-head">
          <h2 id="approvals-head">{t('aside.decisions')}</h2>
          <ul className={styles.list}>
            {approvals.map((one) => (
              <li key={`${one.by} ${one.at}`}>
                <Status tone={one.hash !== run.hash ? 'mute' : one.decision === 'approve' ? 'ok' : 'bad'}>{t(`decision.${one.decision}`)}</Status> <bdi>{run.people[one.by] ?? ''}</bdi> <span className={styles.quiet}><Moment at={one.at} />{one.hash !== run.hash && <> · {t('aside.void')}</>}</span>
                {one.reason !== null && <p className={styles.said}>{one.reason}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section} aria-labelledby="history-head">
        <h2 id="history-head">{t('aside.history')}</h2>
        <ol className={styles.list}>
          {run.events.toReversed().map((event) => (
            <li key={event.id} className={styles.entry}>
              <span className={styles.quiet}><Moment at={event.at} /></span>
              <span>{told.includes(event.kind as Told) ? t(`event.${event.kind as Told}`) : event.kind}{event.by !== null && run.people[event.by] !== undefined && <span className={styles.quiet}> · <bdi>{run.people[event.by]}</bdi></span>}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
