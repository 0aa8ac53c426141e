import { DAY_MS, MINUTE_MS } from '../kernel/time.ts';

/** When people answer: by weekday (0 is Sunday) from one minute of the day to another in a time zone, and the days of the year (`MM-DD`) nobody does. */
export type WorkHours = { readonly zone: string; readonly week: readonly ([number, number] | null)[]; readonly holidays: readonly string[] };

const formats = new Map<string, Intl.DateTimeFormat>();
const formatIn = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  formats.set(zone, made);
  return made;
};

/** Clocks are moved at full quarters of an hour, so one answer serves a quarter; asking the calendar takes a hundred times as long as looking here. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_KNOWN = 50_000;
const offsets = new Map<string, number>();

/** By how much a clock on the wall of a zone is ahead of UTC, milliseconds. */
function offsetAt(zone: string, at: number): number {
  const key = `${zone} ${Math.floor(at / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_KNOWN) offsets.clear();
  const offset = askOffset(zone, at);
  offsets.set(key, offset);
  return offset;
}

function askOffset(zone: string, at: number): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const of = Object.fromEntries(formatIn(zone).formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(of['year']!, of['month']! - 1, of['day'], of['hour'], of['minute'], of['second']) - whole;
}

/** The moment at which a wall clock shows so many minutes of a day; `day` is that day's midnight as if the zone were UTC. */
function momentOf(zone: string, day: number, minutes: number): number {
  const wall = day + minutes * MINUTE_MS;
  const first = wall - offsetAt(zone, wall);
  return wall - offsetAt(zone, first);
}

/** Stretches of work from a moment on, one for each day that has any; without end. */
export function* stretchesFrom(hours: WorkHours, from: number): Generator<{ readonly start: number; readonly end: number; readonly closed: boolean }, never, void> {
  const { zone, week, holidays } = hours;
  for (let day = Math.floor((from + offsetAt(zone, from)) / DAY_MS) * DAY_MS; ; day += DAY_MS) {
    const date = new Date(day);
    const open = holidays.includes(date.toISOString().slice(5, 10)) ? null : (week[date.getUTCDay()] ?? null);
    if (open === null) {
      yield { start: momentOf(zone, day, 0), end: momentOf(zone, day, 0), closed: true };
      continue;
    }
    yield { start: momentOf(zone, day, open[0]), end: momentOf(zone, day, open[1]), closed: false };
  }
}

/** So many days are looked at, then a clock gives up: a zone without any day of work. */
const MOST_DAYS = 800;

/** When so much time of work has passed since a moment; null when there is never any work. */
export function afterWork(hours: WorkHours, from: number, workMs: number): number | null {
  let left = workMs;
  let days = 0;
  for (const { start, end } of stretchesFrom(hours, from)) {
    if (++days > MOST_DAYS) return null;
    const begin = Math.max(start, from);
    if (end <= begin) continue;
    if (end - begin >= left) return begin + left;
    left -= end - begin;
  }
  return null;
}

/** How much of the time between two moments was time of work. */
export function workBetween(hours: WorkHours, from: number, to: number): number {
  let sum = 0;
  for (const { start, end } of stretchesFrom(hours, from)) {
    if (start >= to) break;
    sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return sum;
}
