import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { Connection } from '#shared/sync/sync-state.ts';
import { formatBytes, formatDuration } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { remainingMs, type Sample } from '#renderer/lib/long-work.ts';
import { ProgressBar } from '#renderer/ui/index.ts';
import styles from './sync.module.css';

type Bootstrapping = Extract<Connection, { name: 'bootstrapping' }>;

/** The first copy coming down: bytes, remaining time, and what happens after the bytes. */
export function BootstrapProgress({ connection }: { connection: Bootstrapping }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const left = useRemaining(connection);
  const { phase, doneBytes, totalBytes } = connection;
  const text =
    phase === 'downloading'
      ? [
          t('bootstrap.downloading', { done: formatBytes(doneBytes, locale), total: formatBytes(totalBytes, locale) }),
          ...(left === null ? [] : [t('bootstrap.left', { duration: formatDuration(Math.max(SECOND_MS, left), locale) })]),
        ].join(' · ')
      : t(`bootstrap.${phase}`);
  return (
    <div className={styles.bootstrap}>
      <ProgressBar hideLabel label={t('bootstrap.title')} value={totalBytes > 0 && phase === 'downloading' ? (100 * doneBytes) / totalBytes : null} text={text} />
      <p className={styles.note}>{t('bootstrap.text')}</p>
    </div>
  );
}

function useRemaining({ doneBytes, totalBytes }: Bootstrapping): number | null {
  const samples = useRef<Sample[]>([]);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const kept = samples.current;
    const last = kept.at(-1);
    if (last && doneBytes < last.done) kept.length = 0;
    kept.push({ at: performance.now(), done: doneBytes });
    if (kept.length > 20) kept.shift();
    setLeft(remainingMs(kept, totalBytes));
  }, [doneBytes, totalBytes]);
  return left;
}
