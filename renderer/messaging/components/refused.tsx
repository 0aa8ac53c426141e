import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, ErrorState, showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { RefusedMessage } from '#shared/messaging/contract.ts';
import type { Message } from '#shared/messaging/model.ts';
import type { ConversationDetail } from '../use-conversation.ts';
import { BothTexts } from './both-texts.tsx';
import styles from '../messaging.module.css';

/** A message that came back: why, with both texts where a colleague was quicker, and what can be done with it. */
export function Refused({ refused: { mid, message, error, answers }, detail, onEdit }: { refused: RefusedMessage; detail: ConversationDetail; onEdit: (message: Pick<Message, 'kind' | 'body' | 'seen'>) => Promise<boolean> }) {
  const { t } = useTranslation('messaging');
  const explain = useExplain();
  /** One thing at a time: pressed twice, a text is sent once. */
  const [busy, setBusy] = useState(false);
  const say = (refusal: AppError) => showToast({ tone: 'bad', text: explain(refusal).what, detail: explain(refusal).wayOut });
  const does = (work: () => Promise<void>) => {
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  const drop = async () => {
    const dropped = await ask('sync.undo', { what: 'one', mid });
    if (!dropped.ok) say(dropped.error);
  };
  const again = async () => {
    const sent = await ask('messaging.send', { id: message.conversationId, kind: message.kind, body: message.body, mentions: message.mentions, seen: message.seen, over: [...message.over, ...answers.map(({ id }) => id)], leaveAt: null });
    if (sent.ok) await drop();
    else say(sent.error);
  };
  const toDraft = async () => {
    if (await onEdit({ kind: message.kind, body: message.body, seen: detail.lastAnswer })) await drop();
  };
  return (
    <div className={styles.stopped} role="alert">
      {answers.length === 0 ? <ErrorState size="line" error={error ?? { code: 'rule-broken' }} /> : <b>{t('stopped.title')}</b>}
      <BothTexts mine={message.body} theirs={answers} detail={detail} />
      <div className={styles.stoppedActions}>
        <Button size="sm" isDisabled={busy} onPress={() => does(toDraft)}>{t('stopped.edit')}</Button>
        <Button size="sm" isDisabled={busy} onPress={() => does(again)}>{t(answers.length === 0 ? 'stopped.again' : 'stopped.anyway')}</Button>
        <Button size="sm" variant="quiet" isDisabled={busy} onPress={() => does(drop)}>{t('stopped.drop')}</Button>
      </div>
    </div>
  );
}
