import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ConversationId, Message, MessageId, Stamp } from '#shared/messaging/model.ts';
import type { ConversationDetail } from './use-conversation.ts';

/** An answer that was stopped: what it says, and what colleagues wrote since it was begun. */
export type Stopped = { readonly body: string; readonly answers: readonly Message[]; readonly leaveAt: EpochMs | null };
const KEEP_AFTER_MS = 400;

/**
 * What is being written in a conversation: kept as it is typed, sent off, stopped where a colleague was quicker. A text stays what it was begun as: a note never becomes an answer by a
 * click, it waits where it is until it is sent or moved by hand.
 */
export function useComposer(id: string, detail: ConversationDetail) {
  const [kind, setKind] = useState<Message['kind']>(detail.draft?.kind ?? (detail.mayAnswer ? 'message' : 'note'));
  const [body, setBody] = useState(detail.draft?.body ?? '');
  const [error, setError] = useState<AppError | null>(null);
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const [sending, setSending] = useState(false);
  /** The last answer that was there when this text was begun. */
  const seen = useRef<Stamp | null>(detail.draft === null ? detail.lastAnswer : detail.draft.seen);
  const timer = useRef(0);
  const pending = useRef<(() => void) | null>(null);
  const lastAnswer = useRef(detail.lastAnswer);
  useEffect(() => {
    lastAnswer.current = detail.lastAnswer;
  });

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    pending.current?.();
    pending.current = null;
  }, []);
  useEffect(() => flush, [flush]);

  const keep = useCallback((as: Message['kind'], text: string) => {
    window.clearTimeout(timer.current);
    pending.current = () => void ask('messaging.draft', { id: id as ConversationId, kind: as, body: text, seen: seen.current });
    timer.current = window.setTimeout(flush, KEEP_AFTER_MS);
  }, [id, flush]);

  const write = useCallback((text: string) => {
    if (body === '' && text !== '') seen.current = lastAnswer.current;
    setBody(text);
    setError(null);
    keep(kind, text);
  }, [body, kind, keep]);

  /** Changes what is written next. A text that is there does not come along: it is asked about by the screen. */
  const turn = useCallback((as: Message['kind']) => {
    setKind(as);
    setError(null);
  }, []);

  const send = useCallback(async (given: { readonly leaveAt?: EpochMs | null; readonly over?: readonly MessageId[] } = {}): Promise<boolean> => {
    if (sending || body.trim() === '') return false;
    flush();
    setSending(true);
    const leaveAt = given.leaveAt ?? null;
    const sent = await ask('messaging.send', { id: id as ConversationId, kind, body, mentions: [], seen: seen.current, over: [...(given.over ?? [])], leaveAt });
    if (sent.ok) {
      setBody('');
      setStopped(null);
      setError(null);
    } else if (sent.error.rule === 'colleague-answered') {
      const named = await ask('messaging.answers', { id: id as ConversationId, ids: (sent.error.details?.['answers'] ?? []) as MessageId[] });
      setStopped({ body, answers: named.ok ? named.value.messages : [], leaveAt });
    } else setError(sent.error);
    setSending(false);
    return sent.ok;
  }, [id, kind, body, sending, flush]);

  /** The colleague's answer was read: the text goes on from here. */
  const readAnswers = useCallback(() => {
    seen.current = lastAnswer.current;
    setStopped(null);
    keep(kind, body);
  }, [keep, kind, body]);

  return { kind, body, error, stopped, sending, write, turn, send, readAnswers, setBody: write };
}
