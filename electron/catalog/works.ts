import type { catalogEvents } from '#shared/catalog/contract.ts';
import type { z } from 'zod';
import type { Scheduler } from '../runtime/scheduler.ts';

export type Working = z.infer<(typeof catalogEvents)['catalog.working']>;
/** A long change as it goes on: it tells how far it is, and stops when nobody wants it any more. */
export type Work = { progress(done: number): void; cancelled(): boolean };
/** For a change nobody named: it goes through to its end. */
export const unwatched: Work = { progress: () => undefined, cancelled: () => false };

const TELL_EVERY_MS = 100;

/** The long changes a window has named, so that it can show how far they are and take them back before they are done. */
export class Works {
  readonly #under = new Map<string, { cancelled: boolean }>();
  readonly #scheduler: Scheduler;
  readonly #tell: (working: Working) => void;

  constructor(scheduler: Scheduler, tell: (working: Working) => void) {
    this.#scheduler = scheduler;
    this.#tell = tell;
  }

  /** Does `change` under this name; `total` is what `progress` counts up to, asked for when it is first told. */
  async run<T>(name: string | undefined, total: number | (() => number), change: (work: Work) => Promise<T>): Promise<T> {
    if (name === undefined) return change(unwatched);
    const state = { cancelled: false };
    this.#under.set(name, state);
    let told = -Infinity;
    let most = typeof total === 'number' ? total : null;
    const progress = (done: number): void => {
      const now = this.#scheduler.now();
      if (now - told < TELL_EVERY_MS) return;
      told = now;
      most ??= typeof total === 'number' ? total : total();
      this.#tell({ work: name, done, total: most });
    };
    try {
      return await change({ progress, cancelled: () => state.cancelled });
    } finally {
      if (this.#under.get(name) === state) this.#under.delete(name);
    }
  }

  /** @returns whether there was such a change to stop; one that was just being finished goes through all the same */
  cancel(name: string): boolean {
    const state = this.#under.get(name);
    if (state) state.cancelled = true;
    return state !== undefined;
  }
}
