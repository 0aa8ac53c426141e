import { CircleStop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { remainingMs, stopLongWork, useLongWork } from '#renderer/lib/long-work.ts';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import styles from './frame.module.css';

/** Thousands of changes being taken back: how many of how many, how long still, and the way to stop it. On every page, so that one can go on. */
export function WorkLine() {
  const { t } = useTranslation('common');
  const locale = useLocale();
  const now = useLongWork((state) => state.now);
  if (now === null) return null;
  const left = remainingMs(now.samples, now.total);
  const text = [
    t('work.done', { done: formatNumber(now.done, locale), total: formatNumber(now.total, locale) }),
    ...(left === null ? [] : [t('work.left', { duration: formatDuration(Math.max(SECOND_MS, left), locale) })]),
  ].join(' · ');
  return (
    <section className={styles.workLine} aria-label={t('work.undo')}>
      <ProgressBar label={t('work.undo')} value={(100 * now.done) / Math.max(1, now.total)} text={text} />
      <Button size="sm" icon={CircleStop} isDisabled={now.stopping} onPress={stopLongWork}>
        {t('work.stop')}
      </Button>
    </section>
  );
}
