import { HOUR_MS } from '#shared/kernel/time.ts';

/** Moments to put a conversation off to, by the clock on this machine: in three hours, tomorrow and Monday at nine. */
export function snoozeMoments(now: number): { readonly hours: number; readonly tomorrow: number; readonly monday: number } {
  const at = (days: number): number => {
    const day = new Date(now);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 9).getTime();
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return { hours: now + 3 * HOUR_MS, tomorrow: at(1), monday: at(toMonday) };
}
