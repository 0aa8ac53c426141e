import { useEffect, useRef } from 'react';
import { ask, listen } from '#renderer/lib/client.ts';
import { STOPPED_TYPING_MS, type Presence } from '#shared/messaging/live.ts';
import type { ConversationId } from '#shared/messaging/model.ts';
import { useMessaging } from './store.ts';

/** Hears who else is where, for as long as the conversations are on screen. */
export function usePeople(): void {
  useEffect(() => {
    const stop = listen('messaging.presence', ({ people }) => useMessaging.setState({ people }));
    return () => {
      stop();
      useMessaging.setState({ people: [] });
    };
  }, []);
}

const nobody: readonly Presence[] = [];

/** Who else is in a conversation, the same list as long as nobody comes or goes. */
export function useOthers(id: string): readonly Presence[] {
  const people = useMessaging((state) => state.people);
  const others = people.filter(({ conversation }) => conversation === id);
  return others.length === 0 ? nobody : others;
}

/** Tells colleagues that this person looks at a conversation, types in it, or holds a draft. */
export function useHere(id: string, body: string): void {
  const last = useRef({ body, typedAt: 0 });
  useEffect(() => {
    const typing = last.current.body !== body && body !== '';
    last.current = { body, typedAt: typing ? Date.now() : last.current.typedAt };
    void ask('messaging.here', { id: id as ConversationId, doing: typing ? 'typing' : body === '' ? 'viewing' : 'drafting' });
    if (!typing) return;
    const timer = window.setTimeout(() => void ask('messaging.here', { id: id as ConversationId, doing: 'drafting' }), STOPPED_TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [id, body]);
  useEffect(() => () => void ask('messaging.here', { id: null, doing: 'gone' }), [id]);
}
