import { assert } from '#shared/kernel/assert.ts';
import { transition } from '#shared/kernel/state-machine.ts';
import { MINUTE_MS, type EpochMs } from '#shared/kernel/time.ts';
import { connectionStates } from '#shared/sync/connection.ts';
import type { Connection, SyncState } from '#shared/sync/sync-state.ts';
import { searchReady } from '../catalog/search-index.ts';
import { failureOf } from '../db/failure.ts';
import type { EngineDeps } from './engine-deps.ts';
import { countConflicts, countEdits, metaOf, scopesHere, setMeta } from './store.ts';

const STATE_EVERY_MS = 100;

/** How things stand between this cache and the server, and who is told. */
export type Standing = {
  connection(): Connection;
  become(next: Connection): void;
  state(): SyncState;
  /** Something the state speaks of has changed. */
  touched(): void;
  lastSyncAt(): EpochMs | null;
  /** The server has answered just now. */
  answered(): void;
  /** The server was heard of just now, and there is nothing it would tell us. */
  heard(): void;
  /** A round has ended well: as of the last answer in it. The machine may have slept for days since. */
  noteSync(): Promise<void>;
  end(): void;
};

const numberOrNull = (text: string | null): EpochMs | null => (text === null ? null : (Number(text) as EpochMs));

export function createStanding({ cache, preflight, scheduler, log, onState, onConnection, onFailure }: EngineDeps): Standing {
  let connection: Connection = { name: 'connecting', attempt: 1 };
  let lastSyncAt = numberOrNull(metaOf(cache.current(), 'last-sync'));
  let answeredAt: EpochMs | null = null;
  let quietUntil: (() => void) | null = null;
  let untold = false;
  let ended = false;

  const state = (): SyncState => {
    const db = cache.current();
    const ahead = preflight?.current() ?? null;
    const { unsent, rejected } = countEdits(db);
    const scopes = scopesHere(db);
    const cacheReady = scopes.length > 0 && scopes.every(({ caughtUpAt }) => caughtUpAt !== null);
    return { connection, cacheReady, searchReady: cacheReady && searchReady(db), unsent, rejected, conflicts: countConflicts(db), lastSyncAt, cacheBytes: db.bytes(), ...(ahead === null ? {} : { preflight: ahead }) };
  };
  const touched = () => {
    if (ended) return;
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
      onState(state());
    } catch (cause) {
      const known = failureOf(cause);
      if (known === null) throw cause;
      onFailure?.(known);
    }
  };

  return {
    connection: () => connection,
    become: (next) => {
      const renamed = next.name !== connection.name;
      if (renamed) {
        const legal = transition(connectionStates, connection.name, next.name);
        assert(legal.ok, () => `connection ${connection.name} → ${next.name}`);
        log.info({ from: connection.name, to: next.name, ...('error' in next && next.error ? { code: next.error.code, rule: next.error.rule } : {}) }, 'connection');
      }
      connection = next;
      if (renamed && !ended) onConnection?.(next);
      touched();
    },
    state,
    touched,
    lastSyncAt: () => lastSyncAt,
    answered: () => {
      answeredAt = scheduler.now();
    },
    heard: () => {
      lastSyncAt = answeredAt = scheduler.now();
    },
    noteSync: async () => {
      const before = numberOrNull(metaOf(cache.current(), 'last-sync')) ?? 0;
      if (answeredAt === null) return;
      const told = (lastSyncAt = answeredAt);
      // Only now and then to disk: it is for the screen after the next start.
      if (Math.abs(told - before) < MINUTE_MS) return;
      await cache.current().inTurn((db) => {
        setMeta(db, 'last-sync', String(told));
        setMeta(db, 'clock', String(scheduler.now()));
      });
    },
    end: () => {
      ended = true;
      quietUntil?.();
    },
  };
}
