import { DAY_MS, type CalendarDate, type EpochMs } from '../../kernel/time.ts';

/** How many of the last runs say how often there is one. */
export const LOOKED_AT = 7;

/**
 * When the next payout run is expected: as long after the last as the middle gap between those before. People draw runs up; nothing promises the day.
 *
 * @param runs moments of the last runs, in any order
 * @returns null with fewer than two; where the day is over already, today
 */
export function nextRun(runs: readonly number[], now: EpochMs): EpochMs | null {
  const latest = runs.toSorted((a, b) => b - a).slice(0, LOOKED_AT);
  const gaps = latest.slice(1).map((at, i) => latest[i]! - at).toSorted((a, b) => a - b);
  return gaps.length === 0 ? null : (Math.max(now, latest[0]! + gaps[Math.floor(gaps.length / 2)]!) as EpochMs);
}

/** The first expected run that can pay what becomes available at a moment. @returns null where no rhythm is known */
export function expectedRun(runs: readonly number[], availableAt: EpochMs, now: EpochMs): EpochMs | null {
  const next = nextRun(runs, now);
  if (next === null || next >= availableAt) return next;
  const latest = Math.max(...runs);
  const gap = Math.max(DAY_MS, next - latest);
  return (next + Math.ceil((availableAt - next) / gap) * gap) as EpochMs;
}

/** The day of a moment, in UTC. */
export const utcDay = (at: number): CalendarDate => new Date(at).toISOString().slice(0, 10) as CalendarDate;
