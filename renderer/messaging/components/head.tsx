import { ArrowLeft, Check, Clock, Ellipsis, Info, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, IconButton, Menu, Status, type MenuEntry, type Tone } from '#renderer/ui/index.ts';
import type { ConversationCommand } from '#shared/messaging/contract.ts';
import { priorities, type ConversationId } from '#shared/messaging/model.ts';
import { isAsleep, isOver, type ConversationState } from '#shared/messaging/states.ts';
import { initialOf } from '../initial.ts';
import { useNames } from '../names.ts';
import { snoozeMoments } from '../snooze.ts';
import { useCommand, type ConversationDetail } from '../use-conversation.ts';
import { useOthers } from '../use-here.ts';
import { MergeDialog } from './merge-dialog.tsx';
import styles from '../messaging.module.css';

const tones: Readonly<Record<ConversationState, Tone>> = { new: 'warn', open: 'info', pending: 'mute', resolved: 'ok', closed: 'mute', spam: 'bad', merged: 'mute' };

type Props = { detail: ConversationDetail; onBack: () => void; onNext: () => void; onDetails: () => void };

/** Who it is, how it stands, who else is here, and what may be done with it. */
export function Head({ detail, onBack, onNext, onDetails }: Props) {
  const { t } = useTranslation('messaging');
  const me = useMe();
  const { conversation, standing } = detail;
  const { colleagues, nameOf, called } = useNames();
  const others = useOthers(conversation.id);
  const run = useCommand();
  const [merging, setMerging] = useState(false);
  const { id } = conversation;
  const now = useNow(60_000);
  const asleep = isAsleep(standing, now);
  const over = isOver(standing.state);
  const does = (command: ConversationCommand, said: string) => void run([id], command, said);
  const resolve = () => {
    if (over) return does({ do: 'reopen' }, t('done.reopened'));
    void run([id], { do: 'resolve' }, t('done.resolved')).then((done) => {
      if (done) onNext();
    });
  };
  const snooze = (until: number | null) => void run([id], { do: 'snooze', until: until as never }, t('done.snoozed')).then((done) => {
    if (done) onNext();
  });
  useShortcut('messaging.resolve', resolve);
  useShortcut('messaging.snooze', () => (asleep ? does({ do: 'wake' }, t('done.woken')) : snooze(snoozeMoments(now).tomorrow)));
  useShortcut('messaging.take', () => me && does({ do: 'assign', to: me.id as never }, t('done.taken')));
  const moments = snoozeMoments(now);
  const assign: MenuEntry[] = [
    ...(me ? [{ id: 'me', label: t('assign.me'), kbd: keysOf('messaging.take'), checked: standing.assigneeId === me.id, onAction: () => does({ do: 'assign', to: me.id as never }, t('done.taken')) }] : []),
    { id: 'nobody', label: t('assign.nobody'), checked: standing.assigneeId === null, onAction: () => does({ do: 'assign', to: null }, t('done.assigned')) },
    ...colleagues.filter((one) => one.id !== me?.id && (one.role !== 'vendor' || one.shopIds.includes(conversation.shopId))).slice(0, 40).map((one) => ({
      id: one.id, label: one.name, checked: standing.assigneeId === one.id, onAction: () => does({ do: 'assign', to: one.id as never }, t('done.assigned')),
    })),
  ];
  const more: MenuEntry[] = [
    { kind: 'section', id: 'priority', label: t('priority.label'), entries: priorities.toReversed().map((one) => ({ id: one, label: t(`priority.${one}`), checked: standing.priority === one, onAction: () => does({ do: 'prioritise', priority: one }, t('done.prioritised')) })) },
    { kind: 'separator', id: 's1' },
    ...(standing.state === 'merged' ? [{ id: 'unmerge', label: t('action.unmerge'), onAction: () => does({ do: 'unmerge' }, t('done.unmerged')) }] : [{ id: 'merge', label: t('action.merge'), onAction: () => setMerging(true) }]),
    standing.state === 'spam' ? { id: 'not-spam', label: t('action.notSpam'), onAction: () => does({ do: 'not-spam' }, t('done.notSpam')) } : { id: 'spam', label: t('action.spam'), tone: 'danger', onAction: () => does({ do: 'spam' }, t('done.spam')) },
    ...(over ? [] : [{ id: 'close', label: t('action.close'), onAction: () => does({ do: 'close' }, t('done.closed')) }]),
  ];
  const who = conversation.customer?.name ?? t('shop');
  return (
    <header className={styles.head}>
      <span className={styles.back}><IconButton icon={ArrowLeft} label={t('page.back')} onPress={onBack} /></span>
      <span className={styles.face} aria-hidden>{initialOf(who)}</span>
      <div className={styles.names}>
        <h2><bdi>{who}</bdi></h2>
        <p><bdi>{standing.subject}</bdi>{conversation.orderNumber !== null && <> · <bdi className="num ltr">{conversation.orderNumber}</bdi></>}</p>
      </div>
      <div className={styles.chips}>
        {others.slice(0, 3).map((one) => <Status key={`${one.userId ?? ''}${one.name}`} tone="info">{t(`people.${one.doing === 'gone' ? 'viewing' : one.doing}`, { name: called(one.name) })}</Status>)}
        <Status tone={asleep ? 'mute' : tones[standing.state]}>{t(asleep ? 'state.asleep' : `state.${standing.state}`)}</Status>
        {(standing.priority === 'high' || standing.priority === 'urgent') && <Status tone={standing.priority === 'urgent' ? 'bad' : 'warn'}>{t(`priority.${standing.priority}`)}</Status>}
      </div>
      <div className={styles.actions}>
        <Menu label={t('assign.label')} placement="bottom end" trigger={<Button size="sm" icon={UserRound}>{nameOf(standing.assigneeId) ?? t(standing.assigneeId === null ? 'assign.short' : 'assign.somebody')}</Button>} entries={assign} />
        {!over && (asleep ? <Button size="sm" icon={Clock} onPress={() => does({ do: 'wake' }, t('done.woken'))}>{t('action.wake')}</Button> : (
          <Menu
            label={t('snooze.label')} placement="bottom end" trigger={<Button size="sm" icon={Clock} kbd={keysOf('messaging.snooze')}>{t('action.snooze')}</Button>}
            entries={[...(['hours', 'tomorrow', 'monday'] as const).map((name) => ({ id: name, label: t(`snooze.${name}`), onAction: () => snooze(moments[name]) })), { id: 'asked', label: t('snooze.asked'), onAction: () => snooze(null) }]}
          />
        ))}
        <Button size="sm" icon={Check} kbd={keysOf('messaging.resolve')} onPress={resolve}>{t(over ? 'action.reopen' : 'action.resolve')}</Button>
        <Menu label={t('action.more')} placement="bottom end" trigger={<Button variant="quiet" size="sm" icon={Ellipsis} aria-label={t('action.more')}>{''}</Button>} entries={more} />
        <span className={styles.detailsButton}><IconButton icon={Info} label={t('action.details')} onPress={onDetails} /></span>
      </div>
      {merging && <MergeDialog detail={detail} onClose={() => setMerging(false)} onMerge={(into: ConversationId) => does({ do: 'merge', into }, t('done.merged'))} />}
    </header>
  );
}
