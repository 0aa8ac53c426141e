import type { Scheduler } from '../runtime/scheduler.ts';

/** What wakes the engine between two rounds. */
export type Alarm = {
  /** `news`: when there is a connection anyway · `urgent`: at once, whatever the back-off says. */
  nudge(how: 'news' | 'urgent'): void;
  /** Whether somebody nudged since the last `quiet`. */
  rung(): boolean;
  /** A round begins: what was nudged for so far is looked at in it. */
  quiet(): void;
  /** Waits for a nudge, or for the time given (null: for ever). */
  rest(ms: number | null): Promise<'nudged' | 'time'>;
  /** Wakes for good: nobody rests any more. */
  end(): void;
};

export function createAlarm(scheduler: Scheduler, online: () => boolean): Alarm {
  let wake: (() => void) | null = null;
  let nudged: 'no' | 'news' | 'urgent' = 'no';
  let ended = false;
  return {
    nudge: (how) => {
      if (nudged !== 'urgent') nudged = how;
      // News do not cut a back-off short: it is there because the server does not answer.
      if (how === 'urgent' || online()) wake?.();
    },
    rung: () => nudged !== 'no',
    quiet: () => {
      nudged = 'no';
    },
    rest: async (ms) => {
      if (nudged === 'urgent' || (nudged === 'news' && online()) || ended) return 'nudged';
      const why = await new Promise<'nudged' | 'time'>((resolve) => {
        const cancel = ms === null ? () => undefined : scheduler.after(ms, () => resolve('time'));
        wake = () => {
          cancel();
          resolve('nudged');
        };
      });
      wake = null;
      return why;
    },
    end: () => {
      ended = true;
      wake?.();
    },
  };
}
