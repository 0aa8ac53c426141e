import { io } from 'socket.io-client';
import type { z } from 'zod';
import { liveEvents } from '#shared/contract/live-events.ts';
import type { serverEvents, Poke } from '#shared/sync/contract.ts';
import { ok } from '#shared/kernel/result.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import { pauseBeforeTry } from '#shared/sync/connection.ts';
import type { TokenSource } from '../http/client.ts';
import type { PeopleLine } from '../messaging/people-line.ts';
import { fraction, type Random, type Scheduler } from '../runtime/scheduler.ts';

export type Heads = z.infer<typeof serverEvents.heads>['heads'];

/** What the server tells unasked. Losing any of it is harmless: the next heads show what is missing. */
export type LiveListener = {
  onConnect(): void;
  onDisconnect(): void;
  onPoke(poke: Poke): void;
  onHeads(heads: Heads): void;
  onGrants(): void;
};

/** A live line to the server that keeps itself open between `open` and `close`. */
export type LiveLine = { open(listener: LiveListener): void; close(): void };

export type SocketLineOptions = {
  readonly serverUrl: string;
  readonly tokens: TokenSource;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Who is in which conversation; without it nobody says or hears it. */
  readonly people?: Pick<PeopleLine, 'line' | 'heard'> | undefined;
  /** A message that does not fit the contract: logged by its event name, then ignored. */
  readonly onBroken: (event: string) => void;
  /** A case of the moderators is another. */
  readonly onCases?: (() => void) | undefined;
};

/** Well before an access token runs out (ten minutes) the line is given the next one, so that it need not break for it. */
const NEXT_TOKEN_MS = 4 * MINUTE_MS;

/** The live line over socket.io, WebSocket transport only, so that any node behind a load balancer will do. */
export function socketLine({ serverUrl, tokens, scheduler, random, people, onBroken, onCases }: SocketLineOptions): LiveLine {
  let socket: ReturnType<typeof io> | null = null;
  let cancel: () => void = () => undefined;
  let cancelNext: () => void = () => undefined;
  const close = () => {
    cancel();
    cancelNext();
    people?.line(null);
    socket?.removeAllListeners();
    socket?.close();
    socket = null;
  };
  return {
    open: (listener) => {
      close();
      let offered: string | null = null;
      /** What the server holds this line to. */
      let shown: string | null = null;
      const line = io(serverUrl, {
        transports: ['websocket'],
        forceNew: true,
        reconnectionDelay: 300,
        reconnectionDelayMax: 10_000,
        randomizationFactor: 0.5,
        timeout: 10_000,
        auth: (give) => {
          const current = tokens.current();
          const ready = current === null || current === offered ? tokens.renew(current).then((renewed) => (renewed.ok ? renewed.value : null)) : Promise.resolve(current);
          void ready.then((token) => {
            offered = token;
            shown = token;
            give({ token: token ?? '' });
          });
        },
      });
      socket = line;
      let refusals = 0;
      const comeBack = () => {
        refusals++;
        cancel = scheduler.after(pauseBeforeTry(refusals, fraction(random)), () => line.connect());
      };
      const showNext = () => {
        cancelNext();
        cancelNext = scheduler.after(NEXT_TOKEN_MS, () => {
          const current = tokens.current();
          const next = current !== null && current !== shown ? Promise.resolve(ok(current)) : tokens.renew(shown);
          void next.then((renewed) => {
            if (socket !== line || !line.connected) return;
            if (renewed.ok) {
              shown = renewed.value;
              line.emit('auth', { token: renewed.value });
            }
            showNext();
          });
        });
      };
      const hear = <E extends keyof typeof liveEvents>(event: E, listen: (payload: z.output<(typeof liveEvents)[E]>) => void) =>
        void line.on(event as string, (payload: unknown) => {
          const parsed = liveEvents[event].safeParse(payload);
          if (parsed.success) listen(parsed.data as z.output<(typeof liveEvents)[E]>);
          else onBroken(event);
        });
      line.on('connect', () => {
        // The token was good; offer it again after a mere break of the line.
        offered = null;
        refusals = 0;
        showNext();
        people?.line((said) => void line.emit('here', said));
        listener.onConnect();
      });
      line.on('disconnect', (reason) => {
        cancelNext();
        people?.line(null);
        listener.onDisconnect();
        // socket.io does not come back by itself after the server has closed the line (sign-out elsewhere, token ran out).
        if (reason === 'io server disconnect') comeBack();
      });
      line.on('connect_error', () => {
        // Refused by the server itself (an old token): socket.io leaves those to us. The next try renews the token first.
        if (!line.active) comeBack();
      });
      hear('presence', (presence) => people?.heard(presence));
      hear('poke', listener.onPoke);
      hear('heads', ({ heads }) => listener.onHeads(heads));
      hear('grants', () => listener.onGrants());
      hear('cases', () => onCases?.());
    },
    close,
  };
}
