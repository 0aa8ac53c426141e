import { hostname } from 'node:os';
import type { authChannels } from '#shared/auth/contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { Connection } from '#shared/sync/sync-state.ts';
import type { Account, Ground } from '../data-process/ground.ts';
import { createHttpClient } from '../http/client.ts';
import { PeopleLine } from '../messaging/people-line.ts';
import { engineMaker, syncStateOf, type EngineWiring } from '../sync/engine-wiring.ts';
import { cacheSlot } from './account-cache.ts';
import { fileAccounts } from './accounts.ts';
import { demoAccounts } from './demo-accounts.ts';
import { authHandlers } from './handlers.ts';
import { keepLease } from './lease.ts';
import { refreshAttempts } from './refresh-attempt.ts';
import type { SecretStore } from './secret-store.ts';
import { createSessionService, type SessionService } from './session-service.ts';

export type AccountWiring = {
  readonly secrets: SecretStore;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly demoAccountsFile?: string | null | undefined;
  readonly encodings?: EngineWiring['encodings'];
  /** `cache()` answers another cache from now on, or none. */
  readonly onCache: () => void;
  readonly onConnection: (now: Connection) => void;
  /** Somebody else is signed in, or nobody. */
  readonly onSession: () => void;
};

/** Whoever is signed in, with their cache and its engine: one at a time. Nothing is open before `session.start()`. */
export function wireAccount(ground: Ground, { onCache, onConnection, onSession, ...given }: AccountWiring): Account & { readonly handlers: Handlers<typeof authChannels>; close(): Promise<void> } {
  const { dataDir, serverUrl, scheduler, random, log, tell, broken } = ground;
  const plain = { serverUrl, scheduler, random, fetch: given.fetch ?? globalThis.fetch, onCall: (call: object) => log.debug(call, 'call') };
  const tokens = { current: () => session.tokens.current(), renew: (spent: string | null) => session.tokens.renew(spent) };
  const http = createHttpClient({ ...plain, tokens });
  const me = () => session.me();
  const people = new PeopleLine(scheduler, (all) => tell('messaging.presence', { people: [...all] }));
  const cacheFailed: Account['cacheFailed'] = (error) => {
    if (error.code === 'cache-broken') slot.mend().catch((cause: unknown) => broken(cause, 'mend'));
  };
  const begin = (): void => {
    const engine = slot.engine();
    engine?.start();
    void engine?.tryNow();
  };

  const slot = cacheSlot({
    dataDir, serverUrl, scheduler,
    engineFor: engineMaker({
      ...ground, http, tokens, me, cacheFailed, people, encodings: given.encodings,
      onState: (state) => {
        tell('sync.state', state);
        lease.look();
      },
      onConnection,
    }),
    onSwap: () => {
      lease.look();
      onCache();
      const state = syncStateOf(slot);
      onConnection(state.connection);
      tell('sync.state', state);
    },
    onMended: (recovery) => {
      log.warn({ code: 'cache-broken', ...recovery }, 'the cache was broken: set aside, what was made here is kept, the rest comes again');
      begin();
    },
  });

  const lease = keepLease({
    cache: slot.db, scheduler,
    onChange: () => {
      onCache();
      session.lockChanged();
    },
  });

  const session: SessionService = createSessionService({
    attemptOf: refreshAttempts(given.secrets, random),
    serverUrl, device: hostname().slice(0, 100), http: createHttpClient(plain), secrets: given.secrets, accounts: fileAccounts(dataDir), demo: demoAccounts(given.demoAccountsFile ?? null), cache: slot,
    onReady: begin,
    locked: () => lease.locked(),
    onChange: (now) => {
      tell('auth.changed', now);
      onSession();
    },
    onBroken: (cause) => broken(cause, 'session'),
  });

  return {
    ...ground, slot, session, me, http, tokens, cacheFailed, people,
    locked: () => lease.locked(),
    cache: () => (lease.locked() ? null : slot.db()),
    handlers: authHandlers(session, http),
    close: async () => {
      lease.stop();
      people.close();
      await slot.close();
    },
  };
}
