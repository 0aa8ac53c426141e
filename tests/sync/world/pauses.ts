import type { CacheDb } from '#electron/db/cache-db.ts';
import type { WritableDb } from '#electron/db/connection.ts';
import { toTheEnd, type SlicedLook, type SlicedWork } from '#electron/db/slices.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import type { Chance } from './chance.ts';

/** Long work that has begun and not ended: what it is to do, and who waits for it. */
type Job = { readonly run: () => void; readonly giveUp: (cause: unknown) => void };

export type Pauses = {
  /** Long work takes at most so long, milliseconds; 0: it never pauses. */
  readonly mostMs: number;
  readonly chance: Chance;
  readonly after: (ms: number, run: () => void) => void;
  /** Called around what is written at the end of long work: who keeps books looks before and after. */
  readonly around: <T>(write: () => T) => T;
};

const closed = (): AppFailure => new AppFailure({ code: 'not-ready', rule: 'cache-closed' });
const cancelled = (): AppFailure => new AppFailure({ code: 'not-ready', rule: 'cancelled' });

/**
 * Lets long work of a cache in memory take time, as it does on a disk, where it runs beside everybody else on a connection of its own: until it
 * ends they read the cache as it was before; changes `inTurn` wait for it, a change `now` makes it end at once; a cache that is closed takes it back.
 *
 * It is written at its end and in one go. Nobody can tell the difference: nothing else is written while it goes on.
 */
export function withPauses(db: CacheDb, { mostMs, chance, after, around }: Pauses): void {
  if (mostMs === 0) return;
  let job: Job | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const now = db.now.bind(db);
  const close = db.close.bind(db);
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const some = (): number => chance.whole(mostMs);
  Object.defineProperty(db, 'busy', { get: () => job !== null });
  db.now = <T>(work: (writable: WritableDb) => T): T => {
    job?.run();
    return now(work);
  };
  db.inTurn = (work) => inTurn(() => db.now(work));
  db.inSlices = <T>(work: SlicedWork<T>, wanted: () => boolean = () => true): Promise<T> => inTurn(() => new Promise<T>((resolve, reject) => {
    const mine: Job = {
      run: () => {
        if (job !== mine) return;
        job = null;
        try {
          if (!wanted()) throw cancelled();
          resolve(around(() => now((writable) => toTheEnd(work(writable)))));
        } catch (cause) {
          reject(cause);
        }
      },
      giveUp: reject,
    };
    job = mine;
    after(some(), mine.run);
  }));
  // What it sees is the cache as it was when the look began.
  db.lookInSlices = async <T>(work: SlicedLook<T>): Promise<T> => {
    const seen = toTheEnd(work(db));
    await new Promise<void>((resolve) => after(some(), resolve));
    if (!db.isOpen) throw closed();
    return seen;
  };
  db.close = () => {
    job?.giveUp(closed());
    job = null;
    close();
  };
}
