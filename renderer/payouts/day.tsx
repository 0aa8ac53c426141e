import { formatDay } from './format-day.ts';
import { useLocale } from '#renderer/lib/i18n.ts';

/** A calendar day as people here write it. */
export function Day({ day }: { day: string }) {
  const locale = useLocale();
  return <time dateTime={day}>{formatDay(day, locale)}</time>;
}
