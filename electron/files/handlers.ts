import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import type { fileChannels } from '#shared/catalog/file-contract.ts';
import { checkFileSize, MOST_FILES } from '#shared/catalog/file-rules.ts';
import type { DigitalFile } from '#shared/catalog/kind-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { actorOf } from '../catalog/edit.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { Changes } from '../db/changes.ts';
import { reading } from '../db/statement.ts';
import type { HttpClient } from '../http/client.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import { nowAndThen } from '../runtime/now-and-then.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { downloadsFolder, freeNames } from './downloads-folder.ts';
import { orDiskRefusal } from './disk-refusal.ts';
import { fetchFile } from './fetch-file.ts';
import { fileFolder, folderOfCache, type FileFolder } from './file-folder.ts';
import { fileRow, putFile } from './file-rows.ts';
import { fileStates } from './file-states.ts';
import { plainName } from './plain-name.ts';
import { removeLeaving, tidyFolder } from './tidy.ts';
import { uploadQueue, type UploadQueue } from './upload-queue.ts';

export type FilesDeps = {
  readonly dataDir: string;
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly http: HttpClient;
  readonly intake: IntakeDesk;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly tell: () => void;
  readonly onBroken: (cause: unknown) => void;
  /** Where copies go; null: a folder beside the data. */
  readonly downloads?: () => string | null;
  /** How much is sent at once; grown and shrunk by the connection unless said. */
  readonly partBytes?: number;
};

export type FilesService = {
  readonly handlers: Handlers<typeof fileChannels>;
  /** Call when `cache()` begins to answer another cache, or none. */
  cacheChanged(): void;
  connection(state: SyncState['connection']): void;
  /** Why a file of so many bytes is not taken for a product, before its first byte. */
  admit(productId: string, bytes: number): AppError | null;
  /** Whatever waits for a next try is tried at once. */
  tryNow(): void;
  close(): Promise<void>;
};

type Open = { readonly file: string; readonly folder: FileFolder; readonly queue: UploadQueue; readonly states: ReturnType<typeof fileStates> };

/** Windows hear of progress so often at most. */
const TELL_EVERY_MS = 200;
const TIDY_AFTER_MS = 30 * SECOND_MS;
/** Changes of more products than this are looked at as "anything may have changed". */
const MANY = 50;
const productById = reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['kind', 'doc']).where('id', '=', p('id')));

/** Everything about the files of downloads on this machine: taken in from windows, sent, fetched, copied, and gone when they have to. */
export function createFiles(deps: FilesDeps): FilesService {
  const { scheduler, http, random } = deps;
  const newId = () => uuidv7(scheduler.now, random);
  let open: Open | null = null;
  let listening: { readonly db: CacheDb; readonly stop: () => void } | null = null;
  let connection: SyncState['connection'] = { name: 'signed-out' };
  let closing: Promise<unknown> = Promise.resolve();
  let cancelTidy: () => void = () => undefined;

  const tell = nowAndThen(scheduler, TELL_EVERY_MS, deps.tell);
  const inBackground = (db: CacheDb, work: Promise<unknown>): void => void work.catch((cause: unknown) => db.isOpen && deps.onBroken(cause));

  const leave = (): void => {
    cancelTidy();
    const leaving = open;
    open = null;
    if (leaving) closing = Promise.all([closing, leaving.queue.stop()]);
  };
  const arrive = (file: string): Open => {
    const folder = fileFolder(folderOfCache(deps.dataDir, file));
    folder.clearIncoming();
    const cache = () => (deps.cache()?.file === file ? deps.cache() : null);
    const queue = uploadQueue({ cache, folder, http, scheduler, random, onChange: tell, onBroken: deps.onBroken, ...(deps.partBytes === undefined ? {} : { partBytes: deps.partBytes }) });
    queue.connection(connection);
    queue.start();
    return { file, folder, queue, states: fileStates(folder, queue, http, scheduler, tell) };
  };

  /** Whether files may have come to be wanted, or no longer. */
  const concerns = (db: CacheDb, { everything, products }: Changes): boolean =>
    everything || products.size > MANY || [...products].some((id) => db.get(productById, { id })?.kind === 'digital');
  const listen = (db: CacheDb, mine: Open): void => {
    listening = {
      db,
      stop: db.onChange((changes) => {
        if (!concerns(db, changes)) return;
        if (changes.everything) inBackground(db, removeLeaving(db, mine.folder));
        mine.queue.nudge();
      }),
    };
    inBackground(db, removeLeaving(db, mine.folder));
    cancelTidy();
    cancelTidy = scheduler.after(TIDY_AFTER_MS, () => db.isOpen && inBackground(db, tidyFolder(db, mine.folder, scheduler.now()).then(mine.queue.nudge)));
    mine.queue.nudge();
  };

  const cacheChanged = (): void => {
    const db = deps.cache();
    if (open !== null && open.file !== db?.file) leave();
    if (listening && listening.db !== db) {
      listening.stop();
      listening = null;
    }
    if (!db?.isOpen) return;
    open ??= arrive(db.file);
    if (!listening) listen(db, open);
  };

  type At = { readonly db: CacheDb; readonly me: Me; readonly mine: Open };
  const here = async <T>(work: (at: At) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const [db, me] = [deps.cache(), deps.me()];
    if (!db?.isOpen || !me || open?.file !== db.file) return err({ code: 'signed-out' });
    const mine = open;
    return orDiskRefusal(() => work({ db, me, mine }));
  };
  const withProduct = <T>(id: string, work: (at: At & { product: Product }) => Promise<Result<T, AppError>>) => here<T>(async (at) => {
    const row = at.db.get(productById, { id });
    return row ? work({ ...at, product: JSON.parse(row.doc) as Product }) : err({ code: 'not-found' });
  });
  const withFile = <T>(productId: string, fileId: string, work: (at: At & { product: Product; file: DigitalFile }) => Promise<Result<T, AppError>>) =>
    withProduct<T>(productId, async (at) => {
      const file = at.product.files?.[fileId];
      return file ? work({ ...at, file }) : err({ code: 'not-found', field: `files/${fileId}` });
    });

  const handlers: Handlers<typeof fileChannels> = {
    'catalog.keepFile': ({ intake, productId }) => withProduct(productId, async ({ me, mine, product }) => {
      const coming = deps.intake.find(intake, 'product-file');
      const sha256 = coming?.sha256() ?? null;
      if (coming === null || sha256 === null || coming.use.what !== 'product-file' || coming.use.productId !== productId) return err({ code: 'not-ready', rule: 'intake-gone' });
      const refused = checkWriter(actorOf(me), product.shopId);
      if (refused) return err(refused);
      const key = { shopId: product.shopId, sha256 };
      if (!(await deps.intake.take(intake, mine.folder.pathOf(key)))) return err({ code: 'not-ready', rule: 'intake-gone' });
      // While it came in the shop may have been taken away, or the cache replaced.
      const db = deps.cache();
      if (!db?.isOpen || db.get(productById, { id: productId }) === undefined) {
        await mine.folder.remove(key);
        return err({ code: 'not-found' });
      }
      await db.inTurn((writable) => putFile(writable, { ...key, productId, bytes: coming.bytes, state: 'waiting', addedAt: scheduler.now() }));
      tell();
      return ok({ name: plainName(coming.name), bytes: coming.bytes, sha256, mime: coming.mime.slice(0, 120) || 'application/octet-stream' });
    }),
    'catalog.fileStates': ({ productId }) => withProduct(productId, async ({ db, mine, product }) => ok({ states: await mine.states(db, product) })),
    'catalog.retryFile': ({ productId, fileId }) => withFile(productId, fileId, async ({ db, mine, product, file }) => {
      const row = fileRow(db, { shopId: product.shopId, sha256: file.sha256 });
      if (row) await mine.queue.retry(row);
      return ok({});
    }),
    'catalog.copyFile': ({ productId, fileId }) => withFile(productId, fileId, async ({ db, mine: { folder }, product, file }) => {
      const key = { shopId: product.shopId, sha256: file.sha256 };
      if ((await folder.bytesOf(key)) === null) {
        const fetched = await fetchFile(http, folder, key, file.bytes, newId());
        if (!fetched.ok) return fetched;
        await db.inTurn((writable) => putFile(writable, { ...key, productId, bytes: file.bytes, state: 'sent', addedAt: scheduler.now() }));
        tell();
      }
      return ok({ file: await copyOut(folder, key, plainName(file.name)) });
    }),
  };

  const copyOut = async (folder: FileFolder, key: { shopId: string; sha256: string }, name: string): Promise<string> => {
    const target = (deps.downloads ?? downloadsFolder)() ?? join(deps.dataDir, 'copies');
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const path of freeNames(target, name)) {
      try {
        await folder.copyTo(key, path);
        return path;
      } catch (cause) {
        // Somebody took the name in this very moment: the next one.
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      }
    }
    throw new Error('a name is always free');
  };

  return {
    handlers,
    cacheChanged,
    admit: (productId, bytes) => {
      const [db, me] = [deps.cache(), deps.me()];
      if (!db?.isOpen || !me) return { code: 'signed-out' };
      const row = db.get(productById, { id: productId });
      if (row === undefined) return { code: 'not-found' };
      const product = JSON.parse(row.doc) as Product;
      const found = Object.keys(product.files ?? {}).length + 1;
      const tooMany: AppError | null = found > MOST_FILES ? { code: 'rule-broken', field: 'files', rule: 'most-files', details: { found, most: MOST_FILES } } : null;
      return checkWriter(actorOf(me), product.shopId) ?? tooMany ?? checkFileSize(bytes, 'files');
    },
    connection: (state) => {
      connection = state;
      open?.queue.connection(state);
    },
    tryNow: () => open?.queue.tryNow(),
    close: async () => {
      listening?.stop();
      listening = null;
      leave();
      await closing;
    },
  };
}
