import { SECOND_MS, type Clock, type EpochMs } from '#shared/kernel/time.ts';

/**
 * Time as the engine knows it: what it is now, and "call me later". Nothing in sync, auth or http reads the machine's
 * clock or timers by itself, so that a simulator can make a week pass in a millisecond.
 */
export type Scheduler = {
  readonly now: Clock;
  /** Calls `run` once, after at least `ms`; the answer takes the call back. */
  after(ms: number, run: () => void): () => void;
};

/** Fills an array with unpredictable bytes (in tests: predictable ones). */
export type Random = (bytes: Uint8Array) => Uint8Array;

/** The machine's own clock and timers. Waiting a second or more does not keep the process alive; a pause in the middle of work does. */
export const systemScheduler: Scheduler = {
  now: () => Date.now() as EpochMs,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    if (ms >= SECOND_MS) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Lets everything else that is waiting have its turn: long work calls this between its slices. */
export const pause = (scheduler: Scheduler, ms = 0): Promise<void> => new Promise((resolve) => void scheduler.after(ms, resolve));

/** A number from 0 (included) to 1 (excluded), for jitter. */
export function fraction(random: Random): number {
  const bytes = random(new Uint8Array(4));
  return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) / 2 ** 32 + 0.5;
}
