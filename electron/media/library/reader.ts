import type { AppError } from '#shared/kernel/errors.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { WritableDb } from '../../db/connection.ts';
import { leftMeanwhile, madeHere, originalPath, shownUnder, type Here } from './here.ts';
import type { ShownFolder } from './shown-folder.ts';
import { keepMade, trayBecomes, waitingInTray, type TrayRow } from './tray-rows.ts';

/** As many as there are workers. */
const AT_ONCE = 2;
/** After what nobody foresaw it goes on so much later. */
const AFTER_BROKEN_MS = 15 * SECOND_MS;
const LOOKED_AHEAD = 50;

/** What a worker's own failure means to a seller: no room on the disk, or a mistake of ours. */
const failureOf = (cause: unknown): AppError => {
  const said = cause instanceof Error ? cause.message : '';
  return /\b(ENOSPC|EDQUOT)\b/.test(said) ? { code: 'disk-full' } : { code: 'internal', attempted: 'media.read' };
};

/**
 * Reads what waits in the tray: of each picture a first look, and then everything that is made of it. Nothing it does is lost or done twice over when the
 * process dies: what was not noted as read is read again, and files carry their content as their name.
 */
export function trayReader(here: Here, shown: () => ShownFolder, onReady: () => void) {
  const looking = new Set<string>();
  const reading = new Set<string>();
  /** Those of which there is a first look, or will be in a moment. */
  const seen = new Set<string>();
  /** Up to this place of the tray everything was looked at; what came back to it from a dismissal or a refusal stands before. */
  let lookedThrough = 0;
  let stopped = false;
  let cancelTimer: (() => void) | null = null;

  const rest = (): void => {
    cancelTimer ??= here.scheduler.after(AFTER_BROKEN_MS, () => {
      cancelTimer = null;
      nudge();
    });
  };
  const write = async (db: CacheDb, row: TrayRow, work: (writable: WritableDb) => void): Promise<void> => {
    // A cache that is closed or replaced in this moment knows it as waiting, and it is read again; a disk that is full may have room later.
    if (db.isOpen) await db.inTurn(work).catch((cause: unknown) => {
      if (!db.isOpen) return;
      here.onBroken(cause);
      rest();
    });
    here.tell(row.shopId);
  };

  const look = async (db: CacheDb, row: TrayRow): Promise<void> => {
    const { recipe, hash } = shownUnder(db, row.shopId, null);
    const key = { shopId: row.shopId, sha256: row.sha256, recipe: hash, purpose: 'thumbnail' } as const;
    if ((await shown().get(key)) !== null || madeHere(db, here.folder(row.shopId), { ...row, hash })) return;
    const looked = await here.workers.thumbnail({ path: originalPath(here.folder(row.shopId), row.sha256), file: row.name, recipe });
    if (!looked.ok) {
      seen.delete(row.id);
      return write(db, row, (writable) => trayBecomes(writable, row.id, 'refused', { error: looked.error }));
    }
    await shown().put(key, looked.value);
    here.tell(row.shopId);
  };

  const read = async (db: CacheDb, row: TrayRow): Promise<void> => {
    const folder = here.folder(row.shopId);
    const { recipe, hash } = shownUnder(db, row.shopId, null);
    const there = madeHere(db, folder, { ...row, hash });
    here.tell(row.shopId);
    const made = there ? null : await here.workers.make({ path: originalPath(folder, row.sha256), file: row.name, recipe, folder });
    if (made?.ok === false) return write(db, row, (writable) => trayBecomes(writable, row.id, 'refused', { error: made.error }));
    if (made?.ok && (await leftMeanwhile(here, row.shopId, made.value))) return;
    await write(db, row, (writable) => {
      if (made?.ok) keepMade(writable, row.shopId, hash, made.value, here.scheduler.now());
      trayBecomes(writable, row.id, 'ready', { recipe: hash });
    });
    onReady();
  };

  const one = async (db: CacheDb, row: TrayRow, running: Set<string>, work: typeof look): Promise<void> => {
    running.add(row.id);
    try {
      await work(db, row);
    } catch (cause) {
      if (stopped) return;
      here.onBroken(cause);
      // It is not tried over and over: the seller sees why, and asks again.
      await write(db, row, (writable) => trayBecomes(writable, row.id, 'refused', { error: failureOf(cause) }));
    } finally {
      running.delete(row.id);
      if (running === reading) seen.delete(row.id);
      nudge();
    }
  };
  const isFree = ({ id }: TrayRow): boolean => !looking.has(id) && !reading.has(id);

  /** First looks of all that waits, however many came, before everything else; each in the order in which they came. */
  const nudge = (): void => {
    const db = here.cache();
    if (stopped || cancelTimer !== null || !db?.isOpen) return;
    try {
      const ahead = waitingInTray(db, LOOKED_AHEAD).filter(isFree);
      const unseen = [...ahead, ...waitingInTray(db, AT_ONCE, lookedThrough).filter(isFree)].filter(({ id }) => !seen.has(id));
      for (const row of unseen.slice(0, AT_ONCE - looking.size)) {
        if (seen.has(row.id)) continue;
        seen.add(row.id);
        lookedThrough = Math.max(lookedThrough, row.seq);
        void one(db, row, looking, look);
      }
      if (looking.size > 0) return;
      for (const row of ahead.filter(({ id }) => seen.has(id)).slice(0, AT_ONCE - reading.size)) void one(db, row, reading, read);
    } catch (cause) {
      here.onBroken(cause);
      rest();
    }
  };

  return {
    /** Something may have come. */
    nudge,
    isReading: (id: string): boolean => reading.has(id),
    /** Whether the workers have something of the tray to do. */
    isBusy: (): boolean => looking.size + reading.size > 0,
    stop: (): void => {
      stopped = true;
      cancelTimer?.();
    },
  };
}
export type TrayReader = ReturnType<typeof trayReader>;
