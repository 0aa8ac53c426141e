import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Icon } from '#renderer/ui/index.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import styles from '../order.module.css';

type Props = { dueAt: EpochMs; now: EpochMs; /** What is due, where there is room to say it. */ what?: 'accept' | 'send' | 'answer' | null };

/** How long there still is, or how late it is. */
export function Deadline({ dueAt, now, what = null }: Props) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const left = dueAt - now;
  const time = formatDuration(Math.abs(left), locale);
  const isLate = left < 0;
  const words = what === 'accept' ? t(isLate ? 'due.lateAccept' : 'due.accept', { time }) : what === 'send' ? t(isLate ? 'due.lateSend' : 'due.send', { time }) : what === 'answer' ? t(isLate ? 'due.lateAnswer' : 'due.answer', { time }) : t(isLate ? 'due.late' : 'due.in', { time });
  return (
    <time className={`num ${styles.deadline}`} dateTime={new Date(dueAt).toISOString()} title={formatExact(dueAt, locale)} data-late={isLate || undefined} data-soon={(!isLate && left < DAY_MS) || undefined}>
      {what !== null && <Icon icon={Clock} size={14} />}
      {words}
    </time>
  );
}
