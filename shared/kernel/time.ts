import { z } from 'zod';

/** A moment: milliseconds since 1970-01-01 UTC. Zones and calendars are chosen only when a moment is shown. */
export const epochMs = z.int().min(0).brand<'EpochMs'>();
export type EpochMs = z.infer<typeof epochMs>;

/** Where the time comes from; passed in, so that rules, tests and the simulator decide what "now" is. */
export type Clock = () => EpochMs;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A day on a calendar, `2026-11-21`, wherever one reads it. */
export const calendarDate = z.iso.date();
export type CalendarDate = z.infer<typeof calendarDate>;
