import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, ErrorState, showToast } from '#renderer/ui/index.ts';
import type { RefusedMessage } from '#shared/messaging/contract.ts';
import type { ConversationDetail } from '../use-conversation.ts';
import { BothTexts } from './both-texts.tsx';
import styles from '../messaging.module.css';

/** A message that came back: why, with both texts where a colleague was quicker, and what can be done with it. */
export function Refused({ refused: { mid, message, error, answers }, detail }: { refused: RefusedMessage; detail: ConversationDetail }) {
  const { t } = useTranslation('messaging');
  const explain = useExplain();
  const drop = () => ask('sync.undo', { what: 'one', mid });
  const again = async () => {
    const sent = await ask('messaging.send', { id: message.conversationId, kind: message.kind, body: message.body, mentions: message.mentions, seen: message.seen, over: [...message.over, ...answers.map(({ id }) => id)], leaveAt: null });
    if (sent.ok) await drop();
    else showToast({ tone: 'bad', text: explain(sent.error).what, detail: explain(sent.error).wayOut });
  };
  const toDraft = async () => {
    await ask('messaging.draft', { id: message.conversationId, kind: message.kind, body: message.body, seen: detail.lastAnswer });
    await drop();
  };
  return (
    <div className={styles.stopped} role="alert">
      {answers.length === 0 ? <ErrorState size="line" error={error ?? { code: 'rule-broken' }} /> : <b>{t('stopped.title')}</b>}
      <BothTexts mine={message.body} theirs={answers} detail={detail} />
      <div className={styles.stoppedActions}>
        {detail.draft === null && <Button size="sm" onPress={() => void toDraft()}>{t('stopped.edit')}</Button>}
        <Button size="sm" onPress={() => void again()}>{t(answers.length === 0 ? 'stopped.again' : 'stopped.anyway')}</Button>
        <Button size="sm" variant="quiet" onPress={() => void drop()}>{t('stopped.drop')}</Button>
      </div>
    </div>
  );
}
