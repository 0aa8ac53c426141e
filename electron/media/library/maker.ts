import { checkWriter } from '#shared/catalog/rules.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import { endingOfFormat } from '#shared/media/model.ts';
import type { MadePicture } from '#shared/media/made.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { PictureUploads, ToSend } from '../uploads.ts';
import { madeHere, ORIGINAL, originalPath, type Here } from './here.ts';
import type { KeptOriginals } from './originals.ts';
import { changedElsewhere, lastEditHere, noteOffered, noteOwed, noteSettled, owingOf, shopsWithPictures, type Owing } from './owing.ts';
import type { PicturesFromServer } from './from-server.ts';
import { keepMade } from './tray-rows.ts';

export type MakerDeps = Here & {
  readonly send: PictureUploads['send'];
  readonly server: PicturesFromServer;
  readonly originals: KeptOriginals;
  /** Whether the tray has something to read: it goes first. */
  readonly trayIsBusy: () => boolean;
};

/** A moment after an edit: while somebody turns a picture round and round, only the last of it is made. */
const REST_MS = 400;
const BUSY_MS = 300;
/** What was made already only has to be noted: so many before it is asked again what is owed. */
const NOTED_AT_ONCE = 50;
/** What could not be made because its file is not to be had is tried again so much later, or when the line comes back. */
const AGAIN_MS = 5 * MINUTE_MS;

/**
 * What shows a picture at all goes before what shows it better. With the original, since the server speaks of no picture it does not have; and picture by
 * picture, so that on a slow line the first of many is seen while the last is still here.
 */
const PRIORITY = { original: 10, thumbnail: 10, '640': 10, '320': 20, '1024': 30, '1600': 40 } as const;

/** What has to go to the server of a picture, once it was made. */
export function contentsOf({ shopId, sha256, hash, productIds, isHere }: Owing, { facts, derivatives }: MadePicture): ToSend[] {
  const originals = isHere ? productIds.map((productId) => ({ shopId, sha256, role: { kind: 'original', productId: productId as never }, ending: ORIGINAL, bytes: facts.bytes, priority: PRIORITY.original }) satisfies ToSend) : [];
  return [...originals, ...derivatives.map((one) => ({
    shopId, sha256: one.sha256, role: { kind: 'derivative', asset: sha256, recipe: hash, purpose: one.purpose, format: one.format }, ending: endingOfFormat[one.format], bytes: one.bytes, priority: PRIORITY[one.purpose],
  }) satisfies ToSend)];
}

type Progress = { done: number; readonly failed: Map<string, { readonly sha256: string; readonly name: string; readonly error: AppError }> };

/**
 * Makes what the listings of this machine's shops show by now and is not there yet, and notes it to be sent: after an edit of a picture's recipe or of the
 * shop's watermark, at the start, and when the line is back. What is asked for no longer is not made.
 */
export function pictureMaker(deps: MakerDeps) {
  const progress = new Map<string, Progress>();
  /** Not before: what failed, by shop, picture and recipe. */
  const resting = new Map<string, number>();
  let since = 0;
  let running = false;
  let again = false;
  let stopped = false;
  let cancelTimer: (() => void) | null = null;

  const nameOf = ({ shopId, sha256, hash }: Owing) => `${shopId} ${sha256} ${hash}`;
  const progressOf = (shopId: string): Progress => {
    const known = progress.get(shopId) ?? { done: 0, failed: new Map() };
    progress.set(shopId, known);
    return known;
  };
  const mayWrite = (shopId: string): boolean => {
    const me = deps.me();
    return me !== null && checkWriter(actorOf(me), shopId) === null;
  };
  const owing = (db: CacheDb): Owing[] => shopsWithPictures(db).filter(mayWrite).flatMap((shopId) => owingOf(db, shopId));
  const isResting = (one: Owing): boolean => (resting.get(nameOf(one)) ?? 0) > deps.scheduler.now();

  const makeOf = async (db: CacheDb, one: Owing): Promise<Result<MadePicture | null, AppError>> => {
    const there = madeHere(db, deps.folder(one.shopId), one);
    if (there) return ok(there);
    if (!one.isHere) {
      const known = await deps.server.has(one.shopId, one.sha256, one.hash);
      if (!known.ok) return known;
      if (known.value) return ok(null);
    }
    const file = await deps.originals.get(db, one.shopId, one.sha256);
    if (!file.ok) return file;
    const made = await deps.workers.make({ path: originalPath(deps.folder(one.shopId), one.sha256), file: one.name, recipe: one.recipe, folder: deps.folder(one.shopId) });
    if (made.ok && db.isOpen) await db.inTurn((writable) => keepMade(writable, one.shopId, one.hash, made.value, deps.scheduler.now()));
    return made;
  };

  const finish = async (db: CacheDb, one: Owing): Promise<void> => {
    let made: Result<MadePicture | null, AppError>;
    try {
      made = await makeOf(db, one);
    } catch (cause) {
      if (stopped) return;
      deps.onBroken(cause);
      made = err({ code: 'internal', attempted: 'media.make' });
    }
    if (stopped || !db.isOpen) return;
    const sent = made.ok && made.value !== null ? await deps.send(contentsOf(one, made.value)) : made;
    const { failed } = progressOf(one.shopId);
    if (!sent.ok) {
      resting.set(nameOf(one), deps.scheduler.now() + AGAIN_MS);
      failed.set(one.sha256, { sha256: one.sha256, name: one.name, error: sent.error });
    } else {
      failed.delete(one.sha256);
      await db.inTurn((writable) => {
        noteOffered(writable, one.shopId, one.sha256, one.hash);
        noteSettled(writable, one.shopId, one.sha256);
      });
      if (!one.isMade) progressOf(one.shopId).done++;
    }
    deps.tell(one.shopId);
  };

  const later = (ms: number): void => {
    cancelTimer?.();
    cancelTimer = stopped ? null : deps.scheduler.after(ms, () => void run());
  };

  const run = async (): Promise<void> => {
    cancelTimer = null;
    if (running) return void (again = true);
    running = true;
    try {
      while (!stopped) {
        const db = deps.cache();
        if (!db?.isOpen || !deps.me()) break;
        // Asked anew each time: what was to be made may be wanted no longer.
        const all = owing(db).filter((one) => !isResting(one));
        const ready = all.filter(({ isMade }) => isMade).slice(0, NOTED_AT_ONCE);
        if (ready.length === 0 && all.length > 0 && deps.trayIsBusy()) {
          later(BUSY_MS);
          break;
        }
        const next = ready.length > 0 ? ready : all.slice(0, 1);
        for (const one of next) if (!stopped && db.isOpen) await finish(db, one);
        if (next.length > 0) continue;
        for (const state of progress.values()) state.done = 0;
        break;
      }
    } catch (cause) {
      // A cache that is being closed or replaced is looked at again when the next one is there.
      if (deps.cache()?.isOpen && !stopped) deps.onBroken(cause);
    } finally {
      running = false;
      if (again) {
        again = false;
        later(REST_MS);
      }
    }
  };

  return {
    /** Products, their pictures or a shop may have changed. */
    changed: async (): Promise<void> => {
      const db = deps.cache();
      if (!db?.isOpen || !deps.me()) return;
      const last = lastEditHere(db);
      const owed = changedElsewhere(db, since).filter(({ shop }) => mayWrite(shop));
      since = last;
      if (owed.length > 0) await db.inTurn((writable) => noteOwed(writable, owed));
      if (shopsWithPictures(db).length > 0) later(REST_MS);
    },
    /** The line is back: what could not be had may be there now. */
    tryAgain: (): void => {
      resting.clear();
      later(REST_MS);
    },
    /** How far it is with a shop: so many of `total` are still to be made. */
    standing: (db: CacheDb, shopId: string): { left: number; total: number; failed: { sha256: string; name: string; error: AppError }[] } => {
      const { done, failed } = progressOf(shopId);
      const left = mayWrite(shopId) ? owingOf(db, shopId).filter((one) => !one.isMade && !isResting(one)).length : 0;
      return { left, total: left + done, failed: [...failed.values()] as never };
    },
    stop: (): void => {
      stopped = true;
      cancelTimer?.();
    },
  };
}
export type PictureMaker = ReturnType<typeof pictureMaker>;
