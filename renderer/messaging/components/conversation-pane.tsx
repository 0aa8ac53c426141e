import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, EmptyState, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import type { ConversationId } from '#shared/messaging/model.ts';
import { useComposer } from '../use-composer.ts';
import { useConversation, useThread, type ConversationDetail } from '../use-conversation.ts';
import { useHere } from '../use-here.ts';
import { Composer } from './composer.tsx';
import { ContextPane } from './context-pane.tsx';
import { Head } from './head.tsx';
import { Leaving } from './leaving.tsx';
import { Refused } from './refused.tsx';
import { Thread } from './thread.tsx';
import styles from '../messaging.module.css';

/** One conversation: what is said, what is being written, and beside it what it is about. */
export function ConversationPane({ id, onBack, onNext }: { id: string; onBack: () => void; onNext: () => void }) {
  const { t } = useTranslation('messaging');
  const { data, state, error, refresh } = useConversation(id);
  const isWhole = syncState.use((live) => live.value?.cacheReady ?? true);
  if (state === 'error' && error) {
    const away = <Button onPress={onBack}>{t('page.back')}</Button>;
    return (
      <div className={styles.nothing}>
        {error.code === 'not-found' || error.code === 'invalid-input' ? <EmptyState title={t(isWhole ? 'page.gone' : 'page.notYet')} actions={away} /> : <ErrorState error={error} onRetry={refresh} actions={away} />}
      </div>
    );
  }
  if (!data) return <div className={styles.thread} aria-busy><div className={styles.loading}><Skeleton width="40%" height={18} /><Skeleton width="70%" height={60} /></div></div>;
  return <Loaded detail={data} onBack={onBack} onNext={onNext} />;
}

function Loaded({ detail, onBack, onNext }: { detail: ConversationDetail; onBack: () => void; onNext: () => void }) {
  const { id } = detail.conversation;
  const thread = useThread(id);
  const composer = useComposer(id, detail);
  // Where this person had read to when they came: the line between old and new stays there while they look.
  const [readTo] = useState(detail.readTo);
  const [details, setDetails] = useState(false);
  useHere(id, composer.body);
  useShortcut('messaging.details', () => setDetails(!details));
  // What waits stands at a moment of this machine, which may lie behind questions that are still to come.
  const last = thread.messages.findLast(({ waiting }) => !waiting)?.message;
  useEffect(() => {
    if (last) void ask('messaging.read', { id: id as ConversationId, upTo: { at: last.at, id: last.id } });
  }, [id, last]);
  return (
    <>
      <div className={styles.thread}>
        <Head detail={detail} onBack={onBack} onNext={onNext} onDetails={() => setDetails(!details)} />
        <Thread detail={detail} thread={thread} readTo={readTo} />
        {detail.refused.map((one) => <Refused key={one.mid} refused={one} detail={detail} onEdit={composer.takeBack} />)}
        {detail.leaving.map((one) => <Leaving key={one.message.id} leaving={one} onBack={(message) => void composer.takeBack(message)} />)}
        <Composer detail={detail} composer={composer} />
      </div>
      <ContextPane detail={detail} isShown={details} onClose={() => setDetails(false)} />
    </>
  );
}
