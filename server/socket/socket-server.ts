import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS, type Clock } from '#shared/kernel/time.ts';
import type { serverEvents } from '#shared/sync/contract.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import type { LiveSession } from '../auth/sessions.ts';
import { mayComeFrom } from '../http/origin.ts';
import type { Cluster } from './cluster.ts';
import type { Live } from './live.ts';

type Heads = z.infer<typeof serverEvents.heads>['heads'];

/** What the server sends, by the contract … */
type ToConsole = { [E in keyof typeof serverEvents]: (payload: z.infer<(typeof serverEvents)[E]>) => void };
/** … and the one thing it listens to: a fresh token, before the old one runs out. */
type FromConsole = { auth: (message: unknown, answer?: unknown) => void };
type SocketData = { session: LiveSession; expiry: NodeJS.Timeout; heard: { since: number; count: number } };
type ConsoleSocket = Socket<FromConsole, ToConsole, Record<string, never>, SocketData>;

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

export type SocketServer = {
  readonly live: Live;
  /** Closes the sockets of one session, or of a person altogether. */
  endSession(session: { userId: string; familyId: string | null }): void;
  /** Sends every scope's head to whoever reads it; also done every 30 s. */
  tellHeads(): Promise<void>;
  close(): Promise<void>;
};

/** Consoles only ever send a token: a few hundred bytes. */
const LARGEST_MESSAGE = 16 * 1024;
const EVENTS_A_MINUTE = 60;
const HEADS_EVERY_MS = 30 * SECOND_MS;
/** The longest a timer can wait; later ends are set again when it fires. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const roomOf = {
  scope: (scope: ScopeName) => `scope ${scope}`,
  user: (userId: string) => `user ${userId}`,
  session: (familyId: string) => `session ${familyId}`,
  /** Every console connected to one server process. */
  process: (id: string) => `process ${id}`,
};

const credentials = z.object({ token: z.string().min(1).max(4_096) });

/**
 * The live line to consoles, on the port of the HTTP server. A console proves who it is when it connects, hears only the scopes
 * it may read, and is disconnected when its token runs out, its session ends or it talks nonsense.
 */
export function socketServer(http: HttpServer, options: SocketOptions): SocketServer {
  const { log, clock } = options;
  const io = new Server<FromConsole, ToConsole, Record<string, never>, SocketData>(http, {
    // WebSocket only: no sticky sessions behind a balancer, no long polls to guard.
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    perMessageDeflate: false,
    connectTimeout: 10 * SECOND_MS,
    allowRequest: (request, decide) => decide(null, mayComeFrom(request.headers.origin, options.origins)),
    ...(options.cluster ? { adapter: options.cluster.adapter } : {}),
  });
  const here = roomOf.process(randomUUID());
  /**
   * Own consoles first and at once, whatever state Redis is in; then those of the other processes.
   * (A plain `io.to` waits for Redis before it tells anybody.)
   */
  const tell = (room: string, send: (to: Pick<typeof io, 'emit'>) => void) => {
    send(io.local.to(room));
    if (options.cluster) send(io.to(room).except(here));
  };

  io.use((socket, next) => {
    void admit(socket, options).then(
      (refusal) => next(refusal === null ? undefined : withData(refusal)),
      (cause: unknown) => {
        log.error({ err: cause }, 'socket could not be checked');
        next(withData({ code: 'internal' }));
      },
    );
  });

  io.on('connection', (socket) => {
    void socket.join(here);
    enterRooms(socket, options);
    watchExpiry(socket, clock);
    log.debug({ user: socket.data.session.actor.userId, session: socket.data.session.familyId }, 'console connected');
    socket.on('disconnect', () => clearTimeout(socket.data.expiry));
    // Sees every event before its own listener does; unknown ones get an answer if they want one.
    socket.onAny((event: string, ...args: unknown[]) => {
      if (talksTooMuch(socket, clock)) return void socket.disconnect(true);
      if (event !== 'auth') reply(args.at(-1), err({ code: 'invalid-input', attempted: 'socket', rule: 'unknown-event' }));
    });
    socket.on('auth', (message, answer) => {
      void renew(socket, message, options).then(
        (result) => {
          reply(answer, result);
          if (!result.ok && result.error.code === 'signed-out') socket.disconnect(true);
        },
        (cause: unknown) => {
          log.error({ err: cause }, 'socket could not be renewed');
          reply(answer, err({ code: 'internal' }));
        },
      );
    });
    void sendHeads(options.scopesOf(socket.data.session.actor), (heads) => socket.emit('heads', { heads }), options);
    void confirm(socket, options);
  });

  const tellHeads = async () => {
    const scopes = new Set<ScopeName>();
    for (const socket of io.sockets.sockets.values()) for (const scope of options.scopesOf(socket.data.session.actor)) scopes.add(scope);
    await sendHeads([...scopes], (heads) => {
      for (const head of heads) io.local.to(roomOf.scope(head.scope)).emit('heads', { heads: [head] });
    }, options);
  };
  const everyNowAndThen = setInterval(() => void tellHeads(), options.headsEveryMs ?? HEADS_EVERY_MS);
  options.cluster?.onBack(() => void tellHeads());

  return {
    live: {
      poke: (poke) => tell(roomOf.scope(poke.scope), (to) => to.emit('poke', poke)),
      grants: (userId, epoch) => {
        // The other processes cannot be asked to read anew what this person may: there the consoles come in again by the door.
        if (options.cluster) io.in(roomOf.user(userId)).except(here).disconnectSockets(true);
        void regrant(io, userId, options).then(
          () => io.local.to(roomOf.user(userId)).emit('grants', { grantsEpoch: epoch }),
          (cause: unknown) => {
            // Whoever cannot be checked hears nothing more.
            log.error({ err: cause, user: userId }, 'grants could not be read, sockets closed');
            io.local.in(roomOf.user(userId)).disconnectSockets(true);
          },
        );
      },
    },
    endSession: ({ userId, familyId }) => io.in(familyId === null ? roomOf.user(userId) : roomOf.session(familyId)).disconnectSockets(true),
    tellHeads,
    close: async () => {
      clearInterval(everyNowAndThen);
      // Leaves the HTTP server alone: that one still finishes its calls.
      io.local.disconnectSockets(true);
      io.engine.close();
      // First the adapter, which else goes on reading from a line that is no more.
      void io.of('/').adapter.close();
      options.cluster?.close();
    },
  };
}

async function admit(socket: ConsoleSocket, options: SocketOptions): Promise<AppError | null> {
  const offered = credentials.safeParse(socket.handshake.auth);
  if (!offered.success) return { code: 'signed-out', rule: 'malformed' };
  const session = await options.sessionOf(offered.data.token);
  if (!session.ok) return session.error;
  socket.data.session = session.value;
  socket.data.heard = { since: options.clock(), count: 0 };
  return null;
}

/** Once more after the rooms were entered: a session that ended while the line was opening was not found in them. */
async function confirm(socket: ConsoleSocket, options: SocketOptions): Promise<void> {
  try {
    const session = await options.sessionOf(credentials.parse(socket.handshake.auth).token);
    if (!session.ok) socket.disconnect(true);
  } catch (cause) {
    options.log.error({ err: cause }, 'socket could not be confirmed');
    socket.disconnect(true);
  }
}

async function renew(socket: ConsoleSocket, message: unknown, options: SocketOptions): Promise<Result<Record<string, never>, AppError>> {
  const offered = credentials.safeParse(message);
  if (!offered.success) return err({ code: 'invalid-input', attempted: 'socket.auth' });
  const session = await options.sessionOf(offered.data.token);
  if (!session.ok) return session;
  // A socket stays with whom it was opened for.
  if (session.value.actor.userId !== socket.data.session.actor.userId) return err({ code: 'signed-out', rule: 'other-user' });
  socket.data.session = session.value;
  enterRooms(socket, options);
  watchExpiry(socket, options.clock);
  return ok({});
}

/** Brings a socket into exactly the rooms of its session and scopes, out of all others. */
function enterRooms(socket: ConsoleSocket, options: SocketOptions): void {
  const { actor, familyId } = socket.data.session;
  const rooms = [roomOf.user(actor.userId), roomOf.session(familyId), ...options.scopesOf(actor).map(roomOf.scope)];
  for (const room of socket.rooms) if (room !== socket.id && !rooms.includes(room) && !room.startsWith(roomOf.process(''))) void socket.leave(room);
  void socket.join(rooms);
}

function watchExpiry(socket: ConsoleSocket, clock: Clock): void {
  clearTimeout(socket.data.expiry);
  const leftMs = socket.data.session.expiresAt * 1_000 - clock();
  if (leftMs <= 0) return void socket.disconnect(true);
  socket.data.expiry = setTimeout(() => watchExpiry(socket, clock), Math.min(leftMs, LONGEST_TIMER_MS));
}

function talksTooMuch(socket: ConsoleSocket, clock: Clock): boolean {
  const { heard } = socket.data;
  const now = clock();
  if (now - heard.since >= 60 * SECOND_MS) Object.assign(heard, { since: now, count: 0 });
  heard.count++;
  return heard.count > EVENTS_A_MINUTE;
}

async function regrant(io: Server<FromConsole, ToConsole, Record<string, never>, SocketData>, userId: string, options: SocketOptions): Promise<void> {
  const actor = await options.actorOf(userId);
  for (const socket of io.sockets.sockets.values()) {
    if (socket.data.session.actor.userId !== userId) continue;
    if (actor === null) socket.disconnect(true);
    else {
      socket.data.session = { ...socket.data.session, actor };
      enterRooms(socket, options);
    }
  }
}

/** A head that cannot be read now comes in 30 s. */
async function sendHeads(scopes: readonly ScopeName[], send: (heads: Heads) => void, options: SocketOptions): Promise<void> {
  if (scopes.length === 0) return;
  try {
    send(await options.headsOf(scopes));
  } catch (cause) {
    options.log.warn({ err: cause }, 'heads could not be read');
  }
}

const withData = (error: AppError): Error => Object.assign(new Error(error.code), { data: { error } });

/** Answers where the console left a function to answer with. */
function reply(answer: unknown, result: Result<unknown, AppError>): void {
  if (typeof answer === 'function') (answer as (result: Result<unknown, AppError>) => void)(result);
}
