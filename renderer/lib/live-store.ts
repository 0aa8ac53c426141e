import { create } from 'zustand';
import type { AppError } from '#shared/kernel/errors.ts';
import { ask, listen, onLine, type ChannelName, type EventName, type Input, type Output, type Payload } from './client.ts';

export type Live<T> = { readonly value: T | null; readonly error: AppError | null };

/**
 * Something the data process knows and tells whenever it changes (the session, the state of the sync, the settings):
 * asked once, then listened to, and asked again when the line was broken.
 */
export function createLiveStore<K extends ChannelName, E extends EventName>(channel: K, input: Input<K>, event: E, valueOf: (payload: Payload<E>) => Output<K>) {
  const store = create<Live<Output<K>>>(() => ({ value: null, error: null }));
  const set = (value: Output<K>) => store.setState({ value, error: null });
  const load = async () => {
    const result = await ask(channel, input);
    if (result.ok) set(result.value);
    else store.setState({ error: result.error });
  };
  const start = () => {
    const stopEvent = listen(event, (payload) => set(valueOf(payload)));
    const stopLine = onLine((open) => {
      if (open) void load();
    });
    void load();
    return () => {
      stopEvent();
      stopLine();
    };
  };
  return { use: store, set, load, start };
}
