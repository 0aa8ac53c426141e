import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { HOUR_MS, type Clock, type EpochMs } from '#shared/kernel/time.ts';
import { createApp } from './app.ts';
import { auditHandlers } from './audit/handlers.ts';
import { keepSealing } from './audit/keep-sealing.ts';
import type { AuthDeps } from './auth/auth-service.ts';
import { authHandlers } from './auth/handlers.ts';
import { keysFrom } from './auth/keys.ts';
import { PASSWORD_COST, passwordsWith, type Passwords } from './auth/passwords.ts';
import { pruneRefreshTokens } from './auth/refresh-tokens.ts';
import { actorOf, sessionOf } from './auth/sessions.ts';
import { pruneTries } from './auth/sign-in-tries.ts';
import { catalogHandlers } from './catalog/handlers.ts';
import type { ServerConfig } from './config.ts';
import { NewerDatabase } from './db/migrate.ts';
import { openDatabase, type ServerDb } from './db/open.ts';
import { explainDemo } from './demo/explain.ts';
import { inTransaction } from './db/transaction.ts';
import { seedDemo, type Seeding } from './demo/seed.ts';
import type { ServerDeps } from './deps.ts';
import { answerBrokenRequests } from './http/client-errors.ts';
import type { Authenticate } from './http/handler.ts';
import type { Draining } from './http/health.ts';
import { fileHandlers } from './files/handlers.ts';
import { localFolder } from './files/local-folder.ts';
import type { FileStore } from './files/file-store.ts';
import { tidyFiles } from './files/tidy.ts';
import { jobHandlers } from './jobs/handlers.ts';
import { tableJobs } from './jobs/table-jobs.ts';
import { createLog } from './log.ts';
import { mediaService, type MediaService } from './media/service.ts';
import { tellOrders } from './orders/payment-facts.ts';
import { orderService } from './orders/service.ts';
import { messagingHandlers } from './messaging/handlers.ts';
import { scriptedCustomer } from './demo/scripted-customer.ts';
import { moderationService } from './moderation/service.ts';
import { paymentService } from './payments/service.ts';
import { payoutHandlers } from './payouts/handlers.ts';
import { tidyBooks } from './payouts/housekeeping.ts';
import { systemRandom } from './random.ts';
import { loadSecret } from './secret.ts';
import { ClusterRefused, joinCluster, type Cluster } from './socket/cluster.ts';
import { socketServer, type SocketServer } from './socket/socket-server.ts';
import { syncHandlers } from './sync/handlers.ts';
import { compact } from './sync/compact.ts';
import { readHeads } from './sync/pull.ts';
import { scopesOf } from './sync/scopes.ts';
import type { VerificationDeps } from './verification/acts.ts';
import { verificationHandlers } from './verification/handlers.ts';
import { tidyVerification } from './verification/review.ts';
import { vaultIn } from './verification/vault.ts';
import { settleWideHome } from './sync/wide-scope.ts';

/** Why the server did not start, in one line somebody can act on. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

export type StartOptions = {
  readonly log?: Logger;
  readonly clock?: Clock;
  readonly onSeeding?: (seeding: Seeding) => void;
  /** Other hashing costs than in life; for tests. */
  readonly passwords?: Passwords;
  /** How long calls under way may take to finish once the server was asked to stop, milliseconds. */
  readonly graceMs?: number;
  /** Holds replies to the contract; for tests. */
  readonly checkReplies?: boolean;
};

export type RunningServer = {
  readonly url: string;
  /** The account service, for seeding and tests in the same process. */
  readonly auth: AuthDeps;
  readonly deps: ServerDeps;
  /** Finishes the calls it has accepted, closes sockets, then the database. Twice is once. */
  close(): Promise<void>;
};

const GRACE_MS = 6_000;

/**
 * Starts the companion server: data folder, secret, database with its tables, demo marketplace when asked for, and then the port.
 * When this returns, the server answers.
 *
 * @throws StartRefused with one line for the person who starts it
 */
export async function startServer(config: ServerConfig, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(config.logLevel);
  const clock = options.clock ?? (() => Date.now() as EpochMs);
  const random = systemRandom;
  prepareFolder(config.dataDir);
  const secret = loadSecret({ fromEnvironment: config.secret, dataDir: config.dataDir, production: config.production });
  if (!secret.ok) throw new StartRefused(secret.error);
  const keys = keysFrom(secret.value);
  const passwords = options.passwords ?? passwordsWith(PASSWORD_COST);

  const db = await openOrRefuse(config, log);
  try {
    if (db.dialect.watermark && (await inTransaction(db, settleWideHome))) log.warn('the database comes from another cluster: consoles of staff start over');
    const seeded = await seedDemo({ db, clock, random, passwords, dataDir: config.dataDir }, config.demo, options.onSeeding);
    if (!seeded.ok) throw new StartRefused(`the demo marketplace could not be made: ${explainDemo(seeded.error)}`);
    const cluster = config.redisUrl === null ? undefined : await joinOrRefuse(config.redisUrl, log);
    return await serve({ config, options, log, clock, random, keys, passwords, db, ...(cluster ? { cluster } : {}) });
  } catch (cause) {
    await db.close();
    throw cause;
  }
}

type Parts = {
  config: ServerConfig; options: StartOptions; log: Logger; clock: Clock; random: (bytes: Uint8Array) => Uint8Array;
  keys: AuthDeps['keys']; passwords: Passwords; db: ServerDb; cluster?: Cluster;
};

async function serve({ config, options, log, clock, random, keys, passwords, db, cluster }: Parts): Promise<RunningServer> {
  const draining: Draining = { now: false };
  const http = createServer({ requestTimeout: 120_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16 * 1024 });
  answerBrokenRequests(http);
  const auth: AuthDeps = { db, clock, random, keys, passwords, log, onSessionEnded: (session) => sockets.endSession(session) };
  const sockets: SocketServer = socketServer(http, {
    clock, log, origins: config.origins, scopesOf, ...(cluster ? { cluster } : {}),
    sessionOf: (token) => sessionOf(auth, token),
    actorOf: (userId) => actorOf(db, userId),
    headsOf: (scopes) => readHeads({ db }, scopes),
    nameOf: async (userId) => (await db.kysely.selectFrom('app_user').select('name').where('id', '=', userId).executeTakeFirst())?.name ?? null,
  });
  const deps: ServerDeps = { db, clock, random, log, dataDir: config.dataDir, live: sockets.live };
  const audit = { db, clock, random, key: keys.audit };
  const sealing = keepSealing(audit, log);
  const verification = { db, clock, random, vault: vaultIn(join(config.dataDir, 'verification'), keys.verification) };
  const sync = syncHandlers(deps);
  const store = localFolder(join(config.dataDir, 'files'));
  const authenticate: Authenticate = async (token) => {
    const session = await sessionOf(auth, token);
    return session.ok ? { ok: true, value: session.value.actor } : session;
  };
  const media = await mediaService({ ...deps, settings: config.media, authenticate, linkKey: keys.links });
  const jobs = tableJobs(deps);
  const payments = paymentService({ ...deps, jobs, settings: config.payments, localKey: keys.localPayments, listeners: [tellOrders(deps)] });
  const orders = orderService({ ...deps, jobs, payments });
  const moderation = moderationService({ ...deps, jobs });
  http.on('request', createApp({
    db, clock, random, log, draining,
    origins: config.origins,
    trustProxy: config.trustProxy,
    handlers: { ...auditHandlers(audit), ...verificationHandlers(verification), ...authHandlers({ ...auth, onGrantsChanged: sockets.live.grants }), ...catalogHandlers(deps), ...fileHandlers({ ...deps, store }), ...media.handlers, ...moderation.handlers, ...payoutHandlers(deps), ...jobHandlers({ ...deps, jobs }), ...payments.handlers, ...orders.handlers, ...messagingHandlers(deps), ...sync },
    authenticate,
    routers: [...media.routers, ...payments.routers],
    checkReplies: options.checkReplies ?? false,
  }));

  // Several servers would each play the customer.
  const customer = config.demo.kind === 'none' || cluster ? null : scriptedCustomer({ ...deps, customerDoes: sockets.customerDoes });
  const housekeeping = setInterval(() => void tidy({ db, store, media, verification, clock, log }), HOUR_MS);
  let closing: Promise<void> | null = null;
  const close = async () => {
    draining.now = true;
    clearInterval(housekeeping);
    await customer?.close();
    await sockets.close();
    await finishCalls(http, options.graceMs ?? GRACE_MS, log);
    await orders.close();
    await moderation.close();
    await jobs.close();
    await sync.close();
    await media.close();
    await sealing.close();
    await db.close();
    log.info('stopped');
  };

  try {
    await listen(http, config);
  } catch (cause) {
    clearInterval(housekeeping);
    await customer?.close();
    await sockets.close();
    await jobs.close();
    await sync.close();
    await media.close();
    await sealing.close();
    throw cause;
  }
  const { port } = http.address() as AddressInfo;
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  log.info({ port, database: db.dialect.name }, 'serving');
  orders.start();
  moderation.start();
  jobs.start({ ...moderation.workers, ...payments.workers(url), ...orders.workers });
  await tidy({ db, store, media, verification, clock, log });
  return { url, auth, deps, close: () => (closing ??= close()) };
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartRefused(`the data folder ${dataDir} cannot be written (${codeOf(cause)}); choose another with --data FOLDER`, { cause });
  }
}

async function openOrRefuse(config: ServerConfig, log: Logger): Promise<ServerDb> {
  try {
    return await openDatabase(config.database, { onLost: (cause) => log.warn({ err: cause }, 'a connection to the database was lost') });
  } catch (cause) {
    if (cause instanceof NewerDatabase) throw new StartRefused(cause.message, { cause });
    // The address may hold a password: only its host is told.
    const where = config.database.kind === 'sqlite' ? config.database.file : `PostgreSQL at ${hostOf(config.database.url)}`;
    throw new StartRefused(`the database (${where}) cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

async function joinOrRefuse(url: string, log: Logger): Promise<Cluster> {
  try {
    return await joinCluster(url, log);
  } catch (cause) {
    if (cause instanceof ClusterRefused) throw new StartRefused(`Redis at ${hostOf(url)} refused this server (${cause.message}); check user and password in REDIS_URL`, { cause });
    throw cause;
  }
}

function listen(http: Server, { host, port }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (cause) => {
      const code = codeOf(cause);
      const reason = code === 'EADDRINUSE' ? `port ${port} is taken by another program` : code === 'EACCES' ? `port ${port} needs more rights` : `the server cannot listen on ${host}:${port} (${code})`;
      reject(new StartRefused(`${reason}; choose another with --port N (0 for any free one)`, { cause }));
    });
    http.listen(port, host, resolve);
  });
}

/** Takes no new connection, lets the calls under way finish, and cuts what is left after a while. */
async function finishCalls(http: Server, graceMs: number, log: Logger): Promise<void> {
  const finished = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  // A connection that becomes idle after its last answer is closed as soon as it is seen.
  const sweep = setInterval(() => http.closeIdleConnections(), 50);
  const cut = setTimeout(() => {
    log.warn({ graceMs }, 'calls did not finish in time and were cut');
    http.closeAllConnections();
  }, graceMs);
  await finished;
  clearInterval(sweep);
  clearTimeout(cut);
}

type Kept = { readonly db: ServerDb; readonly store: FileStore; readonly media: MediaService; readonly verification: VerificationDeps; readonly clock: Clock; readonly log: Logger };

async function tidy({ db, store, media, verification, clock, log }: Kept): Promise<void> {
  try {
    await pruneRefreshTokens(db, clock());
    await pruneTries(db, clock());
    const removed = await compact(db, clock());
    if (removed > 0) log.info({ removed }, 'positions of records long gone were removed');
    await tidyBooks({ db, clock, random: systemRandom });
    await tidyVerification(verification);
    const files = await tidyFiles(db, store, clock());
    if (files > 0) log.info({ files }, 'files nobody names any more were removed');
    const pictures = await media.tidy();
    if (pictures.gone + pictures.scanned > 0) log.info(pictures, 'uploads of pictures were given up, or scanned late');
  } catch (cause) {
    log.warn({ err: cause }, 'housekeeping failed; it comes again in an hour');
  }
}

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason');
const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  // Several addresses of one host refused: Node wraps them and leaves the message empty.
  return inner instanceof Error ? inner.message || codeOf(inner) : String(inner);
};
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an address that cannot be read');
