import { regionOf } from '#renderer/lib/format.ts';
import type { Locale } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import type { ShopClosure } from '#shared/catalog/shop-model.ts';
import type { CalendarDate, EpochMs } from '#shared/kernel/time.ts';

/** The day it is at this console, as calendars write it. */
export function todayHere(now: EpochMs): CalendarDate {
  const day = new Date(now);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** The closure a shop is in, or the next one to come; null when none lies ahead. Days compare as they are written. */
export function nextClosure({ closures = {} }: Pick<Shop, 'closures'>, today: CalendarDate): { readonly closure: ShopClosure; readonly isNow: boolean } | null {
  const [next] = Object.values(closures).filter(({ to }) => to >= today).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return next === undefined ? null : { closure: next, isNow: next.from <= today };
}

/** A day of a calendar in words, whatever zone one reads it in. */
export const formatDay = (day: CalendarDate, locale: Locale): string =>
  new Intl.DateTimeFormat(regionOf[locale], { dateStyle: 'medium', timeZone: 'UTC', numberingSystem: 'latn' }).format(Date.parse(`${day}T00:00:00Z`));
