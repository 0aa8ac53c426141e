import type { Locale, Me } from '#shared/auth/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { IntakeUse } from '#shared/intake/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { libraryChannels } from '#shared/media/library-channels.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { Changes } from '../../db/changes.ts';
import { orDiskRefusal } from '../../files/disk-refusal.ts';
import { folderOfCache } from '../../files/file-folder.ts';
import type { HttpClient } from '../../http/client.ts';
import type { IntakeDesk } from '../../intake/handlers.ts';
import { nowAndThen } from '../../runtime/now-and-then.ts';
import type { Random, Scheduler } from '../../runtime/scheduler.ts';
import { PictureWorkers, type WorkerLife } from '../picture-workers.ts';
import { pictureFolder, type PictureUploads } from '../uploads.ts';
import { admitPicture } from './admit-picture.ts';
import { alikeFinder } from './alike.ts';
import { picturesFromServer } from './from-server.ts';
import type { Here } from './here.ts';
import { picturesElsewhere } from './elsewhere.ts';
import { followCache } from './follow-cache.ts';
import { pictureMaker, type PictureMaker } from './maker.ts';
import { trayMatcher } from './match.ts';
import { keptOriginals } from './originals.ts';
import { trayReader, type TrayReader } from './reader.ts';
import { pictureShow, type PictureShow } from './show.ts';
import { shownFolder } from './shown-folder.ts';
import { pictureTray, type PictureTray, type TrayDeps } from './tray.ts';
import { forgetDismissed, shopsOfTray } from './tray-rows.ts';

export type LibraryDeps = {
  readonly dataDir: string;
  readonly serverUrl: string;
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly locale: () => Locale;
  readonly http: HttpClient;
  readonly fetch: typeof globalThis.fetch;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly intake: IntakeDesk;
  readonly send: PictureUploads['send'];
  readonly remember: TrayDeps['remember'];
  /** Starts a process that reads pictures. */
  readonly startWorker: () => WorkerLife;
  readonly tell: (shopId: string) => void;
  readonly onBroken: (cause: unknown) => void;
};

export type Library = {
  readonly handlers: Handlers<typeof libraryChannels>;
  /** Why a picture is not taken, before its first byte. */
  admit(use: Extract<IntakeUse, { what: 'picture' }>, name: string, bytes: number): AppError | null;
  /** Call when `cache()` begins to answer another cache, or none. */
  cacheChanged(): void;
  connection(state: SyncState['connection']): void;
  tryNow(): void;
  close(): void;
};

type Open = { readonly file: string; readonly reader: TrayReader; readonly tray: PictureTray; readonly maker: PictureMaker; readonly show: PictureShow };

/** Windows hear of progress so often at most. */
const TELL_EVERY_MS = 200;
const reached: ReadonlySet<string> = new Set(['catching-up', 'sending', 'online']);

/** The pictures of the shops on this machine, for the account that is signed in: from the drop to the listing, and shown wherever a listing is. */
export function createLibrary(deps: LibraryDeps): Library {
  const { scheduler } = deps;
  const workers = new PictureWorkers({ start: deps.startWorker });
  const server = picturesFromServer(deps);
  const [alike, matcher] = [alikeFinder(), trayMatcher()];
  let open: Open | null = null;
  let listening: { readonly db: CacheDb; readonly stop: () => void } | null = null;
  let wasReached = false;

  const tell = nowAndThen<string>(scheduler, TELL_EVERY_MS, deps.tell);

  const arrive = (db: CacheDb): Open => {
    const { file } = db;
    const here: Here = {
      cache: () => (deps.cache()?.file === file ? deps.cache() : null), me: deps.me, locale: deps.locale, folder: (shopId) => pictureFolder(deps.dataDir, file, shopId), workers, scheduler, random: deps.random, tell, onBroken: deps.onBroken,
    };
    // Made when first asked for: most people open their console to do something else.
    let shownFiles: ReturnType<typeof shownFolder> | null = null;
    const shown = () => (shownFiles ??= shownFolder(folderOfCache(deps.dataDir, file)));
    const originals = keptOriginals(here, server);
    const reader: TrayReader = trayReader(here, shown, () => void tray.placeBound().catch(deps.onBroken));
    const tray = pictureTray({ ...here, intake: deps.intake, reader: () => reader, alike, remember: deps.remember });
    const maker = pictureMaker({ ...here, send: deps.send, server, originals, trayIsBusy: reader.isBusy });
    return { file, reader, tray, maker, show: pictureShow({ ...here, shown, server, originals }) };
  };
  const leave = (): void => {
    listening?.stop();
    listening = null;
    open?.reader.stop();
    open?.maker.stop();
    open = null;
  };
  const changed = (db: CacheDb, { everything, products, parts }: Changes): void => {
    if (!everything && products.size === 0 && !parts.has('shop')) return;
    alike.forget(db);
    matcher.forget(db);
    // A listing may have let go of what was put there from the tray.
    for (const shopId of shopsOfTray(db)) tell(shopId);
  };
  const cacheChanged = (): void => {
    const db = deps.cache();
    if (open !== null && open.file !== db?.file) leave();
    if (!db?.isOpen) return;
    if (listening?.db === db) return;
    listening?.stop();
    if (open === null) {
      open = arrive(db);
      void db.inTurn(forgetDismissed).catch((cause: unknown) => db.isOpen && deps.onBroken(cause));
    }
    const { reader, tray, maker } = open;
    const settled = () => void Promise.all([maker.changed(), tray.placeBound()]).catch((cause: unknown) => db.isOpen && deps.onBroken(cause));
    listening = { db, stop: followCache(db, scheduler, { changed: (changes) => changed(db, changes), settled, folder: (shopId) => pictureFolder(deps.dataDir, db.file, shopId), onBroken: deps.onBroken }) };
    reader.nudge();
  };

  const here = async <T>(work: (mine: Open, db: CacheDb) => Promise<Result<T, AppError>> | Result<T, AppError>): Promise<Result<T, AppError>> => {
    cacheChanged();
    const db = deps.cache();
    if (!db?.isOpen || !deps.me() || open?.file !== db.file) return err({ code: 'signed-out' });
    const mine = open;
    return orDiskRefusal(() => work(mine, db));
  };

  return {
    handlers: {
      'media.take': (input) => here(({ tray }) => tray.handlers['media.take'](input)),
      'media.tray': (input) => here(({ tray }) => tray.handlers['media.tray'](input)),
      'media.place': (input) => here(({ tray }) => tray.handlers['media.place'](input)),
      'media.dismiss': (input) => here(({ tray }) => tray.handlers['media.dismiss'](input)),
      'media.restore': (input) => here(({ tray }) => tray.handlers['media.restore'](input)),
      'media.retry': (input) => here(({ tray }) => tray.handlers['media.retry'](input)),
      'media.match': ({ shopId, pattern, ids = null }) => here((_, db) => matcher.match(db, { shopId, pattern, ids }, deps.locale())),
      'media.show': (input) => here(({ show }, db) => show.show(db, input)),
      'media.sizes': (input) => here(({ show }, db) => show.sizes(db, input)),
      'media.compare': (input) => here(({ show }, db) => show.compare(db, input)),
      'media.making': ({ shopId }) => here(({ maker }, db) => ok(maker.standing(db, shopId))),
      'media.elsewhere': (input) => here((_, db) => picturesElsewhere(db, deps.http, input, deps.locale())),
      'media.alike': ({ productId }) => here((_, db) => ok({ alike: alike.ofProduct(db, productId, deps.locale()) })),
    },
    admit: (use, name, bytes) => admitPicture(deps.cache(), deps.me(), use, name, bytes),
    cacheChanged,
    connection: ({ name }) => {
      const isReached = reached.has(name);
      if (isReached && !wasReached) open?.maker.tryAgain();
      wasReached = isReached;
    },
    tryNow: () => open?.maker.tryAgain(),
    close: () => {
      leave();
      workers.close();
    },
  };
}
