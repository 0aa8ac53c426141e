import { useTranslation } from 'react-i18next';
import { formatBytes, formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ErrorState, ProgressBar } from '#renderer/ui/index.ts';
import type { ExportState } from '#shared/bulk/export/model.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import styles from './export.module.css';

/** How far an export is, or what became of it and where the file lies. */
export function ExportProgress({ state: { state, done, total, remainingMs, rows, leftOut, file, bytes, error } }: { state: ExportState }) {
  const { t } = useTranslation('export');
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  if (state === 'failed') return <ErrorState size="line" error={error ?? { code: 'internal' }} />;
  if (state === 'stopped') return <p role="status">{t('stopped')}</p>;
  if (state === 'done') {
    return (
      <div className={styles.result} role="status">
        <p className="num">{t('done', { rows: number(rows), count: total - leftOut, size: formatBytes(bytes ?? 0, locale) })}</p>
        <p><bdi dir="ltr" className={styles.file}>{file}</bdi></p>
        {leftOut > 0 && <p className={styles.soft}>{t('leftOut', { count: leftOut })}</p>}
      </div>
    );
  }
  const text = [t('progress', { done: number(done), total: number(total) }), ...(remainingMs === null ? [] : [t('left', { duration: formatDuration(Math.max(SECOND_MS, remainingMs), locale) })])].join(' · ');
  return <ProgressBar label={t(`state.${state}`)} value={(100 * done) / Math.max(1, total)} text={text} />;
}
