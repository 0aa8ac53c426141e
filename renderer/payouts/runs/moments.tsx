import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import type { EpochMs } from '#shared/kernel/time.ts';

/** A moment, as near as needed, in full as its tip. */
export function Moment({ at }: { at: EpochMs }) {
  const locale = useLocale();
  const now = useNow(30_000);
  return <time dateTime={new Date(at).toISOString()} title={formatExact(at, locale)}>{formatMoment(at, now, locale)}</time>;
}

/** A day of a calendar as its first moment here, so that it can be written like one. */
export const startOfDay = (day: string): EpochMs => new Date(`${day}T00:00`).getTime() as EpochMs;
/** The last moment of a day here. */
export const endOfDay = (day: string): EpochMs => new Date(`${day}T23:59:59.999`).getTime() as EpochMs;
/** The day a moment falls on here, as fields for days hold it. */
export const dayHere = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};
