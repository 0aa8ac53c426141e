import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import { afterFailure, pauseBeforeTry } from '#shared/sync/connection.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { failureOf } from '../db/failure.ts';
import type { HttpClient } from '../http/client.ts';
import { fraction } from '../runtime/scheduler.ts';
import { isOpen, newAgenda } from './agenda.ts';
import { createAlarm } from './alarm.ts';
import type { EngineDeps } from './engine-deps.ts';
import { listenTo } from './listen.ts';
import { createRounds } from './round.ts';
import { createStanding } from './standing.ts';
import { countEdits } from './store.ts';

export type { EngineDeps, EngineLimits, EngineLog } from './engine-deps.ts';

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

const HEARTBEAT_MS = 30 * SECOND_MS;

/**
 * Keeps one cache and the server in step: sends what was edited here, brings what changed there, and says at any time how that stands.
 *
 * One thing happens at a time: a round (`round.ts`), then a rest until an edit, news on the live line (`listen.ts`) or a timer wakes it
 * (`alarm.ts`); what the next round has to look at stands in the agenda (`agenda.ts`), how things are in `standing.ts`. Whatever happens
 * outside comes in through `EngineDeps`: a simulator drives exactly this code (`tests/sync`).
 */
export function createSyncEngine(deps: EngineDeps): SyncEngine {
  const { cache, scheduler, random, log, preflight } = deps;
  const agenda = newAgenda();
  const standing = createStanding(deps);
  const alarm = createAlarm(scheduler, () => standing.connection().name === 'online');
  const stopper = new AbortController();
  const http: HttpClient = async (name, sent, how) => {
    const answer = await deps.http(name, sent, { ...how, signal: how?.signal ? AbortSignal.any([how.signal, stopper.signal]) : stopper.signal });
    if (answer.ok) standing.answered();
    return answer;
  };
  const line = { open: false, up: false };
  let stopping = false;
  let running: Promise<void> | null = null;
  let failures = 0;
  let offlineSince: EpochMs | null = null;
  let roundOver: (() => void)[] = [];

  const openLine = () => {
    if (line.open) return;
    line.open = true;
    deps.live.open(listenTo(deps, agenda, {
      up: () => {
        line.up = true;
        alarm.nudge('urgent');
      },
      down: () => {
        line.up = false;
        alarm.nudge('news');
      },
      heads: () => {
        // A machine that wakes with edits to send was away, although its line is up before anything was asked: the next round looks at them first.
        if (standing.connection().name === 'online' && !preflight?.due(standing.lastSyncAt())) standing.heard();
        if (isOpen(agenda) || agenda.digests.size > 0 || countEdits(cache.current()).unsent > 0) alarm.nudge('news');
      },
      heard: () => alarm.nudge('news'),
    }));
  };
  const closeLine = () => {
    line.open = false;
    line.up = false;
    deps.live.close();
  };
  const round = createRounds({ deps, agenda, standing, alarm, http, stopping: () => stopping, onCaughtUp: openLine });

  const safely = async (): Promise<Result<void, AppError>> => {
    try {
      const done = await round();
      // While sending is held the time away is not over: after a restart it is looked at again.
      if (done.ok && !stopping && !preflight?.held()) await standing.noteSync();
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

  /** @returns how long to rest, milliseconds; null until somebody does something */
  const afterRound = (done: Result<void, AppError>): number | null => {
    if (done.ok) {
      failures = 0;
      offlineSince = null;
      if (standing.connection().name !== 'online') standing.become({ name: 'online' });
      else standing.touched();
      return line.up ? 10 * HEARTBEAT_MS : HEARTBEAT_MS;
    }
    failures++;
    agenda.scopes = true;
    offlineSince ??= standing.lastSyncAt() ?? scheduler.now();
    const wait = pauseBeforeTry(failures, fraction(random));
    const next = afterFailure(done.error, offlineSince, (scheduler.now() + wait) as EpochMs);
    standing.become(next);
    if (next.name === 'needs-sign-in' || next.name === 'stopped') closeLine();
    // A full disk may be mended without a word to us; the others need the seller, who then says so.
    return next.name === 'offline' ? wait : next.name === 'stopped' ? MINUTE_MS : null;
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      alarm.quiet();
      // Whoever asks while a round is under way waits for the next: this one may have looked already.
      const waiting = roundOver;
      roundOver = [];
      if (standing.connection().name !== 'online') standing.become({ name: 'connecting', attempt: failures + 1 });
      const done = await safely();
      const restMs = stopping ? null : afterRound(done);
      for (const resolve of waiting) resolve();
      if (stopping) break;
      if ((await alarm.rest(restMs)) === 'time') agenda.scopes = true;
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping = true;
      stopper.abort();
      closeLine();
      standing.end();
      alarm.end();
      await running;
      for (const resolve of roundOver) resolve();
    },
    state: standing.state,
    touched: standing.touched,
    edited: () => {
      standing.touched();
      alarm.nudge('news');
    },
    tryNow: () => new Promise<void>((resolve) => {
      if (stopping) return resolve();
      preflight?.release();
      roundOver.push(resolve);
      agenda.scopes = true;
      alarm.nudge('urgent');
    }),
  };
}
