import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS, type Clock } from '#shared/kernel/time.ts';
import type { Presence } from '#shared/messaging/live.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { mayComeFrom } from '../http/origin.ts';
import { admit, confirm, enterRooms, regrant, renew, watchExpiry } from './admission.ts';
import { presenceOver } from './presence.ts';
import { roomOf, type ConsoleServer, type ConsoleSocket, type Heads, type SocketOptions } from './console-socket.ts';
import { ADMIN } from '../sync/scopes.ts';
import type { Live } from './live.ts';

export type SocketServer = {
  readonly live: Live;
  /** Tells consoles what somebody without one does in a conversation of a shop: a customer. */
  readonly customerDoes: (shop: string, presence: Presence) => void;
  /** Closes the sockets of one session, or of a person altogether. */
  endSession(session: { userId: string; familyId: string | null }): void;
  /** Sends every scope's head to whoever reads it; also done every 30 s. */
  tellHeads(): Promise<void>;
  close(): Promise<void>;
};

/** Consoles only ever send a token and where their person is: a few hundred bytes. */
const LARGEST_MESSAGE = 16 * 1024;
const EVENTS_A_MINUTE = 60;
const HEADS_EVERY_MS = 30 * SECOND_MS;
/**
 * The live line to consoles, on the port of the HTTP server. A console proves who it is when it connects, hears only the scopes
 * it may read, and is disconnected when its token runs out, its session ends or it talks nonsense.
 */
export function socketServer(http: HttpServer, options: SocketOptions): SocketServer {
  const { log, clock } = options;
  const io: ConsoleServer = new Server(http, {
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

  const presence = presenceOver(options, (room, news, but) => {
    (but === null ? io.local.to(room) : io.local.to(room).except(but.id)).emit('presence', news);
    if (options.cluster) io.to(room).except(here).emit('presence', news);
  });

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
    socket.on('disconnect', () => {
      clearTimeout(socket.data.expiry);
      presence.left(socket);
    });
    socket.on('here', (message) => presence.said(socket, message));
    // Sees every event before its own listener does; unknown ones get an answer if they want one.
    socket.onAny((event: string, ...args: unknown[]) => {
      // Counted by itself, and never a reason to end a line.
      if (event === 'here') return;
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
      cases: () => tell(roomOf.scope(ADMIN), (to) => to.emit('cases', {})),
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
    customerDoes: presence.outside,
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

function talksTooMuch(socket: ConsoleSocket, clock: Clock): boolean {
  const { heard } = socket.data;
  const now = clock();
  if (now - heard.since >= 60 * SECOND_MS) Object.assign(heard, { since: now, count: 0 });
  heard.count++;
  return heard.count > EVENTS_A_MINUTE;
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
