import type { Locale } from '#shared/auth/model.ts';
import { regionOf } from '#renderer/lib/format.ts';

/** A day of the books, `2026-11-22`, as people here write it: `22 nov. 2026`. Days of the books are days in UTC wherever the reader sits. */
export const formatDay = (day: string, locale: Locale): string => new Intl.DateTimeFormat(regionOf[locale], { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(day));

/** A month, `2026-11`: `nov. 26`. */
export const formatMonth = (month: string, locale: Locale): string => new Intl.DateTimeFormat(regionOf[locale], { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(Date.parse(`${month}-01`));
