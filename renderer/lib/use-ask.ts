import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sharingParts } from '#shared/sync/equal.ts';
import { ask, listen, onLine, type ChannelName, type EventName, type Input, type Output } from './client.ts';

export type Asking<T> = {
  /** `loading` only until the first answer; later ones replace it without a flicker. */
  readonly state: 'loading' | 'ready' | 'error';
  readonly data: T | null;
  readonly error: AppError | null;
  /** A newer answer is on its way. */
  readonly isRefreshing: boolean;
  readonly refresh: () => void;
  /** Shows at once what is known to have changed, until the next answer says it itself: a saved value does not go back for a moment to the one before. */
  readonly amend: (change: (shown: T) => T) => void;
};

type Options = {
  /** Events after which the answer may be another. */
  refreshOn?: readonly EventName[];
  /** False: not asked yet (a palette without text). */
  enabled?: boolean;
  /** The last answer stays on screen while the next question is under way; false where old rows would mislead. */
  keep?: boolean;
};

/**
 * The new answer with the parts of the one already shown that say the same: what was made from them need not be made again. After a saved cell
 * 2,047 of 2,048 variants are the very objects they were.
 */
const unchanged = <T,>(shown: T | null, next: T): T => sharingParts(shown as Json, next as Json) as T;

/**
 * Asks a question for as long as a component shows its answer, and again when an event says it may have changed.
 * An answer to an older question never replaces one to a newer.
 */
export function useAsk<K extends ChannelName>(channel: K, input: Input<K>, { refreshOn = [], enabled = true, keep = true }: Options = {}): Asking<Output<K>> {
  const [answer, setAnswer] = useState<{ key: string; data: Output<K> | null; error: AppError | null } | null>(null);
  /** Asked again for the same question, after an event. */
  const [again, setAgain] = useState(false);
  const turn = useRef(0);
  const key = `${channel} ${JSON.stringify(input)}`;
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  /** The question that is under way. Asked again meanwhile, it is asked once more when it is answered: a burst of news is not a burst of questions. */
  const flying = useRef<{ readonly key: string; again: boolean } | null>(null);
  const load = useCallback(function load() {
    if (flying.current?.key === key) {
      flying.current.again = true;
      return;
    }
    const flight = { key, again: false };
    flying.current = flight;
    const mine = ++turn.current;
    void ask(channel, latest.current).then((result) => {
      if (flying.current === flight) flying.current = null;
      if (mine !== turn.current) return;
      if (flight.again) load();
      else setAgain(false);
      setAnswer((before) =>
        result.ok ? { key, data: unchanged(before?.key === key ? before.data : null, result.value), error: null } : { key, data: keep && before?.key === key ? before.data : null, error: result.error },
      );
    });
  }, [channel, key, keep]);
  const refresh = useCallback(() => {
    setAgain(true);
    load();
  }, [load]);

  const amend = useCallback((change: (shown: Output<K>) => Output<K>) => {
    // After what was clicked or typed: a page of 2,048 variants is drawn again in the time that is left.
    startTransition(() => setAnswer((before) => (before?.key === key && before.data !== null ? { ...before, data: change(before.data) } : before)));
  }, [key]);

  useEffect(() => {
    if (enabled) load();
  }, [enabled, load]);

  const events = refreshOn.join(' ');
  useEffect(() => {
    if (!enabled) return;
    const stops = (events === '' ? [] : (events.split(' ') as EventName[])).map((event) => listen(event, refresh));
    // The data process came back: whatever was shown may be old.
    const stopLine = onLine((open) => {
      if (open) refresh();
    });
    return () => {
      for (const stop of stops) stop();
      stopLine();
    };
  }, [events, enabled, refresh]);

  const current = answer && (keep || answer.key === key) ? answer : null;
  return {
    state: !current ? 'loading' : current.data !== null ? 'ready' : 'error',
    data: current?.data ?? null,
    error: current?.error ?? null,
    isRefreshing: enabled && (again || answer?.key !== key),
    refresh,
    amend,
  };
}
