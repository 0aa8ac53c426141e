import { MARKETPLACE } from '#shared/auth/model.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { hereSaid, type HereSaid, type Presence } from '#shared/messaging/live.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { roomOf, type ConsoleSocket, type SocketOptions } from './console-socket.ts';

/** A person types, looks and leaves; more words than this in a minute are not passed on. */
const WORDS_A_MINUTE = 240;
const ADMIN = 'admin' as ScopeName;
const vendorScope = (shop: string): ScopeName => `vendor:${shop}` as ScopeName;

/** Tells a room of consoles. */
export type TellRoom = (room: string, presence: Presence, but: ConsoleSocket | null) => void;

/**
 * Passes on who is in which conversation, to those who read its shop and to nobody else. Nothing of it is kept: not in the database, and here only where each console was last,
 * so that the others hear when its line breaks.
 */
export function presenceOver(options: Pick<SocketOptions, 'scopesOf' | 'clock' | 'nameOf'>, tell: TellRoom) {
  const told = (shop: string, presence: Presence, toShop: Presence, but: ConsoleSocket | null): void => {
    tell(roomOf.scope(ADMIN), presence, but);
    tell(roomOf.scope(vendorScope(shop)), toShop, but);
  };
  const pass = (socket: ConsoleSocket, { conversation, shop, doing }: HereSaid): void => {
    const { actor } = socket.data.session;
    const presence: Presence = { conversation, userId: actor.userId as Presence['userId'], name: socket.data.name ?? '', doing };
    // A vendor reads people of the marketplace by its name alone.
    told(shop, presence, actor.role === 'vendor' ? presence : { ...presence, userId: null, name: MARKETPLACE }, socket);
  };
  return {
    /** A console says where its person is. What it may not read, or does not fit, is not passed on. */
    said(socket: ConsoleSocket, message: unknown): void {
      const parsed = hereSaid.safeParse(message);
      if (!parsed.success || talksTooMuch(socket, options.clock())) return;
      const readable = options.scopesOf(socket.data.session.actor);
      if (!readable.includes(ADMIN) && !readable.includes(vendorScope(parsed.data.shop))) return;
      socket.data.here = parsed.data.doing === 'gone' ? undefined : parsed.data;
      if (socket.data.name !== undefined) return pass(socket, parsed.data);
      void options.nameOf(socket.data.session.actor.userId).then((name) => {
        socket.data.name = name ?? '';
        if (socket.connected) pass(socket, parsed.data);
      }, () => undefined);
    },
    left(socket: ConsoleSocket): void {
      const { here } = socket.data;
      if (here !== undefined && socket.data.name !== undefined) pass(socket, { ...here, doing: 'gone' });
    },
    /** Somebody without a console: a customer. */
    outside: (shop: string, presence: Presence): void => told(shop, presence, presence, null),
  };
}

function talksTooMuch(socket: ConsoleSocket, now: number): boolean {
  const words = (socket.data.words ??= { since: now, count: 0 });
  if (now - words.since >= 60 * SECOND_MS) Object.assign(words, { since: now, count: 0 });
  words.count++;
  return words.count > WORDS_A_MINUTE;
}
