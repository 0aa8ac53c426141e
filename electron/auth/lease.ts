import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import { metaOf, setMeta } from '../sync/store.ts';

/** How long a console may work from its cache without a word from the server. */
export const OFFLINE_LEASE_MS = 14 * DAY_MS;

export type Lease = {
  /** Whether the cache is shut until the server has answered once. */
  locked(): boolean;
  /** Looks again now; told to the listener when that changes anything. */
  look(): void;
  stop(): void;
};

/**
 * Shuts a cache that has not heard from the server for too long: a console left in a drawer, or taken along by somebody who was sent away,
 * does not show a shop's prices for ever. Nothing is deleted. One answer of the server opens it again, and what was not sent is sent.
 *
 * Setting the clock back does not help: the latest time ever seen here counts.
 */
export function keepLease({ cache, scheduler, leaseMs = OFFLINE_LEASE_MS, onChange }: { cache: () => CacheDb | null; scheduler: Scheduler; leaseMs?: number; onChange: () => void }): Lease {
  let locked = false;
  let cancel: () => void = () => undefined;

  const isOver = (db: CacheDb): boolean => {
    const heard = metaOf(db, 'last-sync');
    // Never whole so far: there is nothing to see either.
    if (heard === null) return false;
    const [last, latest] = [Number(heard), Number(metaOf(db, 'clock') ?? 0)];
    return Math.max(scheduler.now(), latest) - last > leaseMs;
  };
  /** A clock that ran ahead is believed until the server was heard after it. */
  const noteClock = (db: CacheDb): void => {
    const latest = Number(metaOf(db, 'clock') ?? 0);
    const now = scheduler.now();
    if (now - latest >= HOUR_MS) db.now((writable) => setMeta(writable, 'clock', String(now)));
  };
  const look = (): void => {
    const db = cache();
    const before = locked;
    locked = db !== null && isOver(db);
    if (before !== locked) onChange();
  };
  const tick = (): void => {
    const db = cache();
    if (db !== null && !db.busy) noteClock(db);
    look();
    cancel = scheduler.after(MINUTE_MS, tick);
  };
  cancel = scheduler.after(0, tick);
  return {
    // Asked at the moment itself: a laptop that slept for weeks answers its first question before any timer.
    locked: () => {
      const db = cache();
      return db !== null && isOver(db);
    },
    look,
    stop: () => cancel(),
  };
}
