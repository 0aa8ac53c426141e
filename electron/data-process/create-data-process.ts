import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import { answer, type EventMessage, type Handlers, type ReplyMessage } from '#shared/contract/channel.ts';
import { ipcChannels, type IpcChannels } from '#shared/contract/ipc.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { SnapshotManifest } from '#shared/sync/model.ts';
import type { SecretStore } from '../auth/secret-store.ts';
import { wireAudit } from '../audit/wiring.ts';
import { wireAccount } from '../auth/wiring.ts';
import { chosenPlaces } from '../bulk/export/chosen-places.ts';
import { wireBulk, wireExports } from '../bulk/wiring.ts';
import { historyOver, wireCatalog } from '../catalog/wiring.ts';
import { createFiles, type FilesService } from '../files/handlers.ts';
import { admitting } from '../intake/admit.ts';
import { createIntake } from '../intake/handlers.ts';
import type { DataProcess } from '../ipc/data-process-contract.ts';
import { guardHandlers } from '../ipc/guard-handlers.ts';
import { wireMessaging } from '../messaging/wiring.ts';
import { wireModeration } from '../moderation/wiring.ts';
import { wireOrderMoney, wireOrders } from '../orders/wiring.ts';
import { moneyDesk } from '../payouts/money.ts';
import { financeDesk } from '../payouts/runs.ts';
import { createPictureUploads, type PictureUploads } from '../media/uploads.ts';
import type { Library } from '../media/library/library.ts';
import type { WorkerLife } from '../media/picture-workers.ts';
import { wireLibrary } from '../media/wiring.ts';
import { systemScheduler, type Random, type Scheduler } from '../runtime/scheduler.ts';
import { systemRandom } from '../runtime/system-random.ts';
import { wireSettings } from '../settings/wiring.ts';
import { wireSync } from '../sync/wiring.ts';
import { wireVerification } from '../verification/wiring.ts';
import type { Desk, Ground } from './ground.ts';
import { everyone, handlersOf, type Service } from './services.ts';

export type DataProcessOptions = {
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly secrets: SecretStore;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
  readonly random?: Random;
  readonly fetch?: typeof globalThis.fetch;
  readonly shell?: 'desktop' | 'browser';
  /** How a snapshot may travel, what is liked best first. */
  readonly encodings?: SnapshotManifest['encoding'][];
  readonly demoAccountsFile?: string | null;
  /** Where copies of files go instead of this person's downloads, and how much of a file is sent at once. */
  readonly files?: { readonly downloads?: () => string | null; readonly partBytes?: number };
  /** How a process that reads pictures is started; a child of this one unless said. */
  readonly startPictureWorker?: () => WorkerLife;
};

/**
 * Everything behind the windows: session, cache, catalogue, settings and the sync engine, put together. Opens the cache of whoever
 * worked here last before it resolves, without a network.
 *
 * Each capability is wired in a file of its own folder; here it gets one line, and one in the list.
 */
export async function createDataProcess(options: DataProcessOptions): Promise<DataProcess & { readonly pictures: PictureUploads }> {
  const { dataDir, log } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const listeners = new Set<(event: EventMessage) => void>();
  const ground: Ground = {
    dataDir, log,
    serverUrl: options.serverUrl.replace(/\/+$/, ''),
    scheduler: options.scheduler ?? (options.clock ? { ...systemScheduler, now: options.clock } : systemScheduler),
    random: options.random ?? systemRandom(),
    tell: (name, payload) => {
      for (const listener of listeners) listener({ t: 'event', name, payload });
    },
    broken: (cause, what) => log.error({ code: 'internal', what, cause: cause instanceof Error ? cause.stack : 'unknown' }, 'broken promise'),
  };

  const account = wireAccount(ground, {
    ...options,
    onCache: () => all.cacheChanged(),
    onConnection: (now) => all.connection(now),
    onSession: () => settings.accountChanged(),
  });
  const settings = wireSettings(account, options.shell ?? 'browser', () => catalog.shopChosen());
  const desk: Desk = { ...account, locale: () => settings.current().locale };
  const fetchHistory = historyOver(account.http);
  const places = chosenPlaces();

  const catalog = wireCatalog(desk, settings, fetchHistory);
  const orders = wireOrders(desk, catalog.shopShown);
  const orderMoney = wireOrderMoney(desk);
  const messaging = wireMessaging(desk, catalog.shopShown);
  const intake = createIntake({ ...desk, admit: admitting({ file: (productId, bytes) => files.admit(productId, bytes), picture: (use, name, bytes) => library.admit(use, name, bytes) }) });
  const bulk = wireBulk(desk, catalog, intake);
  const exports = wireExports(desk, catalog, bulk, { place: places.take, downloads: options.files?.downloads });
  const money = moneyDesk({ ...desk, place: places.take, downloads: options.files?.downloads });
  const finance = financeDesk({ ...desk, place: places.take, downloads: options.files?.downloads });
  const files: FilesService = createFiles({ ...desk, ...options.files, intake, tell: () => desk.tell('catalog.filesChanged', {}), onBroken: (cause) => desk.broken(cause, 'files') });
  const pictures = createPictureUploads({ ...desk, tell: () => desk.tell('media.uploadsChanged', {}), onBroken: (cause) => desk.broken(cause, 'pictures') });
  const library: Library = wireLibrary(desk, { catalog, intake, pictures, fetch: options.fetch, startWorker: options.startPictureWorker });
  const sync = wireSync(desk, { catalog, intake, fetchHistory, place: places.take, tryOthers: () => all.tryNow() });

  const services = [account, wireAudit(desk), wireModeration(desk), wireVerification(desk), wireModeration(desk), settings, catalog, orders, orderMoney, messaging, intake, bulk, exports, finance, money, files, pictures, library, sync] satisfies Service[];
  const all = everyone(services);
  const handlers: Handlers<IpcChannels> = handlersOf(services);
  const guarded = guardHandlers(handlers, account.slot.db, account.cacheFailed);

  const started = await account.session.start();
  if (!started.ok) log.warn({ code: started.error.code, details: started.error.details }, 'the cache of the last account could not be opened');
  return {
    answer: (message): Promise<ReplyMessage> => answer(ipcChannels, guarded, message, (channel, cause) => ground.broken(cause, channel)),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    place: places.put,
    pictures,
    close: async () => {
      listeners.clear();
      await all.close();
    },
  };
}
