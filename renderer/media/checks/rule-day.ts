import type { Locale } from '#shared/auth/model.ts';

/** A day of the calendar (`2026-11-22`) in words; it is the same day in every time zone. */
export const formatExactDay = (day: string, locale: Locale): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
