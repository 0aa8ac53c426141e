import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { liveEvents } from '#shared/contract/live-events.ts';
import type { HereSaid } from '#shared/messaging/live.ts';
import type { serverEvents } from '#shared/sync/contract.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import type { LiveSession } from '../auth/sessions.ts';
import type { Cluster } from './cluster.ts';

export type Heads = z.infer<typeof serverEvents.heads>['heads'];

/** What the server sends, by the contract … */
type ToConsole = { [E in keyof typeof liveEvents]: (payload: z.infer<(typeof liveEvents)[E]>) => void };
/** … and what it listens to: a fresh token before the old one runs out, and in which conversation somebody is. */
type FromConsole = { auth: (message: unknown, answer?: unknown) => void; here: (message: unknown) => void };
type SocketData = { session: LiveSession; expiry: NodeJS.Timeout; heard: { since: number; count: number }; words?: { since: number; count: number }; here?: HereSaid | undefined; /** What this person is called, once it was asked. */ name?: string };
/** The line of one console. */
export type ConsoleSocket = Socket<FromConsole, ToConsole, Record<string, never>, SocketData>;

export type ConsoleServer = Server<FromConsole, ToConsole, Record<string, never>, SocketData>;

export type SocketOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly origins: readonly string[];
  /** Finds out who a token belongs to, as they stand now. */
  readonly sessionOf: (accessToken: string) => Promise<Result<LiveSession, AppError>>;
  readonly scopesOf: (actor: Actor) => readonly ScopeName[];
  readonly headsOf: (scopes: readonly ScopeName[]) => Promise<Heads>;
  /** Who this person is now; null when they may not be here any more. */
  readonly actorOf: (userId: string) => Promise<Actor | null>;
  /** What a person is called. */
  readonly nameOf: (userId: string) => Promise<string | null>;
  readonly headsEveryMs?: number;
  /** The other server processes on the same database, where there are any. */
  readonly cluster?: Cluster;
};

/** Consoles that hear the same. */
export const roomOf = {
  scope: (scope: ScopeName) => `scope ${scope}`,
  user: (userId: string) => `user ${userId}`,
  session: (familyId: string) => `session ${familyId}`,
  /** Every console connected to one server process. */
  process: (id: string) => `process ${id}`,
};
