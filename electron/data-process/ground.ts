import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Locale, Me } from '#shared/auth/model.ts';
import type { IpcEvents } from '#shared/contract/ipc.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { CacheSlot } from '../auth/account-cache.ts';
import type { SessionService } from '../auth/session-service.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { HttpClient, TokenSource } from '../http/client.ts';
import type { PeopleLine } from '../messaging/people-line.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';

/** What everything in the data process stands on. */
export type Ground = {
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly log: Logger;
  /** Tells every window. */
  readonly tell: <E extends keyof IpcEvents>(name: E, payload: z.input<IpcEvents[E]>) => void;
  /** Writes into the log what nobody could expect. */
  readonly broken: (cause: unknown, what: string) => void;
};

/** The same, with whoever is signed in. */
export type Account = Ground & {
  /** The open cache and its engine, also while nobody may look into it. */
  readonly slot: CacheSlot;
  readonly session: SessionService;
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  /** Whether the cache is shut until the server has answered once. */
  readonly locked: () => boolean;
  readonly http: HttpClient;
  readonly tokens: TokenSource;
  /** Who is in which conversation now. */
  readonly people: PeopleLine;
  /** Something could not be done to the cache; a broken one is replaced. */
  readonly cacheFailed: (error: AppError) => void;
};

/** What a capability is wired with. */
export type Desk = Account & {
  /** The language titles are told in where a question does not say. */
  readonly locale: () => Locale;
};
