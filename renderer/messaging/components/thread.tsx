import { Fragment, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Skeleton } from '#renderer/ui/index.ts';
import { partOf } from '#shared/messaging/beat.ts';
import type { ShownMessage } from '#shared/messaging/contract.ts';
import { compareStamps, type Stamp } from '#shared/messaging/model.ts';
import { readable } from '#shared/messaging/readable.ts';
import { useNames } from '../names.ts';
import type { ConversationDetail, useThread } from '../use-conversation.ts';
import { useOthers } from '../use-here.ts';
import styles from '../messaging.module.css';

/** So near the beginning, what was said before is fetched: it is there when it comes into view. */
const AHEAD_PX = 1_500;

type Props = { detail: ConversationDetail; thread: ReturnType<typeof useThread>; readTo: Stamp | null };

/** Everything that was said, the last at the bottom; read backwards it never ends in a blank. */
export function Thread({ detail, thread, readTo }: Props) {
  const { t } = useTranslation('messaging');
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { called } = useNames();
  const typing = useOthers(detail.conversation.id).filter(({ doing }) => doing === 'typing');
  const first = thread.messages[0]?.message.id;
  const before = useRef<{ readonly first: string | undefined; readonly height: number }>({ first: undefined, height: 0 });
  useLayoutEffect(() => {
    const scroller = box.current!;
    // Lines that came in above push nothing: what is being read stays where it is.
    if (before.current.first !== undefined && before.current.first !== first && !atEnd.current) scroller.scrollTop += scroller.scrollHeight - before.current.height;
    else if (atEnd.current) scroller.scrollTop = scroller.scrollHeight;
    before.current = { first, height: scroller.scrollHeight };
  }, [first, thread.messages, typing.length, detail.leaving.length]);
  const firstNew = readTo === null ? null : (thread.messages.find(({ message }) => compareStamps(message, readTo) > 0 && partOf(message) === 'ask')?.message.id ?? null);
  return (
    <div
      ref={box} className={styles.messages} tabIndex={0} role="log" aria-label={t('thread.label')} aria-busy={!thread.ready}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        if (scrollTop < AHEAD_PX) void thread.older();
      }}
    >
      {thread.more ? <Skeleton width="60%" height={40} /> : <p className={styles.begin}>{t('thread.begin')}</p>}
      {thread.messages.map((one) => (
        <Fragment key={one.message.id}>
          {one.message.id === firstNew && <p className={styles.newLine} role="separator">{t('thread.new')}</p>}
          <Bubble shown={one} detail={detail} />
        </Fragment>
      ))}
      <p className={styles.typing} aria-live="polite">{typing.length > 0 ? t('people.typing', { name: typing.map(({ name }) => called(name)).join(', ') }) : ''}</p>
    </div>
  );
}

function Bubble({ shown: { message, waiting }, detail }: { shown: ShownMessage; detail: ConversationDetail }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const now = useNow(60_000);
  const { speakerOf } = useNames();
  const part = partOf(message);
  const { read } = detail.conversation;
  const isRead = part === 'answer' && read !== null && compareStamps(message, read) <= 0;
  return (
    <article className={styles.bubble} data-part={part} data-waiting={waiting || undefined}>
      <header className={styles.by}>
        {part === 'note' ? t('note.by', { name: speakerOf(message.by, detail.conversation) }) : <bdi>{speakerOf(message.by, detail.conversation)}</bdi>}
      </header>
      <p className={styles.words} dir="auto">
        {readable(message.body).map((piece, i) => (piece.kind === 'link' ? <a key={i} href={piece.text} target="_blank" rel="noreferrer noopener nofollow">{piece.text}</a> : <Fragment key={i}>{piece.text}</Fragment>))}
      </p>
      <footer className={`num ${styles.at}`}>
        <time dateTime={new Date(message.at).toISOString()} title={formatExact(message.at, locale)}>{formatMoment(message.at, now, locale)}</time>
        {waiting ? <span> · {t('thread.waiting')}</span> : part === 'answer' && <span> · {t(isRead ? 'thread.read' : 'thread.sent')}</span>}
        {message.over.length > 0 && <span> · {t('thread.anyway')}</span>}
      </footer>
    </article>
  );
}
