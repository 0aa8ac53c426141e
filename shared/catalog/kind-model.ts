import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { calendarDate } from '../kernel/time.ts';

/** A file a buyer downloads: what it is called, and the SHA-256 (hex) of its content, under which it is kept and sent. */
export const digitalFile = z.object({
  position: z.int(),
  name: z.string().trim().min(1).max(200),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.string().max(120),
});
export type DigitalFile = z.infer<typeof digitalFile>;

/** Minutes since midnight in the shop's own time; 1,440 is the end of the day. */
export const minuteOfDay = z.int().min(0).max(1_440);

/** A stretch of a weekday in which a service can be booked; ISO weekdays, 1 is Monday. */
export const openHours = z.object({ day: z.int().min(1).max(7), from: minuteOfDay, to: minuteOfDay });
export type OpenHours = z.infer<typeof openHours>;

/** Days on which other hours hold, or none: both ends included. */
export const dayException = z.object({ from: calendarDate, to: calendarDate, hours: z.array(z.object({ from: minuteOfDay, to: minuteOfDay })).max(10) });
export type DayException = z.infer<typeof dayException>;

/** Where a service takes place. */
export const servicePlace = z.enum(['vendor', 'customer', 'online']);

/** What only a download has; absent or null where the product is not one or nothing was said. */
export const digitalParts = {
  files: z.record(uuid, digitalFile).optional(),
  /** Licence keys not given to anybody yet: a set, in no order. */
  keys: z.array(z.string().trim().min(1).max(200)).max(5_000).optional(),
  /** How many times a buyer may fetch each file; null: without limit. */
  downloadLimit: z.int().min(1).max(1_000).nullable().optional(),
  /** For how many days after the purchase; null: without limit. */
  linkDays: z.int().min(1).max(3_650).nullable().optional(),
};

/** What only a bookable service has. */
export const serviceParts = {
  durationMinutes: z.int().min(5).max(14_400).nullable().optional(),
  /** Kept free after each booking. */
  bufferMinutes: z.int().min(0).max(1_440).nullable().optional(),
  /** People at one time. */
  capacity: z.int().min(1).max(10_000).nullable().optional(),
  /** Booked at least so long before. */
  noticeHours: z.int().min(0).max(8_760).nullable().optional(),
  servicePlace: servicePlace.nullable().optional(),
  hours: z.record(uuid, openHours).optional(),
  exceptions: z.record(uuid, dayException).optional(),
};
