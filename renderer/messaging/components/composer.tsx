import { CalendarClock, MessageSquareText, Send } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { isTextField, keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, ErrorState, Menu, Segmented } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CannedReply } from '#shared/messaging/contract.ts';
import { MOST_TEXT, type Message } from '#shared/messaging/model.ts';
import { fillIn, openVariables } from '#shared/messaging/variables.ts';
import { snoozeMoments } from '../snooze.ts';
import type { useComposer } from '../use-composer.ts';
import { useCommand, type ConversationDetail } from '../use-conversation.ts';
import { BothTexts } from './both-texts.tsx';
import { CannedDialog } from './canned-dialog.tsx';
import styles from '../messaging.module.css';

const none: readonly CannedReply[] = [];
const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Where an answer or a note is written: which of the two it is can be seen, read and heard. */
export function Composer({ detail, composer }: { detail: ConversationDetail; composer: ReturnType<typeof useComposer> }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const me = useMe();
  const { conversation, mayAnswer } = detail;
  const { kind, body, error, stopped, sending } = composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const focusField = () => document.getElementById(fieldId)?.focus();
  const run = useCommand();
  const canned = useAsk('messaging.canned', {});
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  /** What a text that is there would become: asked, never done silently. */
  const [turning, setTurning] = useState<Message['kind'] | null>(null);
  const [editing, setEditing] = useState(false);
  const [then, setThen] = useState<CannedReply['then']>('nothing');
  const open = kind === 'message' ? openVariables(body) : [];
  const replies = canned.data?.replies ?? none;

  const turn = (as: Message['kind']) => {
    if (as === kind) return;
    if (body.trim() !== '') return setTurning(as);
    composer.turn(as);
    setTurning(null);
  };
  const send = async (given: Parameters<typeof composer.send>[0] = {}) => {
    // Which of the two it is has been asked and not said: what is typed now may be meant for colleagues.
    if (open.length > 0 || turning !== null) return;
    const wish = then;
    const sent = await composer.send(given);
    if (!sent) return;
    setThen('nothing');
    if (wish === 'resolve') await run([conversation.id], { do: 'resolve' }, t('done.resolved'));
    focusField();
  };
  const put = (reply: CannedReply | undefined) => {
    if (reply === undefined) return;
    const name = conversation.customer?.name ?? null;
    const text = fillIn(reply.body, {
      'customer.name': name, 'customer.first': name?.split(' ')[0] ?? null, 'order.number': conversation.orderNumber,
      'shop.name': shops.data?.shops.find(({ id }) => id === conversation.shopId)?.name ?? null, 'my.name': me?.name ?? null,
    });
    composer.write(body.trim() === '' ? text : `${body}\n\n${text}`);
    setThen(reply.then);
    focusField();
  };
  const focus = (as: Message['kind']) => {
    turn(as);
    focusField();
  };
  useShortcut('messaging.reply', () => focus('message'), { enabled: mayAnswer });
  useShortcut('messaging.note', () => focus('note'));
  useShortcut('messaging.send', ({ target }) => {
    // Not from the search or a tag: whoever is there does not look at this text.
    if (!isTextField(target) || (target as Element).id === fieldId) void send();
  });
  useCannedKeys((digit) => put(replies.find(({ key }) => key === digit)));
  useEffect(() => {
    const box = field.current;
    if (box === null) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${Math.min(box.scrollHeight, 240)}px`;
  }, [body]);
  const { tomorrow, monday } = snoozeMoments(useNow(60_000));

  return (
    <div className={styles.composer} data-kind={kind} role="group" aria-label={t(kind === 'note' ? 'note.compose' : 'reply.compose')}>
      {stopped && (
        <div className={styles.stopped} role="alert">
          <b>{t('stopped.title')}</b>
          <BothTexts mine={stopped.body} theirs={stopped.answers} detail={detail} />
          <div className={styles.stoppedActions}>
            <Button size="sm" onPress={() => { composer.readAnswers(); focusField(); }}>{t('stopped.edit')}</Button>
            <Button size="sm" variant="quiet" onPress={() => void send({ over: stopped.answers.map(({ id }) => id), leaveAt: stopped.leaveAt })}>{t('stopped.anyway')}</Button>
          </div>
        </div>
      )}
      {turning && (
        <div className={styles.stopped} role="alert">
          <span>{t(turning === 'message' ? 'turn.toReply' : 'turn.toNote')}</span>
          <div className={styles.stoppedActions}>
            <Button size="sm" onPress={() => setTurning(null)}>{t('turn.stay')}</Button>
            <Button size="sm" variant="quiet" onPress={() => { composer.turn(turning); setTurning(null); }}>{t(turning === 'message' ? 'turn.asReply' : 'turn.asNote')}</Button>
          </div>
        </div>
      )}
      {error && <ErrorState size="line" error={error} />}
      {open.length > 0 && <p className={styles.warn} role="status">{t('canned.open', { names: open.join(', ') })}</p>}
      <textarea
        ref={field} id={fieldId} className={styles.field} dir="auto" rows={2} value={body} aria-label={t(kind === 'note' ? 'note.compose' : 'reply.compose')} placeholder={t(kind === 'note' ? 'note.hint' : 'reply.hint')}
        onChange={(event) => composer.write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
      <div className={styles.tools}>
        {mayAnswer || kind === 'message' ? (
          <Segmented label={t('kind.label')} hideLabel items={[{ id: 'message', label: t('kind.message') }, { id: 'note', label: t('kind.note') }]} value={kind} onChange={turn} />
        ) : <b className={styles.only}>{t('kind.note')}</b>}
        {kind === 'message' && (
          <Menu
            label={t('canned.label')} placement="top start" trigger={<Button variant="quiet" size="sm" icon={MessageSquareText}>{t('canned.short')}</Button>}
            entries={[
              ...replies.map((reply) => ({ id: reply.id, label: reply.name, ...(reply.key === null ? {} : { kbd: keysOf(`messaging.canned${reply.key}`) }), onAction: () => put(reply) })),
              ...(replies.length === 0 ? [] : [{ kind: 'separator' as const, id: 's' }]),
              { id: 'edit', label: t('canned.edit'), onAction: () => setEditing(true) },
            ]}
          />
        )}
        {body.length > MOST_TEXT * 0.9 && <span className={`num ${styles.quiet}`} data-bad={body.length > MOST_TEXT || undefined}>{t('reply.length', { found: formatNumber(body.length, locale), most: formatNumber(MOST_TEXT, locale) })}</span>}
        {then === 'resolve' && <span className={styles.quiet}>{t('canned.thenResolve')}</span>}
        {kind === 'message' && (
          <Menu
            label={t('later.label')} placement="top end" trigger={<Button variant="quiet" size="sm" icon={CalendarClock} isDisabled={body.trim() === ''} aria-label={t('later.short')}>{''}</Button>}
            entries={[tomorrow, monday].map((at) => ({ id: String(at), label: formatExact(at as EpochMs, locale), onAction: () => void send({ leaveAt: at as EpochMs }) }))}
          />
        )}
        <Button variant="go" size="sm" icon={Send} kbd={keysOf('messaging.send')} isDisabled={body.trim() === '' || open.length > 0 || turning !== null || sending} onPress={() => void send()}>{t(kind === 'note' ? 'note.send' : 'reply.send')}</Button>
      </div>
      {editing && canned.data !== null && <CannedDialog replies={replies} onClose={() => { setEditing(false); canned.refresh(); }} />}
    </div>
  );
}

/** Alt and a digit put in the text that has it. */
function useCannedKeys(put: (digit: number) => void): void {
  useShortcut(`messaging.canned${digits[0]}`, () => put(1));
  useShortcut(`messaging.canned${digits[1]}`, () => put(2));
  useShortcut(`messaging.canned${digits[2]}`, () => put(3));
  useShortcut(`messaging.canned${digits[3]}`, () => put(4));
  useShortcut(`messaging.canned${digits[4]}`, () => put(5));
  useShortcut(`messaging.canned${digits[5]}`, () => put(6));
  useShortcut(`messaging.canned${digits[6]}`, () => put(7));
  useShortcut(`messaging.canned${digits[7]}`, () => put(8));
  useShortcut(`messaging.canned${digits[8]}`, () => put(9));
}
