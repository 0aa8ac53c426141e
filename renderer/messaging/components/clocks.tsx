import { useTranslation } from 'react-i18next';
import { formatDuration, formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Meter } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ConversationDetail } from '../use-conversation.ts';
import styles from '../messaging.module.css';

/** What was promised and how it is kept; each pause can be read. */
export function Clocks({ clocks, now }: { clocks: ConversationDetail['clocks']; now: number }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  if (clocks.length === 0) return null;
  const time = (ms: number) => formatDuration(ms, locale);
  return (
    <section className={styles.section}>
      <h3>{t('clock.title')}</h3>
      {clocks.map((clock) => (
        <div key={clock.kind} className={styles.clock} data-late={clock.breached || undefined}>
          <p className={styles.clockHead}>
            <span>{t(`clock.${clock.kind}`)}</span>
            <b className="num">{clock.metAt !== null ? t(clock.breached ? 'clock.metLate' : 'clock.met', { time: time(clock.usedMs) })
              : clock.breached ? t('due.late', { time: time(clock.usedMs - clock.promisedMs) })
              : clock.dueAt === null ? t('clock.still') : t('due.in', { time: time(Math.max(0, clock.dueAt - now)) })}</b>
          </p>
          <Meter label={t(`clock.${clock.kind}`)} width={200} value={Math.min(1, clock.usedMs / clock.promisedMs) * 100} tone={clock.breached ? 'bad' : clock.usedMs > clock.promisedMs * 0.75 ? 'warn' : 'accent'} />
          {clock.pauses.length > 0 && (
            <details className={styles.pauses}>
              <summary>{t('clock.pauses', { count: clock.pauses.length })}</summary>
              <ul className={styles.plainList}>
                {clock.pauses.map((pause) => <li key={`${pause.why}${pause.from}`}>{t(`clock.why.${pause.why}`)} · <span className="num">{formatExact(pause.from as EpochMs, locale)} · {pause.to === null ? t('clock.until') : time(pause.to - pause.from)}</span></li>)}
              </ul>
            </details>
          )}
        </div>
      ))}
    </section>
  );
}
