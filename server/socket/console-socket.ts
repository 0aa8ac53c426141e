import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { serverEvents } from '#shared/sync/contract.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import type { LiveSession } from '../auth/sessions.ts';
import type { Cluster } from './cluster.ts';

export type Heads = z.infer<typeof serverEvents.heads>['heads'];

/** What the server sends, by the contract … */
type ToConsole = { [E in keyof typeof serverEvents]: (payload: z.infer<(typeof serverEvents)[E]>) => void };
/** … and the one thing it listens to: a fresh token, before the old one runs out. */
type FromConsole = { auth: (message: unknown, answer?: unknown) => void };
type SocketData = { session: LiveSession; expiry: NodeJS.Timeout; heard: { since: number; count: number } };
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
