import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import { accountKey } from './accounts.ts';
import type { AccountCache } from './session-service.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { failureOf } from '../db/failure.ts';
import { openCache, replaceBroken } from '../db/open.ts';
import { folderOfCache } from '../files/file-folder.ts';
import type { Recovery } from '../db/recover.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { forgetAnswers } from '../payouts/kept-answers.ts';
import { leftHere } from '../sync/left-here.ts';

export type CacheSlotOptions = {
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly scheduler: Scheduler;
  /** Makes the engine of a cache that was just opened. */
  readonly engineFor: (slot: CacheSlot, file: string) => SyncEngine;
  /** Another cache, or none, is in use now. */
  readonly onSwap: () => void;
  /** A broken cache was replaced, and its engine may begin. */
  readonly onMended: (recovery: Recovery) => void;
};

/** The one open cache and its engine. */
export type CacheSlot = AccountCache & {
  db(): CacheDb | null;
  engine(): SyncEngine | null;
  /** Why the cache of whoever worked here last could not be opened. */
  refusal(): AppError | null;
  /** A snapshot has taken the cache's place. */
  replace(next: CacheDb): void;
  /**
   * The file turned out broken while it was in use: it is set aside, and a new one takes its place with whatever a person made and can still
   * be read. Once however many ask; not again within a minute, when it is the disk that is broken.
   */
  mend(): Promise<void>;
};

/** A cache that cannot be read any more is not thrown away for it; nor one whose place a fresh copy has taken while its engine came to rest. */
function leftIn(db: CacheDb): number {
  if (!db.isOpen) return 1;
  try {
    return leftHere(db);
  } catch (cause) {
    if (cause instanceof AppFailure || failureOf(cause) !== null) return 1;
    throw cause;
  }
}

/**
 * Opens the cache of one person at a time: `<data>/cache/<16 hex digits>.db`. The name says nothing about person or server; what is
 * inside stays when they sign out with unsent edits, and goes when they do not.
 */
export function cacheSlot({ dataDir, serverUrl, scheduler, engineFor, onSwap, onMended }: CacheSlotOptions): CacheSlot {
  let open: { db: CacheDb; readonly file: string; readonly engine: SyncEngine; deaf: () => void } | null = null;
  let refusal: AppError | null = null;
  let closing: Promise<number> = Promise.resolve(0);
  let mending: Promise<void> | null = null;
  let mendedAt = -Infinity;

  const listen = (db: CacheDb, engine: SyncEngine) => db.onChange((changes) => (changes.parts.has('outbox') ? engine.edited() : engine.touched()));
  /** @returns how much was left in it, that exists nowhere else, in the moment it closed */
  const close = (): Promise<number> => {
    const leaving = open;
    open = null;
    if (leaving) {
      leaving.deaf();
      closing = closing.then(async () => {
        await leaving.engine.stop();
        const left = leftIn(leaving.db);
        leaving.db.close();
        return left;
      });
      onSwap();
    }
    return closing;
  };

  const use = (db: CacheDb, file: string): void => {
    open = { db, file, engine: undefined as never, deaf: () => undefined };
    const engine = engineFor(slot, file);
    open = { db, file, engine, deaf: listen(db, engine) };
    refusal = null;
    onSwap();
  };

  const mend = async (): Promise<void> => {
    const broken = open;
    if (broken === null || scheduler.now() - mendedAt < MINUTE_MS) return;
    mendedAt = scheduler.now();
    await broken.engine.stop();
    // Signed out, or a snapshot has taken its place meanwhile.
    if (open?.engine !== broken.engine || open.db !== broken.db) return;
    broken.deaf();
    broken.db.close();
    try {
      const db = replaceBroken(broken.file, { now: scheduler.now });
      use(db, broken.file);
      if (db.recovered) onMended(db.recovered);
    } catch (cause) {
      open = null;
      if (!(cause instanceof AppFailure)) throw cause;
      refusal = cause.error;
      onSwap();
    }
  };

  const slot: CacheSlot = {
    db: () => open?.db ?? null,
    engine: () => open?.engine ?? null,
    refusal: () => refusal,
    open: async (who: Me): Promise<Result<void, AppError>> => {
      await close();
      const file = join(dataDir, 'cache', `${accountKey(serverUrl, who.id)}.db`);
      try {
        use(openCache(file, { now: scheduler.now }), file);
        return ok(undefined);
      } catch (cause) {
        open = null;
        if (!(cause instanceof AppFailure)) throw cause;
        refusal = cause.error;
        return err(cause.error);
      }
    },
    replace: (next) => {
      if (!open) return next.close();
      open.deaf();
      open = { ...open, db: next, deaf: listen(next, open.engine) };
      onSwap();
    },
    mend: () => (mending ??= mend().finally(() => (mending = null))),
    unsent: () => (open ? leftHere(open.db) : 0),
    forget: () => open?.db.now((db) => forgetAnswers(db)),
    close: async () => void (await close()),
    remove: async () => {
      const file = open?.file;
      // A long change may have been written to its end while the cache was being closed: then it stays, and is sent at the next sign-in.
      if ((await close()) > 0 || file === undefined) return;
      // The log, a half-fetched snapshot, a broken file that was set aside: all carry the same rows.
      for (const name of readdirSync(dirname(file))) if (name.startsWith(basename(file))) rmSync(join(dirname(file), name), { force: true });
      rmSync(folderOfCache(dataDir, file), { recursive: true, force: true });
    },
  };
  return slot;
}
