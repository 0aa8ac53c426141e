import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import { roomOf, type ConsoleServer, type ConsoleSocket, type SocketOptions } from './console-socket.ts';

/** The longest a timer can wait; later ends are set again when it fires. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const credentials = z.object({ token: z.string().min(1).max(4_096) });

/** Lets a console in that proves who it is. @returns why not, or null */
export async function admit(socket: ConsoleSocket, options: SocketOptions): Promise<AppError | null> {
  const offered = credentials.safeParse(socket.handshake.auth);
  if (!offered.success) return { code: 'signed-out', rule: 'malformed' };
  const session = await options.sessionOf(offered.data.token);
  if (!session.ok) return session.error;
  socket.data.session = session.value;
  socket.data.heard = { since: options.clock(), count: 0 };
  return null;
}

/** Once more after the rooms were entered: a session that ended while the line was opening was not found in them. */
export async function confirm(socket: ConsoleSocket, options: SocketOptions): Promise<void> {
  try {
    const session = await options.sessionOf(credentials.parse(socket.handshake.auth).token);
    if (!session.ok) socket.disconnect(true);
  } catch (cause) {
    options.log.error({ err: cause }, 'socket could not be confirmed');
    socket.disconnect(true);
  }
}

/** Takes the next token of the same person, before the one before runs out. */
export async function renew(socket: ConsoleSocket, message: unknown, options: SocketOptions): Promise<Result<Record<string, never>, AppError>> {
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
export function enterRooms(socket: ConsoleSocket, options: SocketOptions): void {
  const { actor, familyId } = socket.data.session;
  const rooms = [roomOf.user(actor.userId), roomOf.session(familyId), ...options.scopesOf(actor).map(roomOf.scope)];
  for (const room of socket.rooms) if (room !== socket.id && !rooms.includes(room) && !room.startsWith(roomOf.process(''))) void socket.leave(room);
  void socket.join(rooms);
}

/** Ends the line when its token runs out. */
export function watchExpiry(socket: ConsoleSocket, clock: Clock): void {
  clearTimeout(socket.data.expiry);
  const leftMs = socket.data.session.expiresAt * 1_000 - clock();
  if (leftMs <= 0) return void socket.disconnect(true);
  socket.data.expiry = setTimeout(() => watchExpiry(socket, clock), Math.min(leftMs, LONGEST_TIMER_MS));
}

/** Reads anew what a person may hear, for each of their lines; who may hear nothing is cut off. */
export async function regrant(io: ConsoleServer, userId: string, options: SocketOptions): Promise<void> {
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
