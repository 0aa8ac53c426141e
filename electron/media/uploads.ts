import { join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { uploadControl, type uploadChannels, type UploadControl, type UploadState } from '#shared/media/upload-channels.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { actorOf } from '../catalog/edit.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import { folderOfCache } from '../files/file-folder.ts';
import type { HttpClient, TokenSource } from '../http/client.ts';
import { nowAndThen } from '../runtime/now-and-then.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { quarantineWatch } from './upload-quarantine.ts';
import { paced } from './upload-pace.ts';
import { pictureQueue, type PictureQueue } from './upload-queue.ts';
import { putUpload, uploadRows, type UploadKey, type UploadRow } from './upload-rows.ts';
import { sendByTus } from './upload-tus.ts';

export type PictureUploadsDeps = {
  readonly dataDir: string;
  readonly serverUrl: string;
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly http: HttpClient;
  readonly tokens: TokenSource;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly tell: () => void;
  readonly onBroken: (cause: unknown) => void;
};

/** A content to be sent; its bytes lie in `pictureFolder` by now. */
export type ToSend = UploadKey & Pick<UploadRow, 'ending' | 'bytes' | 'priority'>;

export type PictureUploads = {
  readonly handlers: Handlers<typeof uploadChannels>;
  /** Where contents of a shop's pictures lie, for the account that is signed in: they go when the shop or the account goes. */
  folder(shopId: string): string | null;
  /** Notes what is to be sent, all of it or nothing; on disk when it returns. */
  send(contents: readonly ToSend[]): Promise<Result<void, AppError>>;
  /** Call when `cache()` begins to answer another cache, or none. */
  cacheChanged(): void;
  connection(state: SyncState['connection']): void;
  tryNow(): void;
  close(): Promise<void>;
};

/** Contents of a shop's pictures, beside its other files. */
export const pictureFolder = (dataDir: string, cacheFile: string, shopId: string): string => join(folderOfCache(dataDir, cacheFile), shopId, 'pictures');

/** Windows hear of progress so often at most. */
const TELL_EVERY_MS = 200;
const KEY = 'media.uploads';
const free: UploadControl = { paused: false, bytesPerSecond: null };
const stored = reading<{ key: string }>()((q, p) => q.selectFrom('setting').select('value').where('key', '=', p('key')));
const store = writing<{ key: string; value: string }>()((q, p) => q.insertInto('setting').values({ key: p('key'), value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));

function controlOf(db: ReadableDb): UploadControl {
  const value = db.get(stored, { key: KEY })?.value;
  const read = uploadControl.safeParse(value === undefined ? null : JSON.parse(value));
  return read.success ? read.data : free;
}

/** Sending the pictures of the account that is signed in. */
export function createPictureUploads(deps: PictureUploadsDeps): PictureUploads {
  const { scheduler, http, random } = deps;
  let open: { readonly file: string; readonly queue: PictureQueue; readonly watch: ReturnType<typeof quarantineWatch> } | null = null;
  let control: UploadControl = free;
  let connection: SyncState['connection'] = { name: 'signed-out' };
  let closing: Promise<unknown> = Promise.resolve();

  const tell = nowAndThen(scheduler, TELL_EVERY_MS, deps.tell);
  const tus = sendByTus({ serverUrl: deps.serverUrl, tokens: deps.tokens, scheduler, pace: paced(scheduler, () => control.bytesPerSecond) });
  const arrive = (file: string) => {
    const cache = () => (deps.cache()?.file === file ? deps.cache() : null);
    const queue = pictureQueue({ cache, folder: (shopId) => pictureFolder(deps.dataDir, file, shopId), http, tus, scheduler, random, onChange: tell, onBroken: deps.onBroken });
    queue.hold(control.paused);
    queue.connection(connection);
    queue.start();
    const watch = quarantineWatch({ cache, http, scheduler, onChange: tell, onBroken: deps.onBroken });
    watch.connection(connection);
    return { file, queue, watch };
  };
  const leave = (): void => {
    const leaving = open;
    open = null;
    if (leaving) closing = Promise.all([closing, leaving.queue.stop(), leaving.watch.stop()]);
  };

  type At = { readonly db: CacheDb; readonly me: Me; readonly queue: PictureQueue };
  const here = async <T>(work: (at: At) => Promise<Result<T, AppError>> | Result<T, AppError>): Promise<Result<T, AppError>> => {
    const [db, me] = [deps.cache(), deps.me()];
    return db?.isOpen && me && open?.file === db.file ? work({ db, me, queue: open.queue }) : err({ code: 'signed-out' });
  };
  const stateOf = (queue: PictureQueue) => (row: UploadRow): UploadState => {
    const { sent, now } = queue.progress(row);
    return { shopId: row.shopId, sha256: row.sha256, role: row.role, bytes: row.bytes, sent, now, attempts: row.attempts, error: row.error, refused: row.state === 'refused', scan: row.scan };
  };

  const handlers: Handlers<typeof uploadChannels> = {
    'media.uploads': ({ limit }) => here(({ db, queue }) => {
      const rows = uploadRows(db);
      const waiting = rows.filter(({ state }) => state === 'waiting');
      return ok({ ...control, waiting: waiting.length, waitingBytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0), next: waiting.slice(0, limit).map(stateOf(queue)), refused: rows.filter(({ state }) => state === 'refused').slice(0, limit).map(stateOf(queue)) });
    }),
    'media.control': (part) => here(async ({ db, queue }) => {
      const next = { ...control, ...part };
      await db.inTurn((writable) => void writable.run(store, { key: KEY, value: JSON.stringify(next) }));
      control = next;
      queue.hold(control.paused);
      tell();
      return ok(control);
    }),
    'media.retryUploads': () => here(async ({ db, queue }) => {
      queue.tryNow();
      for (const row of uploadRows(db)) if (row.state === 'refused') await queue.retry(row);
      return ok({});
    }),
  };

  return {
    handlers,
    folder: (shopId) => (open ? pictureFolder(deps.dataDir, open.file, shopId) : null),
    send: (contents) => here(async ({ db, me, queue }) => {
      const refused = contents.map(({ shopId }) => checkWriter(actorOf(me), shopId)).find((error) => error !== null);
      if (refused) return err(refused);
      await db.inTurn((writable) => {
        for (const content of contents) putUpload(writable, { ...content, addedAt: scheduler.now() });
      });
      queue.nudge();
      tell();
      return ok(undefined);
    }),
    cacheChanged: () => {
      const db = deps.cache();
      if (open !== null && open.file !== db?.file) leave();
      if (!db?.isOpen) return;
      control = controlOf(db);
      open ??= arrive(db.file);
      open.queue.hold(control.paused);
      open.queue.nudge();
    },
    connection: (state) => {
      connection = state;
      open?.queue.connection(state);
      open?.watch.connection(state);
    },
    tryNow: () => open?.queue.tryNow(),
    close: async () => {
      leave();
      await closing;
    },
  };
}
