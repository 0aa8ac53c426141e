import { assert } from '#shared/kernel/assert.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { transition } from '#shared/kernel/state-machine.ts';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import { afterFailure, connectionStates, pauseBeforeTry } from '#shared/sync/connection.ts';
import type { Connection, Poke, SyncState } from '#shared/sync/contract.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import { searchReady } from '../catalog/search-index.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { failureOf } from '../db/failure.ts';
import type { HttpClient } from '../http/client.ts';
import { fraction, type Random, type Scheduler } from '../runtime/scheduler.ts';
import { bootstrapScope } from './bootstrap.ts';
import { healScope, type ToldRoot } from './heal.ts';
import type { LiveLine } from './live.ts';
import type { PreflightDesk } from './preflight.ts';
import { PAGE_ROWS, pullScope, takePoke } from './pull.ts';
import { BATCH_EDITS, pushAll } from './push.ts';
import { revokeScope } from './revoke.ts';
import { startAgain } from './set-back.ts';
import type { ChunkCodec, SnapshotFiles } from './snapshot-files.ts';
import { clientId, countConflicts, countEdits, lastCseq, metaOf, putScope, scopeOf, scopesHere, setMeta } from './store.ts';

export type EngineLog = { info(fields: object, message: string): void; warn(fields: object, message: string): void; error(fields: object, message: string): void };

export type EngineDeps = {
  /** The cache in use; the engine replaces it when a snapshot takes its place. */
  readonly cache: { current(): CacheDb; replace(next: CacheDb): void };
  readonly files: SnapshotFiles;
  readonly codec: ChunkCodec;
  readonly encodings: SnapshotManifest['encoding'][];
  readonly http: HttpClient;
  readonly live: LiveLine;
  /** Looks at what waits after a time away, before it is sent; without it everything is sent at once. */
  readonly preflight?: PreflightDesk;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly log: EngineLog;
  readonly limits?: EngineLimits;
  /** Told at most every tenth of a second. */
  readonly onState: (state: SyncState) => void;
  /** The cache could not be read or written: a full disk, a broken file. */
  readonly onFailure?: (error: AppError) => void;
};

export type SyncEngine = {
  /** Begins, and goes on by itself until `stop`. */
  start(): void;
  /** Ends requests that are under way; resolves when nothing touches the cache any more. */
  stop(): Promise<void>;
  state(): SyncState;
  /** Edits were made here: they are sent if the server is there. */
  edited(): void;
  /** Tries at once whatever the back-off says; resolves when the try is over. */
  tryNow(): Promise<void>;
  /** Something the state speaks of has changed. */
  touched(): void;
};

/** How much travels at once. A simulator makes these small, so that a history of a few edits meets every seam. */
export type EngineLimits = {
  /** From here on a scope comes as a file; below, pages are as quick. */
  readonly fileFromRows: number;
  /** So many rows come first, so that there is something to look at and work with. */
  readonly firstRows: number;
  readonly pageRows: number;
  readonly batchEdits: number;
};
const usualLimits: EngineLimits = { fileFromRows: 2_000, firstRows: 200, pageRows: PAGE_ROWS, batchEdits: BATCH_EDITS };
const STATE_EVERY_MS = 100;
const HEARTBEAT_MS = 30 * SECOND_MS;

/**
 * Keeps one cache and the server in step: sends what was edited here, brings what changed there, and says at any time how that stands.
 *
 * One thing happens at a time. A round asks what is new, sends the outbox, fetches missing scopes as files and pulls the rest;
 * between rounds it waits for an edit, for news on the live line, for a timer. Whatever happens outside comes in through
 * `EngineDeps`: a simulator can drive exactly this code.
 */
export function createSyncEngine(deps: EngineDeps): SyncEngine {
  const { cache, scheduler, random, log } = deps;
  const limits = deps.limits ?? usualLimits;
  let connection: Connection = { name: 'connecting', attempt: 1 };
  let lastSyncAt = numberOrNull(metaOf(cache.current(), 'last-sync'));
  let offlineSince: EpochMs | null = null;
  let failures = 0;
  let stopping = false;
  let running: Promise<void> | null = null;
  const stopper = new AbortController();

  // What the next round has to look at.
  let checkScopes = true;
  const behind = new Set<ScopeName>();
  const resetScopes = new Set<ScopeName>();
  let pokes: Poke[] = [];
  let lineOpen = false;
  let lineUp = false;

  // Waking up.
  let wake: (() => void) | null = null;
  let nudged: 'no' | 'news' | 'urgent' = 'no';
  let roundOver: (() => void)[] = [];
  const nudge = (how: 'news' | 'urgent') => {
    if (nudged !== 'urgent') nudged = how;
    // News do not cut a back-off short: it is there because the server does not answer.
    if (how === 'urgent' || connection.name === 'online') wake?.();
  };

  // Telling.
  let quietUntil: (() => void) | null = null;
  let untold = false;
  const touched = () => {
    if (stopping) return;
    if (quietUntil) {
      untold = true;
      return;
    }
    quietUntil = scheduler.after(STATE_EVERY_MS, () => {
      quietUntil = null;
      if (untold) touched();
    });
    untold = false;
    try {
      deps.onState(state());
    } catch (cause) {
      const known = failureOf(cause);
      if (known === null) throw cause;
      deps.onFailure?.(known);
    }
  };
  const become = (next: Connection) => {
    if (next.name !== connection.name) {
      const legal = transition(connectionStates, connection.name, next.name);
      assert(legal.ok, () => `connection ${connection.name} → ${next.name}`);
      log.info({ from: connection.name, to: next.name, ...('error' in next && next.error ? { code: next.error.code, rule: next.error.rule } : {}) }, 'connection');
    }
    connection = next;
    touched();
  };
  const state = (): SyncState => {
    const db = cache.current();
    const ahead = deps.preflight?.current() ?? null;
    const { unsent, rejected } = countEdits(db);
    const scopes = scopesHere(db);
    const cacheReady = scopes.length > 0 && scopes.every(({ caughtUpAt }) => caughtUpAt !== null);
    return { connection, cacheReady, searchReady: cacheReady && searchReady(db), unsent, rejected, conflicts: countConflicts(db), lastSyncAt, cacheBytes: db.bytes(), ...(ahead === null ? {} : { preflight: ahead }) };
  };

  const http: HttpClient = (name, sent, how) => deps.http(name, sent, { ...how, signal: how?.signal ? AbortSignal.any([how.signal, stopper.signal]) : stopper.signal });
  const pullDeps = {
    http,
    scheduler,
    onPage: () => touched(),
    onGrants: (epoch: number) => {
      if (String(epoch) !== metaOf(cache.current(), 'grants')) checkScopes = true;
    },
  };

  const push = async (onProgress: (remaining: number) => void): Promise<Result<void, AppError>> => {
    const pushed = await pushAll({ db: cache.current, http, scheduler, random, onProgress, batchEdits: limits.batchEdits });
    if (!pushed.ok) return pushed;
    for (const scope of pushed.value) behind.add(scope);
    return ok(undefined);
  };

  /** Which scopes there are, how far each is here, and which are mine no more. */
  const askScopes = async (): Promise<Result<void, AppError>> => {
    const answered = await http('scopes', { query: { client: clientId(cache.current()) } });
    if (!answered.ok) return answered;
    const { scopes, grantsEpoch } = answered.value;
    if (answered.value.lastCseq > lastCseq(cache.current())) {
      log.warn({ code: 'stale-version', here: lastCseq(cache.current()), there: answered.value.lastCseq }, 'this disk was set back to an older copy: going on under a new name');
      await cache.current().inTurn((db) => startAgain(db, uuidv7(scheduler.now, random)));
    }
    const mine = new Set(scopes.map(({ scope }) => scope));
    for (const { scope } of scopesHere(cache.current())) {
      if (mine.has(scope)) continue;
      if (deps.files.progress()?.manifest.scope === scope) deps.files.discard();
      await revokeScope(cache.current(), scope, scheduler.now(), random);
      behind.delete(scope);
      resetScopes.delete(scope);
    }
    await cache.current().inTurn((db) => {
      for (const { scope, head } of scopes) {
        const here = scopeOf(db, scope);
        if (!here) putScope(db, { scope, cursor: '', head, caughtUpAt: null });
        else if (here.cursor !== head) behind.add(scope);
      }
      if (metaOf(db, 'grants') !== String(grantsEpoch)) setMeta(db, 'grants', String(grantsEpoch));
    });
    rows = new Map(scopes.map((one) => [one.scope, one.rows]));
    checkScopes = false;
    return ok(undefined);
  };
  let rows: ReadonlyMap<ScopeName, number> = new Map();

  /** Scopes that were never whole here or have to start over; what the seller works on first, what is common last. */
  const missingScopes = (): ScopeName[] => scopesHere(cache.current()).filter(({ scope, caughtUpAt }) => caughtUpAt === null || resetScopes.has(scope)).map(({ scope }) => scope).sort((a, b) => Number(a === 'common') - Number(b === 'common'));

  const bringScope = async (scope: ScopeName): Promise<Result<void, AppError>> => {
    if (!resetScopes.has(scope) && (rows.get(scope) ?? 0) < limits.fileFromRows) {
      behind.add(scope);
      return ok(undefined);
    }
    let pushing: Promise<unknown> | null = null;
    const brought = await bootstrapScope({
      ...pullDeps,
      db: cache.current,
      files: deps.files,
      codec: deps.codec,
      encodings: deps.encodings,
      between: async () => {
        if (countEdits(cache.current()).unsent === 0 || deps.preflight?.held()) return;
        await (pushing ??= push(() => undefined).finally(() => (pushing = null)));
      },
      onPublished: cache.replace,
      onPhase: become,
    }, scope);
    if (!brought.ok) return brought;
    resetScopes.delete(scope);
    behind.add(scope);
    return ok(undefined);
  };

  /** Once per round and reason; a server that says the same again is given the time of a back-off. */
  const startedOver = (what: string): boolean => {
    const first = !overInRound.has(what);
    overInRound.add(what);
    return first;
  };
  let overInRound = new Set<string>();

  const pullBehind = async (): Promise<Result<void, AppError>> => {
    for (const scope of behind) {
      if (connection.name !== 'online') become({ name: 'catching-up', remainingRows: null });
      const pulled = await pullScope(pullDeps, cache.current, scope, { limit: limits.pageRows });
      if (!pulled.ok) {
        if (pulled.error.code === 'reset' && startedOver(`reset ${scope}`)) {
          resetScopes.add(scope);
          behind.delete(scope);
          continue;
        }
        // Mine no more: the list of scopes says so, and its rows leave.
        if (pulled.error.code === 'forbidden' && startedOver(`forbidden ${scope}`)) {
          checkScopes = true;
          behind.delete(scope);
          continue;
        }
        return pulled;
      }
      behind.delete(scope);
      if (pulled.value.told !== null && scheduler.now() - (lookedAt.get(scope) ?? 0) >= HEARTBEAT_MS) toLookAt.set(scope, pulled.value.told);
    }
    return ok(undefined);
  };

  /** What the server told of the digests of scopes; compared at the end of a round, when nothing else is to be done. */
  const toLookAt = new Map<ScopeName, ToldRoot>();
  const lookedAt = new Map<ScopeName, EpochMs>();
  const heal = async (): Promise<void> => {
    for (const [scope, told] of toLookAt) {
      toLookAt.delete(scope);
      lookedAt.set(scope, scheduler.now());
      const done = await healScope({ http, scheduler, db: cache.current, interrupted: () => stopping || nudged !== 'no' }, scope, told);
      if (!done.ok) log.info({ scope, code: done.error.code }, 'digest not compared');
      else if (done.value.fetched > 0 || done.value.healed > 0) log.warn({ scope, ...done.value }, 'records that differed were fetched again');
    }
  };

  const takePokes = async (): Promise<void> => {
    const news = pokes;
    pokes = [];
    for (const poke of news) if ((await takePoke(cache.current(), poke, scheduler.now())) === 'pull') behind.add(poke.scope);
  };

  const somethingToDo = () => checkScopes || pokes.length > 0 || behind.size > 0 || resetScopes.size > 0 || countEdits(cache.current()).unsent > deferred;
  /** Edits that wait for a newer server or console are not a reason to go round in circles. */
  let deferred = 0;

  const round = async (): Promise<Result<void, AppError>> => {
    deferred = 0;
    overInRound = new Set();
    let refusedPush: AppError | null = null;
    if (clientId(cache.current()) === '') await cache.current().inTurn((db) => setMeta(db, 'client', uuidv7(scheduler.now, random)));
    do {
      if (stopping) return err({ code: 'offline', rule: 'cancelled' });
      if (checkScopes) {
        const asked = await askScopes();
        if (!asked.ok) return asked;
      }
      await takePokes();
      if (deps.preflight?.due(lastSyncAt)) {
        const fresh = await pullBehind();
        if (!fresh.ok) return fresh;
        const { heldUntil } = await deps.preflight.look(lastSyncAt!);
        if (heldUntil !== null) scheduler.after(heldUntil - scheduler.now(), () => nudge('urgent'));
      }
      const pushed = deps.preflight?.held() ? ok(undefined) : await push((remaining) => become({ name: 'sending', remaining }));
      // Downloads do not wait for uploads: when the server has trouble with what we send, it may still have news for us.
      if (!pushed.ok && pushed.error.code !== 'internal') return pushed;
      if (!pushed.ok) refusedPush = pushed.error;
      deferred = countEdits(cache.current()).unsent;
      deps.preflight?.sent();
      const missing = missingScopes();
      for (const scope of missing.filter((one) => one !== 'common')) {
        if (scopeOf(cache.current(), scope)?.cursor !== '') continue;
        become({ name: 'catching-up', remainingRows: rows.get(scope) ?? null });
        const first = await pullScope(pullDeps, cache.current, scope, { limit: limits.firstRows, pages: 1 });
        if (!first.ok && first.error.code !== 'reset') return first;
      }
      for (const scope of missingScopes()) {
        const brought = await bringScope(scope);
        if (!brought.ok) return brought;
      }
      const pulled = await pullBehind();
      if (!pulled.ok) return pulled;
      openLine();
    } while (somethingToDo());
    await heal();
    return refusedPush === null ? ok(undefined) : err(refusedPush);
  };

  const openLine = () => {
    if (lineOpen) return;
    lineOpen = true;
    deps.live.open({
      onConnect: () => {
        lineUp = true;
        // What was granted or taken away while nobody listened was not heard.
        checkScopes = true;
        nudge('urgent');
      },
      onDisconnect: () => {
        lineUp = false;
        checkScopes = true;
        nudge('news');
      },
      onPoke: (poke) => {
        pokes.push(poke);
        nudge('news');
      },
      onHeads: (heads) => {
        lastSyncAt = connection.name === 'online' ? scheduler.now() : lastSyncAt;
        for (const { scope, head, digest } of heads) {
          const here = scopeOf(cache.current(), scope);
          if (!here) checkScopes = true;
          else if (here.cursor !== head) behind.add(scope);
          else if (digest !== null) toLookAt.set(scope, { cursor: head, root: digest });
        }
        if (somethingToDo() || toLookAt.size > 0) nudge('news');
      },
      onGrants: () => {
        checkScopes = true;
        nudge('news');
      },
    });
  };

  /** Waits for a nudge, or for the time given. */
  const rest = async (ms: number | null): Promise<void> => {
    if (nudged === 'urgent' || (nudged === 'news' && connection.name === 'online') || stopping) return;
    await new Promise<void>((resolve) => {
      const cancel = ms === null ? () => undefined : scheduler.after(ms, () => {
        checkScopes = true;
        resolve();
      });
      wake = () => {
        cancel();
        resolve();
      };
    });
    wake = null;
  };

  const safely = async (): Promise<Result<void, AppError>> => {
    try {
      const done = await round();
      // While sending is held the time away is not over: after a restart it is looked at again.
      if (done.ok && !stopping && !deps.preflight?.held()) await noteSync();
      return done;
    } catch (cause) {
      const known = cause instanceof AppFailure ? cause.error : failureOf(cause);
      if (known !== null) {
        deps.onFailure?.(known);
        return err(known);
      }
      log.error({ code: 'internal', cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown', stack: cause instanceof Error ? cause.stack : undefined }, 'sync round broke');
      return err({ code: 'internal', attempted: 'sync' });
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      nudged = 'no';
      if (connection.name !== 'online') become({ name: 'connecting', attempt: failures + 1 });
      const done = await safely();
      if (stopping) break;
      let pauseMs: number | null;
      if (done.ok) {
        failures = 0;
        offlineSince = null;
        if (connection.name !== 'online') become({ name: 'online' });
        else touched();
        pauseMs = lineUp ? 10 * HEARTBEAT_MS : HEARTBEAT_MS;
      } else {
        failures++;
        checkScopes = true;
        offlineSince ??= lastSyncAt ?? scheduler.now();
        const wait = pauseBeforeTry(failures, fraction(random));
        const next = afterFailure(done.error, offlineSince, (scheduler.now() + wait) as EpochMs);
        become(next);
        if (next.name === 'needs-sign-in' || next.name === 'stopped') closeLine();
        // A full disk may be mended without a word to us; the others need the seller, who then says so.
        pauseMs = next.name === 'offline' ? wait : next.name === 'stopped' ? MINUTE_MS : null;
      }
      const waiting = roundOver;
      roundOver = [];
      for (const resolve of waiting) resolve();
      await rest(pauseMs);
    }
  };

  const noteSync = async () => {
    const before = numberOrNull(metaOf(cache.current(), 'last-sync')) ?? 0;
    lastSyncAt = scheduler.now();
    // Only now and then to disk: it is for the screen after the next start.
    if (Math.abs(lastSyncAt - before) < MINUTE_MS) return;
    await cache.current().inTurn((db) => {
      setMeta(db, 'last-sync', String(lastSyncAt));
      setMeta(db, 'clock', String(lastSyncAt));
    });
  };

  const closeLine = () => {
    lineOpen = false;
    lineUp = false;
    deps.live.close();
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping = true;
      stopper.abort();
      closeLine();
      quietUntil?.();
      wake?.();
      await running;
      for (const resolve of roundOver) resolve();
    },
    state,
    touched,
    edited: () => {
      touched();
      nudge('news');
    },
    tryNow: () => new Promise<void>((resolve) => {
      if (stopping) return resolve();
      deps.preflight?.release();
      roundOver.push(resolve);
      checkScopes = true;
      nudge('urgent');
    }),
  };
}

const numberOrNull = (text: string | null): EpochMs | null => (text === null ? null : (Number(text) as EpochMs));
