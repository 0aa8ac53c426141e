import { HOUR_MS } from '../kernel/time.ts';
import type { Priority } from './model.ts';
import type { WorkHours } from './work-hours.ts';

const day = (from: number, to: number): [number, number] => [from * 60, to * 60];

/** Hours of the marketplace: Monday to Saturday in Casablanca; the days off are those of Morocco that fall on the same date every year. */
export const workHours: WorkHours = {
  zone: 'Africa/Casablanca',
  week: [null, day(9, 18), day(9, 18), day(9, 18), day(9, 18), day(9, 18), day(9, 13)],
  holidays: ['01-01', '01-11', '01-14', '05-01', '07-30', '08-14', '08-20', '08-21', '11-06', '11-18'],
};

/** How much time of work may pass: until the first answer, until each further one, until it is resolved. */
export type AnswerPromise = { readonly first: number; readonly next: number; readonly resolved: number };
const within = (first: number, next: number, resolved: number): AnswerPromise => ({ first: first * HOUR_MS, next: next * HOUR_MS, resolved: resolved * HOUR_MS });
export const promises: Readonly<Record<Priority, AnswerPromise>> = { urgent: within(1, 1, 9), high: within(2, 3, 18), normal: within(4, 9, 27), low: within(9, 18, 45) };
