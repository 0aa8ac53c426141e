import { useTranslation } from 'react-i18next';
import { formatDuration, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ConversationRow } from '#shared/messaging/contract.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { useNames } from '../names.ts';
import { useOthers } from '../use-here.ts';
import { initialOf } from '../initial.ts';
import styles from '../messaging.module.css';

type Props = { row: ConversationRow; at: number; total: number; top: number; isOpen: boolean; now: number; onOpen: () => void };

/** One conversation in the list: who, what was said last, since when somebody waits, and who is at it. */
export function ListRow({ row, at, total, top, isOpen, now, onOpen }: Props) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const { called } = useNames();
  const others = useOthers(row.id);
  const busy = others.find(({ doing }) => doing === 'typing') ?? others[0];
  const left = row.dueAt === null ? null : row.dueAt - now;
  return (
    <div
      id={`talk-${row.id}`} role="option" aria-selected={isOpen} aria-posinset={at + 1} aria-setsize={total} className={styles.line} style={{ insetBlockStart: top }} data-on={isOpen || undefined} data-unread={row.unread || undefined}
      onClick={onOpen}
    >
      <span className={styles.face} aria-hidden>{initialOf(row.who)}</span>
      <b className={styles.who}><bdi>{row.who}</bdi>{row.unread && <span className={styles.dot}><span className={styles.hidden}>{t('list.unread')}</span></span>}</b>
      <time className={`num ${styles.when}`} dateTime={new Date(row.lastAt).toISOString()}>{formatMoment(row.lastAt, now as EpochMs, locale)}</time>
      <p className={styles.said} dir="auto">
        {row.draft && <em className={styles.draft}>{t('list.draft')} </em>}
        {row.lastPart === 'answer' && <span aria-hidden>↩ </span>}
        {row.glimpse || row.subject}
      </p>
      <span className={styles.side}>
        {row.refused ? <em className={styles.bad}>{t('list.refused')}</em>
          : busy ? <em className={styles.busy}>{t(busy.doing === 'typing' ? 'people.typing' : busy.doing === 'drafting' ? 'people.drafting' : 'people.viewing', { name: called(busy.name) })}</em>
          : row.unsent ? <em className={styles.quiet}>{t('list.unsent')}</em>
          : left !== null ? <em className={`num ${left < 0 ? styles.bad : styles.due}`}>{t(left < 0 ? 'due.late' : 'due.in', { time: formatDuration(Math.abs(left), locale) })}</em>
          : null}
      </span>
    </div>
  );
}
