import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import type { HttpClient } from '../http/client.ts';
import { isOpen, type Agenda } from './agenda.ts';
import type { Alarm } from './alarm.ts';
import { askScopes, type RowCounts } from './ask-scopes.ts';
import { bootstrapScope } from './bootstrap.ts';
import { usualLimits, type EngineDeps } from './engine-deps.ts';
import { healScope } from './heal.ts';
import { AWAY_MS } from './preflight.ts';
import { pullScope, takePoke } from './pull.ts';
import { pushAll } from './push.ts';
import { noteRenewed, noteSchema, scopesToRenew } from './renewal.ts';
import { startAgain } from './set-back.ts';
import type { Standing } from './standing.ts';
import { clientId, countEdits, metaOf, scopeOf, scopesHere, setMeta } from './store.ts';

/** Digests of one scope are compared at most so often. */
const COMPARE_EVERY_MS = 30 * SECOND_MS;
/** Which scopes there are is asked at least so often: the word that one was taken away may be lost, and nothing else may happen in it. */
const ASK_EVERY_MS = 5 * MINUTE_MS;

export type RoundContext = {
  readonly deps: EngineDeps;
  readonly agenda: Agenda;
  readonly standing: Standing;
  readonly alarm: Alarm;
  /** The client of this engine: its calls end with it. */
  readonly http: HttpClient;
  readonly stopping: () => boolean;
  /** Everything is here: from now on news may come. */
  readonly onCaughtUp: () => void;
};

/**
 * One round after another: asks what there is, sends the outbox, fetches missing scopes as files, pulls the rest, and once nothing is left
 * to do compares digests. Goes on as long as there is something to do, and ends at the first thing that does not work.
 */
export function createRounds({ deps, agenda, standing, alarm, http, stopping, onCaughtUp }: RoundContext): () => Promise<Result<void, AppError>> {
  const { cache, scheduler, random, log, preflight } = deps;
  const limits = deps.limits ?? usualLimits;
  const schema = deps.schema ?? CACHE_SCHEMA;
  const pullDeps = {
    http,
    scheduler,
    schema,
    onPage: () => standing.touched(),
    onGrants: (epoch: number) => {
      if (String(epoch) !== metaOf(cache.current(), 'grants')) agenda.scopes = true;
    },
  };
  let rows: RowCounts = new Map();
  let askedAt = -Infinity;
  const comparedAt = new Map<ScopeName, EpochMs>();
  /** What was begun anew in this round: a server that says the same again is given the time of a back-off. */
  let begunAnew = new Set<string>();
  const firstTime = (what: string): boolean => begunAnew.size < begunAnew.add(what).size;

  /** The machine slept in the middle of sending, and what is left was not looked at since. */
  let slept = false;
  const push = async (onProgress: (remaining: number) => void): Promise<Result<void, AppError>> => {
    const refusedBefore = countEdits(cache.current()).rejected;
    const pushed = await pushAll({
      db: cache.current, http, scheduler, random, onProgress, batchEdits: limits.batchEdits, schema,
      // A machine that slept between a request and its answer was away: what comes next is looked at first.
      mayFollow: (sentAt) => {
        slept ||= preflight !== undefined && scheduler.now() - sentAt >= AWAY_MS;
        return !slept;
      },
    });
    if (!pushed.ok && pushed.error.rule === 'number-used' && firstTime('name')) {
      log.warn({ code: pushed.error.code, rule: pushed.error.rule }, 'numbers of this disk are used up elsewhere: going on under a new name');
      await cache.current().inTurn((db) => startAgain(db, uuidv7(scheduler.now, random)));
      // Under the new name too, what comes after a sleep is looked at first.
      return slept ? ok(undefined) : push(onProgress);
    }
    if (!pushed.ok) return pushed;
    for (const scope of pushed.value) agenda.behind.add(scope);
    // Perhaps because a shop was taken away and nobody heard: were it given back before that is noticed, what left with the refusal would be missed.
    if (countEdits(cache.current()).rejected > refusedBefore) agenda.scopes = true;
    return ok(undefined);
  };

  /** Scopes that were never whole here or have to start over; what the seller works on first, what is common last. */
  const missingScopes = (): ScopeName[] =>
    scopesHere(cache.current()).filter(({ scope, caughtUpAt }) => caughtUpAt === null || agenda.startOver.has(scope)).map(({ scope }) => scope).sort((a, b) => Number(a === 'common') - Number(b === 'common'));

  const firstLook = async (): Promise<Result<void, AppError>> => {
    for (const scope of missingScopes()) {
      if (scope === 'common' || scopeOf(cache.current(), scope)?.cursor !== '') continue;
      standing.become({ name: 'catching-up', remainingRows: rows.get(scope) ?? null });
      const first = await pullScope(pullDeps, cache.current, scope, { limit: limits.firstRows, pages: 1 });
      if (!first.ok && first.error.code !== 'reset') return first;
    }
    return ok(undefined);
  };

  /** Fresh copies come for a look ahead: until then nothing is sent. */
  let looking = false;
  const bring = async (scope: ScopeName): Promise<Result<void, AppError>> => {
    if (!agenda.startOver.has(scope) && (rows.get(scope) ?? 0) < limits.fileFromRows) {
      agenda.behind.add(scope);
      return ok(undefined);
    }
    let pushing: Promise<unknown> | null = null;
    const brought = await bootstrapScope({
      ...pullDeps,
      db: cache.current,
      files: deps.files,
      encodings: deps.encodings,
      between: async () => {
        if (looking || slept || countEdits(cache.current()).unsent === 0 || preflight?.held()) return;
        await (pushing ??= push(() => undefined).finally(() => (pushing = null)));
      },
      onPublished: cache.replace,
      onPhase: standing.become,
    }, scope);
    if (!brought.ok) return brought;
    await cache.current().inTurn((db) => noteRenewed(db, scope));
    agenda.startOver.delete(scope);
    agenda.behind.add(scope);
    return ok(undefined);
  };

  const pullBehind = async (): Promise<Result<void, AppError>> => {
    for (const scope of agenda.behind) {
      if (standing.connection().name !== 'online') standing.become({ name: 'catching-up', remainingRows: null });
      const pulled = await pullScope(pullDeps, cache.current, scope, { limit: limits.pageRows });
      if (!pulled.ok) {
        if (pulled.error.code === 'reset' && firstTime(`reset ${scope}`)) agenda.startOver.add(scope);
        // Mine no more: the list of scopes says so, and its rows leave.
        else if (pulled.error.code === 'forbidden' && firstTime(`forbidden ${scope}`)) agenda.scopes = true;
        else return pulled;
      }
      agenda.behind.delete(scope);
      if (pulled.ok && pulled.value.told !== null && scheduler.now() - (comparedAt.get(scope) ?? 0) >= COMPARE_EVERY_MS) agenda.digests.set(scope, pulled.value.told);
    }
    return ok(undefined);
  };

  const compareDigests = async (): Promise<void> => {
    for (const [scope, told] of agenda.digests) {
      agenda.digests.delete(scope);
      comparedAt.set(scope, scheduler.now());
      const done = await healScope({ http, scheduler, schema, db: cache.current, interrupted: () => stopping() || alarm.rung() }, scope, told);
      if (!done.ok) log.info({ scope, code: done.error.code }, 'digest not compared');
      else if (done.value.fetched > 0 || done.value.healed > 0) log.warn({ scope, ...done.value }, 'records that differed were fetched again');
      if (!done.ok && done.error.code === 'forbidden') agenda.scopes = true;
    }
  };

  const takePokes = async (): Promise<void> => {
    const news = agenda.pokes;
    agenda.pokes = [];
    for (const poke of news) if ((await takePoke(cache.current(), poke, scheduler.now(), schema)) === 'pull') agenda.behind.add(poke.scope);
  };

  /** Fresh copies of everything that should be here, also of a shop that came back meanwhile: edits that were on their way when it was lost are foretold by it. Nothing leaves before. */
  const bringFresh = async (): Promise<Result<void, AppError>> => {
    const pulled = await pullBehind();
    const missing = missingScopes();
    if (!pulled.ok || missing.length === 0) return pulled;
    looking = true;
    try {
      for (const scope of missing) {
        const brought = await bring(scope);
        if (!brought.ok) return brought;
      }
    } finally {
      looking = false;
    }
    return pullBehind();
  };

  /** After a time away: fresh copies first, then a look at what sending would come to. */
  const lookAhead = async (): Promise<Result<void, AppError>> => {
    const since = standing.lastSyncAt();
    if (!preflight?.due(since)) return ok(undefined);
    const fresh = await bringFresh();
    if (!fresh.ok) return fresh;
    const { heldUntil } = await preflight.look(since!);
    if (heldUntil !== null) scheduler.after(heldUntil - scheduler.now(), () => alarm.nudge('urgent'));
    return ok(undefined);
  };

  const sendUnlessHeld = async (): Promise<Result<void, AppError>> => (preflight?.held() ? ok(undefined) : push((remaining) => standing.become({ name: 'sending', remaining })));

  /** Once through everything. @returns an error of the server's own with what we send: there may still be news for us */
  const once = async (): Promise<Result<AppError | null, AppError>> => {
    if (agenda.scopes) {
      const asked = await askScopes(deps, http, agenda);
      if (!asked.ok) return asked;
      rows = asked.value;
      askedAt = scheduler.now();
    }
    await takePokes();
    slept = false;
    const ahead = await lookAhead();
    if (!ahead.ok) return ahead;
    let pushed = await sendUnlessHeld();
    while (pushed.ok && slept) {
      slept = false;
      const again = await lookAhead();
      if (!again.ok) return again;
      pushed = await sendUnlessHeld();
    }
    if (!pushed.ok && pushed.error.code !== 'internal') return pushed;
    waiting = countEdits(cache.current()).unsent;
    preflight?.sent();
    const looked = await firstLook();
    if (!looked.ok) return looked;
    for (const scope of missingScopes()) {
      const brought = await bring(scope);
      if (!brought.ok) return brought;
    }
    const pulled = await pullBehind();
    if (!pulled.ok) return pulled;
    onCaughtUp();
    return ok(pushed.ok ? null : pushed.error);
  };
  /** Edits that were left after sending (they wait for a newer server, or for somebody to look): no reason to go round in circles. */
  let waiting = 0;

  return async () => {
    begunAnew = new Set();
    let refused: AppError | null = null;
    if (clientId(cache.current()) === '') await cache.current().inTurn((db) => setMeta(db, 'client', uuidv7(scheduler.now, random)));
    if (metaOf(cache.current(), 'schema') !== String(schema)) await cache.current().inTurn((db) => noteSchema(db, schema));
    for (const scope of scopesToRenew(cache.current())) agenda.startOver.add(scope);
    // A clock that was set back has nothing to say about how long ago it was.
    if (Math.abs(scheduler.now() - askedAt) >= ASK_EVERY_MS) agenda.scopes = true;
    do {
      if (stopping()) return err({ code: 'offline', rule: 'cancelled' });
      const done = await once();
      if (!done.ok) return done;
      refused = done.value ?? refused;
    } while (isOpen(agenda) || slept || countEdits(cache.current()).unsent > waiting);
    await compareDigests();
    return refused === null ? ok(undefined) : err(refused);
  };
}
