import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { z } from 'zod';
import { answer, type EventMessage, type Handlers, type ReplyMessage } from '#shared/contract/channel.ts';
import { ipcChannels, type IpcChannels, type IpcEvents } from '#shared/contract/ipc.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { syncChannels } from '#shared/sync/contract.ts';
import type { SnapshotManifest } from '#shared/sync/model.ts';
import type { Connection, SyncState } from '#shared/sync/sync-state.ts';
import packageJson from '../package.json' with { type: 'json' };
import { cacheSlot } from './account-cache.ts';
import { fileAccounts } from './auth/accounts.ts';
import { demoAccounts } from './auth/demo-accounts.ts';
import { keepLease } from './auth/lease.ts';
import { authHandlers } from './auth/handlers.ts';
import { fileSecrets, memorySecrets, type SecretStore } from './auth/secret-store.ts';
import { refreshAttempts } from './auth/refresh-attempt.ts';
import { createSessionService, type SessionService } from './auth/session-service.ts';
import { chosenPlaces } from './bulk/export/chosen-places.ts';
import { createExports } from './bulk/export/handlers.ts';
import { createBulk } from './bulk/handlers.ts';
import { actorOf } from './catalog/edit.ts';
import { jobsOver } from './catalog/fetch-jobs.ts';
import { createCatalog } from './catalog/handlers.ts';
import type { FetchHistory } from './catalog/history.ts';
import { folderOfCache } from './files/file-folder.ts';
import { createFiles, type FilesService } from './files/handlers.ts';
import { createPictureUploads, type PictureUploads } from './media/uploads.ts';
import { createHttpClient } from './http/client.ts';
import { admitting } from './intake/admit.ts';
import { createIntake } from './intake/handlers.ts';
import type { DataProcess } from './ipc/data-process-contract.ts';
import { guardHandlers } from './ipc/guard-handlers.ts';
import { serveProcess } from './ipc/serve-process.ts';
import { shellLine } from './ipc/shell-line.ts';
import { systemScheduler, type Random, type Scheduler } from './runtime/scheduler.ts';
import { systemRandom } from './runtime/system-random.ts';
import { createSettings } from './settings/handlers.ts';
import { createSyncEngine } from './sync/engine.ts';
import { preflightDesk } from './sync/preflight.ts';
import { syncHandlers } from './sync/handlers.ts';
import { syncChannelsOver } from './sync/channels-over.ts';
import { importDesk } from './sync/import-desk.ts';
import { socketLine } from './sync/live.ts';
import { snapshotFilesFor } from './sync/snapshot-files.ts';

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
};

/** The language of the system. `DateTimeFormat` tells the same, but loading the calendars for it takes 20 to 50 ms of every start. */
const { locale: systemLocale } = new Intl.PluralRules().resolvedOptions();

/**
 * Everything behind the windows: session, cache, catalogue, settings and the sync engine, put together. Opens the cache of whoever
 * worked here last before it resolves, without a network.
 */
export async function createDataProcess(options: DataProcessOptions): Promise<DataProcess & { readonly pictures: PictureUploads }> {
  const { dataDir, log } = options;
  const serverUrl = options.serverUrl.replace(/\/+$/, '');
  const scheduler: Scheduler = options.scheduler ?? (options.clock ? { ...systemScheduler, now: options.clock } : systemScheduler);
  const random: Random = options.random ?? systemRandom();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const listeners = new Set<(event: EventMessage) => void>();
  const tell = <E extends keyof IpcEvents>(name: E, payload: z.input<IpcEvents[E]>): void => {
    for (const listener of listeners) listener({ t: 'event', name, payload });
  };
  const broken = (cause: unknown, what: string): void => log.error({ code: 'internal', what, cause: cause instanceof Error ? cause.stack : 'unknown' }, 'broken promise');

  const plain = { serverUrl, scheduler, random, fetch: options.fetch ?? globalThis.fetch, onCall: (call: object) => log.debug(call, 'call') };
  const anonymous = createHttpClient(plain);
  const tokens = { current: () => session.tokens.current(), renew: (spent: string | null) => session.tokens.renew(spent) };
  const http = createHttpClient({ ...plain, tokens });

  const slot = cacheSlot({
    dataDir, serverUrl, scheduler,
    engineFor: (own, file) => createSyncEngine({
      cache: { current: () => own.db()!, replace: own.replace },
      files: snapshotFilesFor(file, scheduler.now),
      // Also on one machine: unpacking takes less time than four times the bytes through a socket (0.51 against 0.60 of the raw insert).
      encodings: options.encodings ?? ['zstd', 'gzip', 'identity'],
      http, scheduler, random,
      preflight: preflightDesk({ db: () => own.db()!, actor: () => { const me = session.me(); return me === null ? null : actorOf(me); }, scheduler }),
      live: socketLine({ serverUrl, tokens, scheduler, random, onBroken: (event) => log.warn({ code: 'invalid-input', event }, 'the server sent something that is not in the contract') }),
      log,
      onState: (state) => {
        tell('sync.state', state);
        connectionIs(state.connection);
        lease.look();
      },
      onFailure: cacheFailed,
    }),
    onSwap: () => {
      lease.look();
      cacheChanged();
      connectionIs(syncState().connection);
      tell('sync.state', syncState());
    },
    onMended: (recovery) => {
      log.warn({ code: 'cache-broken', ...recovery }, 'the cache was broken: set aside, what was made here is kept, the rest comes again');
      const engine = slot.engine();
      engine?.start();
      void engine?.tryNow();
    },
  });
  /** Another cache may be looked at now, or none. */
  const cacheChanged = (): void => [catalog, intake, bulk, files, pictures].forEach((service) => service.cacheChanged());
  const connectionIs = (connection: Connection): void => [files, pictures].forEach((service) => service.connection(connection));
  /** Something could not be done to the cache; a broken one is replaced. */
  const cacheFailed = (error: AppError): void => {
    if (error.code === 'cache-broken') slot.mend().catch((cause: unknown) => broken(cause, 'mend'));
  };

  const lease = keepLease({
    cache: slot.db, scheduler,
    onChange: () => {
      cacheChanged();
      session.lockChanged();
    },
  });
  /** What may be looked at. */
  const openCache = () => (lease.locked() ? null : slot.db());

  const session: SessionService = createSessionService({
    attemptOf: refreshAttempts(options.secrets, random),
    serverUrl, device: hostname().slice(0, 100), http: anonymous, secrets: options.secrets, accounts: fileAccounts(dataDir), demo: demoAccounts(options.demoAccountsFile ?? null), cache: slot,
    onReady: () => {
      const engine = slot.engine();
      engine?.start();
      void engine?.tryNow();
    },
    locked: () => lease.locked(),
    onChange: (now) => {
      tell('auth.changed', now);
      settings.accountChanged();
    },
    onBroken: (cause) => broken(cause, 'session'),
  });

  const settings = createSettings({
    cache: slot.db, dataDir, locale: () => session.me()?.locale ?? null, systemLocale,
    about: () => ({ version: packageJson.version, protocol: PROTOCOL_VERSION, shell: options.shell ?? 'browser', dataDir, cacheFile: slot.db()?.file ?? null, serverUrl, encrypted: false }),
    tell: (now) => {
      tell('settings.changed', now);
      catalog.shopChosen();
    },
  });
  const fetchHistory: FetchHistory = async ({ entity, id }, limit, before) => {
    const answered = await http(entity === 'shop' ? 'shopHistory' : 'history', { params: { id }, query: { limit, ...(before === undefined ? {} : { before }) } });
    return answered.ok ? ok(answered.value.entries) : answered;
  };
  const catalog = createCatalog({
    cache: openCache, me: session.me, locale: () => settings.current().locale, scheduler, random,
    fetchHistory, fetchJobs: jobsOver(http), chosenShop: () => settings.current().shopId,
    tell: (changed) => tell('catalog.changed', changed),
    tellWorking: (working) => tell('catalog.working', working),
    onFailure: (error) => {
      log.warn({ code: error.code, rule: error.rule }, 'housekeeping failed; it is tried again');
      cacheFailed(error);
    },
  });

  const intake = createIntake({ dataDir, cache: openCache, me: session.me, scheduler, random, admit: admitting((productId, bytes) => files.admit(productId, bytes)) });
  const bulk = createBulk({
    cache: openCache, me: session.me, locale: () => settings.current().locale, scheduler, random,
    applied: (written, intent) => catalog.remember(written, intent, []),
    imports: join(dataDir, 'imports'), importsOf: (file) => join(folderOfCache(dataDir, file), 'imports'), intake,
    tell: (head) => tell('bulk.changed', head),
    onFailure: (error) => {
      log.warn({ code: error.code, rule: error.rule }, 'a preview could not be computed to its end');
      cacheFailed(error);
    },
  });

  const places = chosenPlaces();
  const exports = createExports({
    dataDir, cache: openCache, me: session.me, listed: catalog.listed, scheduler, random, site: serverUrl, place: places.take, fromFile: bulk.fromFile,
    ...(options.files?.downloads ? { downloads: options.files.downloads } : {}),
    tell: (state) => tell('bulk.exporting', state),
    onBroken: (cause) => broken(cause, 'export'),
  });

  const files: FilesService = createFiles({
    ...options.files, dataDir, cache: openCache, me: session.me, http, intake, scheduler, random,
    tell: () => tell('catalog.filesChanged', {}),
    onBroken: (cause) => broken(cause, 'files'),
  });

  const pictures = createPictureUploads({
    dataDir, serverUrl, cache: openCache, me: session.me, http, tokens, scheduler, random,
    tell: () => tell('media.uploadsChanged', {}),
    onBroken: (cause) => broken(cause, 'pictures'),
  });

  /** Nobody is signed in, or the cache cannot be opened: said in the same place as everything about the connection. */
  const idleState = (): SyncState => {
    const refusal = slot.refusal();
    return { connection: refusal ? { name: 'stopped', error: refusal } : { name: 'signed-out' }, cacheReady: false, searchReady: false, unsent: 0, conflicts: 0, rejected: 0, lastSyncAt: null, cacheBytes: 0 };
  };
  const imports = importDesk(intake);
  const syncState = (): SyncState => slot.engine()?.state() ?? idleState();
  const openSync = (): Result<Handlers<typeof syncChannels>, AppError> => {
    const engine = slot.engine();
    const me = session.me();
    if (!engine || !me) return err(slot.refusal() ?? { code: 'signed-out' });
    if (lease.locked()) return err({ code: 'not-ready', rule: 'lease-over' });
    return ok(syncHandlers({
      db: () => slot.db()!, engine, actor: () => actorOf(me), locale: () => settings.current().locale, now: scheduler.now, random, fetchHistory, exportsTo: { folder: join(dataDir, 'exports'), server: serverUrl, place: places.take },
      shop: catalog.shopShown, works: catalog.works, imports, scheduler,
      askKnown: async (edits) => {
        const answered = await http('known', { body: { edits: [...edits] } });
        return answered.ok ? ok(answered.value.known) : answered;
      },
    }));
  };
  const handlers: Handlers<IpcChannels> = {
    ...authHandlers(session),
    ...catalog.handlers,
    ...intake.handlers,
    ...bulk.handlers,
    ...exports.handlers,
    ...settings.handlers,
    ...files.handlers,
    ...pictures.handlers,
    'sync.state': () => ok(syncState()),
    // Also while the cache is shut: this is how it opens again.
    'sync.now': async () => {
      const engine = slot.engine();
      if (!engine) return err(slot.refusal() ?? { code: 'signed-out' });
      await engine.tryNow();
      files.tryNow();
      pictures.tryNow();
      return ok(syncState());
    },
    ...syncChannelsOver(openSync),
  };
  const guarded = guardHandlers(handlers, slot.db, cacheFailed);

  const started = await session.start();
  if (!started.ok) log.warn({ code: started.error.code, details: started.error.details }, 'the cache of the last account could not be opened');
  return {
    answer: (message): Promise<ReplyMessage> => answer(ipcChannels, guarded, message, (channel, cause) => broken(cause, channel)),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    place: places.put,
    pictures,
    close: async () => {
      listeners.clear();
      lease.stop();
      bulk.close();
      catalog.close();
      await exports.close();
      await files.close();
      await pictures.close();
      await intake.close();
      await slot.close();
    },
  };
}

/** Runs as a process of its own when a shell has started this very file. */
function runAsProcess(): void {
  const line = shellLine();
  if (!line) return;
  let log: Logger = pino({ enabled: false });
  const die = (cause: unknown, what: string) => {
    log.fatal({ code: 'internal', what, cause: cause instanceof Error ? cause.stack : 'unknown' }, 'the data process ends; its shell starts it again');
    process.exit(1);
  };
  process.on('uncaughtException', (cause) => die(cause, 'uncaught exception'));
  process.on('unhandledRejection', (cause) => die(cause, 'unhandled rejection'));
  serveProcess(line, (start, keychain) => {
    log = pino({ level: process.env['COMPTOIR_LOG'] ?? 'info' }, pino.destination({ dest: join(start.dataDir, 'logs', 'data-process.log'), mkdir: true, sync: true }));
    const secrets = start.secrets === 'keychain' ? keychain : start.secrets === 'file' ? fileSecrets(start.dataDir) : memorySecrets();
    return createDataProcess({ dataDir: start.dataDir, serverUrl: start.serverUrl, secrets, log, shell: start.shell, demoAccountsFile: start.demoAccountsFile });
  }, (code) => process.exit(code));
}

// Imported by a test or a tool it only offers `createDataProcess`: those may have a parent process that is no shell.
if (Reflect.has(process, 'parentPort') || /data-process\.[jt]s$/.test(process.argv[1] ?? '')) runAsProcess();
