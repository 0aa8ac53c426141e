import type { Scheduler } from '../runtime/scheduler.ts';

/** A part is no larger: what a cut costs at most on a line that keeps nothing. */
export const MOST_CHUNK_BYTES = 2 * 1024 * 1024;
const LEAST_CHUNK_BYTES = 64 * 1024;
/** After a failure parts begin so small, and double with each that arrives: where lines break and servers die, less is on its way when they do. */
const CAREFUL_CHUNK_BYTES = 256 * 1024;

export type Pace = {
  /** How much is sent at once. */
  chunkBytes(): number;
  /** A part arrived; the next may be larger. */
  arrived(): void;
  /** The last part did not arrive. */
  broke(): void;
  /** Waits until so many bytes may go; at once without a limit, or when stopped. */
  turn(bytes: number, signal: AbortSignal): Promise<void>;
};

/**
 * Spreads sending so that the line keeps room for everything else: after each part a pause as long as the part takes at the limit.
 *
 * @param limit bytes each second, asked every time; null: as fast as the line goes
 */
export function paced(scheduler: Scheduler, limit: () => number | null): Pace {
  let freeAt = 0;
  let trusted = CAREFUL_CHUNK_BYTES;
  return {
    chunkBytes: () => Math.max(LEAST_CHUNK_BYTES, Math.min(trusted, limit() ?? trusted)),
    arrived: () => {
      trusted = Math.min(MOST_CHUNK_BYTES, trusted * 2);
    },
    broke: () => {
      trusted = CAREFUL_CHUNK_BYTES;
    },
    turn: async (bytes, signal) => {
      const perSecond = limit();
      if (perSecond === null) return;
      const now = scheduler.now();
      const waitMs = Math.max(0, freeAt - now);
      freeAt = Math.max(now, freeAt) + Math.ceil((bytes / perSecond) * 1_000);
      if (waitMs === 0 || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const go = () => {
          cancel();
          signal.removeEventListener('abort', go);
          resolve();
        };
        const cancel = scheduler.after(waitMs, go);
        signal.addEventListener('abort', go);
      });
    },
  };
}
