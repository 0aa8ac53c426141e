import type { Session, Tokens } from '#shared/auth/contract.ts';
import type { Me } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { HttpClient, TokenSource } from '../http/client.ts';
import { accountKey, type Accounts, type Leaving } from './accounts.ts';
import type { DemoAccounts } from './demo-accounts.ts';
import type { SecretStore } from './secret-store.ts';

/** The cache of one person, as far as signing in and out needs it. */
export type AccountCache = {
  /** Opens (or makes) the cache of this person; refuses with `cache-newer`, `cache-broken`, `disk-full`. */
  open(who: Me): Promise<Result<void, AppError>>;
  /** What exists on this machine only: edits that wait, are on their way, or were refused and kept as drafts; conflicts nobody has decided. */
  unsent(): number;
  close(): Promise<void>;
  /** Takes out what is kept only to be looked at without a connection. */
  forget?(): void;
  /** Closes it and removes its files, unless something was written to the end meanwhile that exists nowhere else. */
  remove(): Promise<void>;
};

export type SessionOptions = {
  readonly serverUrl: string;
  readonly device: string;
  /** Calls without a token; must not renew by itself. */
  readonly http: HttpClient;
  readonly secrets: SecretStore;
  readonly accounts: Accounts;
  readonly demo: DemoAccounts;
  readonly cache: AccountCache;
  /** The server knows us again: the engine may go on. */
  readonly onReady: () => void;
  readonly onChange: (session: Session) => void;
  readonly onBroken: (cause: unknown) => void;
  /** Whether the cache is shut because the server was not heard of for too long. */
  readonly locked: () => boolean;
  /** Marks a trade of this refresh token as ours; see `refresh-attempt.ts`. */
  readonly attemptOf: (refreshToken: string) => Promise<string>;
};

type State =
  | { readonly name: 'signed-out'; readonly reason: 'never' | Leaving }
  | { readonly name: 'signed-in'; readonly me: Me; readonly needsSignIn: boolean };

export type SessionService = {
  /** Opens the cache of whoever worked here last; needs no network. */
  start(): Promise<Result<Session, AppError>>;
  session(): Session;
  me(): Me | null;
  signIn(email: string, password: string): Promise<Result<Session, AppError>>;
  signInDemo(email: string): Promise<Result<Session, AppError>>;
  signOut(keepUnsent: boolean): Promise<Result<Session, AppError>>;
  /** The cache was shut, or is open again. */
  lockChanged(): void;
  /** For calls on behalf of whoever is signed in. */
  readonly tokens: TokenSource;
};

/** A goodbye to the server is a courtesy: the seller does not wait for it. */
const GOODBYE_MS = 3 * SECOND_MS;

/**
 * Who works at this console. Three situations: nobody (`signed-out`), somebody, or somebody whose password the server wants again
 * (`needsSignIn`), who goes on working from the cache meanwhile.
 *
 * A new refresh token is on disk before its access token is used, and the old one is kept until then: an answer lost on the way
 * leaves the old token, which the server still takes once.
 */
export function createSessionService(options: SessionOptions): SessionService {
  const { serverUrl, http, secrets, accounts, demo, cache } = options;
  let state: State = { name: 'signed-out', reason: 'never' };
  let accessToken: string | null = null;
  let renewing: Promise<Result<string, AppError>> | null = null;
  /** Rises with every sign-in and sign-out: an answer to an older question must not change what came after it. */
  let era = 0;

  const secretName = (who: Me) => `refresh-${accountKey(serverUrl, who.id)}`;
  const session = (): Session =>
    state.name === 'signed-out'
      ? { name: 'signed-out', serverUrl, reason: state.reason, demo: demo.list() }
      : { name: 'signed-in', serverUrl, me: state.me, tokenStore: secrets.kind, needsSignIn: state.needsSignIn, locked: options.locked() };
  const become = (next: State): Session => {
    state = next;
    const now = session();
    options.onChange(now);
    return now;
  };

  /** The session ended; cache and outbox stay on disk for the next sign-in. */
  const leave = async (who: Me, reason: Leaving): Promise<Session> => {
    era++;
    accessToken = null;
    await secrets.set(secretName(who), null);
    accounts.remember(serverUrl, { me: who, left: reason });
    return become({ name: 'signed-out', reason });
  };

  const arrive = async (tokens: Tokens): Promise<Result<Session, AppError>> => {
    await secrets.set(secretName(tokens.me), tokens.refreshToken);
    const sameCache = state.name === 'signed-in' && state.me.id === tokens.me.id;
    if (!sameCache) {
      if (state.name === 'signed-in') await cache.close();
      const opened = await cache.open(tokens.me);
      if (!opened.ok) {
        become({ name: 'signed-out', reason: 'signed-out' });
        return opened;
      }
    }
    era++;
    accessToken = tokens.accessToken;
    accounts.remember(serverUrl, { me: tokens.me, left: null });
    const now = become({ name: 'signed-in', me: tokens.me, needsSignIn: false });
    options.onReady();
    return ok(now);
  };

  const renewNow = async (): Promise<Result<string, AppError>> => {
    if (state.name === 'signed-out') return err({ code: 'signed-out' });
    const who = state.me;
    const asked = era;
    const refreshToken = await secrets.get(secretName(who));
    if (refreshToken === null) {
      if (state.name === 'signed-in' && !state.needsSignIn) become({ ...state, needsSignIn: true });
      return err({ code: 'signed-out' });
    }
    const answered = await http('refresh', { body: { refreshToken, attempt: await options.attemptOf(refreshToken) } });
    // Signed out or in again meanwhile: this answer is about somebody else's session.
    if (asked !== era) return accessToken === null ? err({ code: 'signed-out' }) : ok(accessToken);
    if (answered.ok) {
      await secrets.set(secretName(who), answered.value.refreshToken);
      if (asked !== era) return accessToken === null ? err({ code: 'signed-out' }) : ok(accessToken);
      accessToken = answered.value.accessToken;
      const changed = JSON.stringify(answered.value.me) !== JSON.stringify(who);
      if (changed) accounts.remember(serverUrl, { me: answered.value.me, left: null });
      if (changed || (state.name === 'signed-in' && state.needsSignIn)) become({ name: 'signed-in', me: answered.value.me, needsSignIn: false });
      return ok(accessToken);
    }
    if (answered.error.code === 'refresh-reused') {
      // Not waited for: whoever uses the cache may be waiting for this very answer.
      const closing = cache.close();
      closing.catch(options.onBroken);
      await leave(who, 'reused');
    } else if (answered.error.code === 'signed-out') {
      accessToken = null;
      await secrets.set(secretName(who), null);
      become({ name: 'signed-in', me: who, needsSignIn: true });
    }
    return answered;
  };

  return {
    session,
    lockChanged: () => options.onChange(session()),
    me: () => (state.name === 'signed-in' ? state.me : null),
    start: async () => {
      const last = accounts.last(serverUrl);
      if (!last) return ok(become({ name: 'signed-out', reason: 'never' }));
      if (last.left !== null) return ok(become({ name: 'signed-out', reason: last.left }));
      const opened = await cache.open(last.me);
      if (!opened.ok) {
        become({ name: 'signed-out', reason: 'signed-out' });
        return opened;
      }
      const known = (await secrets.get(secretName(last.me))) !== null;
      const now = become({ name: 'signed-in', me: last.me, needsSignIn: !known });
      options.onReady();
      return ok(now);
    },
    signIn: async (email, password) => {
      const answered = await http('signIn', { body: { email, password, device: options.device } });
      return answered.ok ? arrive(answered.value) : answered;
    },
    signInDemo: async (email) => {
      const password = demo.passwordOf(email);
      if (password === null) return err({ code: 'not-found', rule: 'demo-account' });
      const answered = await http('signIn', { body: { email, password, device: options.device } });
      return answered.ok ? arrive(answered.value) : answered;
    },
    signOut: async (keepUnsent) => {
      if (state.name === 'signed-out') return ok(session());
      const who = state.me;
      const count = cache.unsent();
      if (count > 0 && !keepUnsent) return err({ code: 'unsent-changes', details: { count } });
      const refreshToken = await secrets.get(secretName(who));
      if (count > 0) {
        // What waits to be sent stays here; what the server told of money does not.
        cache.forget?.();
        await cache.close();
      } else await cache.remove();
      const now = await leave(who, 'signed-out');
      // The token is gone from this machine either way; where the server cannot be reached it ends by its own age.
      if (refreshToken !== null) void http('signOut', { body: { refreshToken } }, { silenceMs: GOODBYE_MS });
      return ok(now);
    },
    tokens: {
      current: () => accessToken,
      renew: (spent) => {
        if (accessToken !== null && accessToken !== spent) return Promise.resolve(ok(accessToken));
        renewing ??= renewNow().finally(() => (renewing = null));
        return renewing;
      },
    },
  };
}
