import { utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { EpochMs } from '#shared/kernel/time.ts';

/** A stretch of days of the books, both ends in it. */
export type Period = { readonly id: string; readonly from: string; readonly through: string };

const MONTHS = 24;

/** The month of today, the 23 before it, and the years they lie in; days of the books are in UTC. */
export function periodsUntil(now: EpochMs): { readonly months: readonly Period[]; readonly years: readonly Period[] } {
  const today = new Date(now);
  const months = Array.from({ length: MONTHS }, (_, back): Period => {
    const [first, last] = [Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1), Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back + 1, 0)];
    return { id: utcDay(first).slice(0, 7), from: utcDay(first), through: utcDay(last) };
  });
  const years = [...new Set(months.map(({ id }) => id.slice(0, 4)))].map((year): Period => ({ id: year, from: `${year}-01-01`, through: `${year}-12-31` }));
  return { months, years };
}
