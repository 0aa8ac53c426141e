import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, listen, onLine, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useAsk, type Asking } from '#renderer/lib/use-ask.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { ConversationCommand, ShownMessage } from '#shared/messaging/contract.ts';
import type { ConversationId, Stamp } from '#shared/messaging/model.ts';
import { onSent } from '../orders/on-sent.ts';

export type ConversationDetail = Output<'messaging.conversation'>;

/** Calls back when a conversation changed, or what waits to be sent did. */
function onChanged(id: string, again: () => void): () => void {
  const stops = [
    listen('messaging.changed', ({ ids }) => {
      if (ids === null || ids.includes(id as ConversationId)) again();
    }),
    onSent(again),
    onLine((open) => {
      if (open) again();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** One conversation, asked again when it changed. */
export function useConversation(id: string): Asking<ConversationDetail> {
  const asking = useAsk('messaging.conversation', { id: id as ConversationId });
  const { refresh } = asking;
  useEffect(() => onChanged(id, refresh), [id, refresh]);
  return asking;
}

const PAGE = 60;
type Thread = { readonly messages: readonly ShownMessage[]; readonly more: boolean; readonly ready: boolean };

const stampOf = ({ message: { at, id } }: ShownMessage): Stamp => ({ at, id });

/** The messages of a conversation from the last one backwards; what is new comes by itself. */
export function useThread(id: string): Thread & { older: () => Promise<void> } {
  const [thread, setThread] = useState<Thread>({ messages: [], more: false, ready: false });
  const busy = useRef(false);
  const asking = useAsk('messaging.messages', { id: id as ConversationId, before: null, limit: PAGE });
  const { data: latest, refresh } = asking;
  useEffect(() => onChanged(id, refresh), [id, refresh]);
  // Each answer about the end is joined to what was read further up, while it is drawn: no frame shows one without the other.
  const [joined, setJoined] = useState(latest);
  if (latest !== null && joined !== latest) {
    setJoined(latest);
    const { messages, more } = latest;
    setThread((before) => {
      const first = messages[0];
      // What was read further up stays, as long as it reaches the new end: a gap between the two would never be filled.
      const known = new Set(before.messages.map(({ message }) => message.id));
      const reaches = !more || messages.some(({ message }) => known.has(message.id));
      // A message that was sent has another place than while it waited, so the end is always taken anew.
      const above = first === undefined || !reaches ? [] : before.messages.filter((one) => one.message.at < first.message.at && !messages.some(({ message }) => message.id === one.message.id));
      return { messages: [...above, ...messages], more: above.length > 0 ? before.more : more, ready: true };
    });
  }
  const older = useCallback(async () => {
    const first = thread.messages[0];
    if (busy.current || !thread.more || first === undefined) return;
    busy.current = true;
    const got = await ask('messaging.messages', { id: id as ConversationId, before: stampOf(first), limit: PAGE });
    busy.current = false;
    if (got.ok) setThread((before) => ({ ...before, messages: [...got.value.messages, ...before.messages], more: got.value.more }));
  }, [id, thread]);
  return { ...thread, older };
}

/** Does something to conversations and says so; what cannot be done changes nothing and says why. */
export function useCommand(): (ids: readonly string[], command: ConversationCommand, said: string) => Promise<boolean> {
  const { t } = useTranslation('messaging');
  const explain = useExplain();
  return useCallback(async (ids, command, said) => {
    const done = await ask('messaging.do', { ids: ids as ConversationId[], command });
    if (!done.ok) {
      showToast({ tone: 'bad', text: explain(done.error).what, detail: explain(done.error).wayOut });
      return false;
    }
    const back = wayBack(command);
    showToast({ tone: 'ok', text: said, ...(back === null ? {} : { undo: () => void ask('messaging.do', { ids: ids as ConversationId[], command: back }).then((undone) => showToast(undone.ok ? { tone: 'ok', text: t('done.undone') } : { tone: 'bad', text: explain(undone.error).what })) }) });
    return true;
  }, [explain, t]);
}

function wayBack(command: ConversationCommand): ConversationCommand | null {
  switch (command.do) {
    case 'resolve':
    case 'close': return { do: 'reopen' };
    case 'snooze': return { do: 'wake' };
    case 'spam': return { do: 'not-spam' };
    case 'merge': return { do: 'unmerge' };
    default: return null;
  }
}
