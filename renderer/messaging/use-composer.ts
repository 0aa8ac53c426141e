import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { joined } from '#shared/messaging/joined.ts';
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
  /** What stands in the field now: an answer of the data process may come back to another text than it was asked about. */
  const shown = useRef({ kind, body });
  useEffect(() => {
    lastAnswer.current = detail.lastAnswer;
    shown.current = { kind, body };
  });

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    pending.current?.();
    pending.current = null;
  }, []);
  useEffect(() => flush, [flush]);

  const keepNow = useCallback(async (as: Message['kind'], text: string): Promise<boolean> => {
    const kept = await ask('messaging.draft', { id: id as ConversationId, kind: as, body: text, seen: seen.current });
    if (!kept.ok) setError(kept.error);
    return kept.ok;
  }, [id]);
  const keep = useCallback((as: Message['kind'], text: string) => {
    window.clearTimeout(timer.current);
    pending.current = () => void keepNow(as, text);
    timer.current = window.setTimeout(flush, KEEP_AFTER_MS);
  }, [keepNow, flush]);

  const write = useCallback((text: string) => {
    if (body === '' && text !== '') seen.current = lastAnswer.current;
    setBody(text);
    setError(null);
    keep(kind, text);
  }, [body, kind, keep]);

  /** Changes what is written next, and with it a text that is there, which the screen has asked about: it is that also when it is come back to. */
  const turn = useCallback((as: Message['kind']) => {
    setKind(as);
    setError(null);
    if (body !== '') keep(as, body);
  }, [body, keep]);

  /** A text that comes back to be changed (taken back, or refused) stands above what was begun meanwhile. @returns whether it is kept */
  const takeBack = useCallback((back: Pick<Message, 'kind' | 'body' | 'seen'>): Promise<boolean> => {
    const text = joined(back, shown.current);
    window.clearTimeout(timer.current);
    pending.current = null;
    seen.current = back.seen;
    setKind(text.kind);
    setBody(text.body);
    setStopped(null);
    setError(null);
    return keepNow(text.kind, text.body);
  }, [keepNow]);

  const send = useCallback(async (given: { readonly leaveAt?: EpochMs | null; readonly over?: readonly MessageId[] } = {}): Promise<boolean> => {
    if (sending || body.trim() === '') return false;
    flush();
    setSending(true);
    const leaveAt = given.leaveAt ?? null;
    const sent = await ask('messaging.send', { id: id as ConversationId, kind, body, mentions: [], seen: seen.current, over: [...(given.over ?? [])], leaveAt });
    if (sent.ok) {
      const now = shown.current;
      if (now.body === body) setBody('');
      else {
        // Typed while it went: that stays, without what went.
        const rest = now.body.startsWith(body) ? now.body.slice(body.length).trimStart() : now.body;
        setBody(rest);
        keep(now.kind, rest);
      }
      setStopped(null);
      setError(null);
    } else if (sent.error.rule === 'colleague-answered') {
      const named = await ask('messaging.answers', { id: id as ConversationId, ids: (sent.error.details?.['answers'] ?? []) as MessageId[] });
      setStopped({ body, answers: named.ok ? named.value.messages : [], leaveAt });
    } else setError(sent.error);
    setSending(false);
    return sent.ok;
  }, [id, kind, body, sending, flush, keep]);

  /** The colleague's answer was read: the text goes on from here. */
  const readAnswers = useCallback(() => {
    seen.current = lastAnswer.current;
    setStopped(null);
    keep(kind, body);
  }, [keep, kind, body]);

  return { kind, body, error, stopped, sending, write, turn, takeBack, send, readAnswers };
}
