import { useEffect, useState } from 'react';
import type { Me } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { Settings } from '#shared/settings/contract.ts';
import { ask, onLine } from '#renderer/lib/client.ts';
import { createLiveStore } from '#renderer/lib/live-store.ts';

/** What the whole window follows: who works here, how the sync stands, how this person likes the console. */
export const session = createLiveStore('auth.session', {}, 'auth.changed', (changed) => changed);
export const syncState = createLiveStore('sync.state', {}, 'sync.state', (changed) => changed);
export const settings = createLiveStore('settings.get', {}, 'settings.changed', (changed) => changed);

/** Follows all three while the app is there. */
export function useLiveStores(): void {
  useEffect(() => {
    const stops = [session.start(), syncState.start(), settings.start()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

/** The person at this console; null before sign-in. */
export const useMe = (): Me | null => session.use((live) => (live.value?.name === 'signed-in' ? live.value.me : null));

/** Changes settings: seen at once, kept by the data process; a refusal brings the old ones back. */
export async function changeSettings(part: Partial<Settings>): Promise<Result<Settings, AppError>> {
  const before = settings.use.getState().value;
  if (before) settings.set({ ...before, ...part });
  const result = await ask('settings.set', part);
  if (result.ok) settings.set(result.value);
  else if (before) settings.set(before);
  return result;
}

/** Whether the data process can be reached from this window. */
export function useLine(): boolean {
  const [open, setOpen] = useState(true);
  useEffect(() => onLine(setOpen), []);
  return open;
}
