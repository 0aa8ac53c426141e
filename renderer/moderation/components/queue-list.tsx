import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Status } from '#renderer/ui/index.ts';
import type { CaseRow } from '#shared/moderation/contract.ts';
import { toneOfSeverity } from '../tones.ts';
import styles from '../moderation.module.css';

/** The cases of a queue, the most urgent first; the chosen one is kept in sight. */
export function QueueList({ rows, chosen, onChoose }: { rows: readonly CaseRow[]; chosen: string | null; onChoose: (id: string) => void }) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const now = useNow(60_000);
  const here = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Newer browsers answer a promise, which is no way to clean up.
    void here.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ul className={styles.rows} aria-label={t('queues')}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" ref={row.id === chosen ? here : null} className={`${styles.row} ${row.id === chosen ? styles.chosen : ''}`} aria-current={row.id === chosen ? 'true' : undefined} onClick={() => onChoose(row.id)}>
            <span className={`num ${styles.points}`} title={t('priority.label')}>{formatNumber(row.priority, locale)}</span>
            <span className={styles.rowText}>
              <b dir="auto">{row.title}</b>
              <span className={styles.quiet}><bdi>{row.shopName}</bdi> · {t(`reason.${row.reason}`)} · {formatAgo(row.openedAt, now, locale, t('justNow'))}</span>
              {(row.claimedBy ?? row.gravest ?? row.action) !== null && (
                <span className={styles.signs}>
                  {row.claimedBy && <Status tone="info">{t('claimedBy', { name: row.claimedBy.name ?? '' })}</Status>}
                  {row.action !== null && <Status tone={row.action === 'approve' ? 'ok' : 'mute'}>{t(`action.${row.action}`)}</Status>}
                  {row.gravest !== null && row.gravest !== 'hint' && <Status tone={toneOfSeverity[row.gravest]}>{t(`severity.${row.gravest}`)}</Status>}
                  {row.timedOut && <Status tone="warn">{t('outcome.timed-out')}</Status>}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
