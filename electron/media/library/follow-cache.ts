import { SECOND_MS } from '#shared/kernel/time.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { Changes } from '../../db/changes.ts';
import type { Scheduler } from '../../runtime/scheduler.ts';
import { readListed } from './listed-rows.ts';
import { tidyPictures } from './tidy-pictures.ts';

export type Followed = {
  /** Products or a shop are other than before; called within the change. */
  readonly changed: (changes: Changes) => void;
  /** A moment after, and once what came in a copy from the server was read through. */
  readonly settled: () => void;
  readonly folder: (shopId: string) => string;
  readonly onBroken: (cause: unknown) => void;
};

/** After a start the lists on the screen come first. */
const FIRST_MS = 800;
const REST_MS = 200;
const BREATH_MS = 4;
const BUSY_MS = 100;
const TIDY_AFTER_MS = 40 * SECOND_MS;

/** Keeps what the library knows in step with one open cache. @returns stops it */
export function followCache(db: CacheDb, scheduler: Scheduler, { changed, settled, folder, onBroken }: Followed): () => void {
  let stopped = false;
  let cancelSettled: (() => void) | null = null;
  const cancels = new Set<() => void>();
  const after = (ms: number, run: () => void): void => {
    const cancel = scheduler.after(ms, () => {
      cancels.delete(cancel);
      if (!stopped && db.isOpen) run();
    });
    cancels.add(cancel);
  };
  const soon = (): void => {
    cancelSettled ??= scheduler.after(REST_MS, () => {
      cancelSettled = null;
      if (!stopped && db.isOpen) settled();
    });
  };
  const readOn = (): void => {
    try {
      if (db.busy) return after(BUSY_MS, readOn);
      if (!readListed(db)) return after(BREATH_MS, readOn);
      changed({ products: new Set(), orders: new Set(), conversations: new Set(), parts: new Set(), everything: true });
      soon();
    } catch (cause) {
      onBroken(cause);
    }
  };
  const deaf = db.onChange((changes) => {
    if (!changes.everything && changes.products.size === 0 && !changes.parts.has('shop')) return;
    changed(changes);
    soon();
  });
  after(FIRST_MS, readOn);
  after(TIDY_AFTER_MS, () => void tidyPictures(db, folder, scheduler.now()).catch((cause: unknown) => db.isOpen && onBroken(cause)));
  return () => {
    stopped = true;
    deaf();
    cancelSettled?.();
    for (const cancel of cancels) cancel();
  };
}
