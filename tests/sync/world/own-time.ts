import type { Scheduler } from '#electron/runtime/scheduler.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Timeline } from './timeline.ts';

/** The timeline as one life of a console sees it: by its own clock, and what it waited for does not happen once it has ended. */
export const ownTime = (timeline: Timeline, now: () => EpochMs, alive: () => boolean): Scheduler => ({
  now,
  after: (ms, run) => timeline.after(ms, () => {
    if (!alive()) return;
    try {
      run();
    } catch (cause) {
      if (alive()) throw cause;
    }
  }),
});
