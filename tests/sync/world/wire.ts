import { queryOf, readAnswer, type HttpClient } from '#electron/http/client.ts';
import { networkFailure } from '#electron/http/network-failure.ts';
import type { LiveLine, LiveListener } from '#electron/sync/live.ts';
import { httpEndpoints } from '#shared/contract/endpoints.ts';
import type { Endpoint } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { serverEvents } from '#shared/sync/contract.ts';
import { chanceFrom, type Chance } from './chance.ts';
import type { LiveEvent, ServerLine } from './live-hub.ts';
import { ADDED, fromOlder, intoOlder, pushIn, saidIn, strangeIn } from './older-words.ts';
import { personOf, type PersonName } from './people.ts';
import type { SimServer, WireReply, WireRequest } from './sim-server.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';

/** How often which misfortune happens, as probabilities; all 0 once a history calms down. */
export type Faults = {
  readonly lostRequest: number;
  readonly lostReply: number;
  readonly cutReply: number;
  readonly twice: number;
  readonly late: number;
  readonly pokeLost: number;
  readonly pokeTwice: number;
  readonly pokeLate: number;
};
export const noFaults: Faults = { lostRequest: 0, lostReply: 0, cutReply: 0, twice: 0, late: 0, pokeLost: 0, pokeTwice: 0, pokeLate: 0 };

/** As long as the real client waits for a silent server. */
const SILENCE_MS = 20_000;

export type WireOptions = {
  readonly name: string;
  readonly person: () => PersonName | null;
  readonly seed: string;
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly server: SimServer;
  /** Whether this life of the console is still going on. */
  readonly alive: () => boolean;
  /** What the line of this console suffers from now. */
  readonly faults: () => Faults;
  /** No byte passes in either direction. */
  readonly cut: () => boolean;
  /** It speaks the words of an older schema. */
  readonly older: boolean;
  /** It was told something in words it does not know. */
  readonly onStrange: (what: string) => void;
};

const refused = () => networkFailure(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
const broken = () => networkFailure(Object.assign(new Error('read'), { code: 'ECONNRESET' }));

/**
 * The network between one console and the server: requests and answers as texts, parsed by the contract at both ends, delayed, lost,
 * doubled, cut off and overtaken as chance has it.
 */
export function wireOf(options: WireOptions): { http: HttpClient; live: LiveLine } {
  const { name, timeline, trace, server } = options;
  let sent = 0;
  let opened = 0;

  const call = (endpointName: WireRequest['name'], given: { params?: unknown; query?: unknown; body?: unknown }, signal: AbortSignal | undefined): Promise<Result<unknown, AppError>> =>
    new Promise((resolve) => {
      // A life that is over asks nobody anything, and is told nothing.
      if (!options.alive()) return;
      const endpoint: Endpoint = httpEndpoints[endpointName];
      const request: WireRequest = {
        name: endpointName, params: given.params === undefined ? undefined : JSON.parse(JSON.stringify(given.params)), query: given.query === undefined ? undefined : queryOf(given.query),
        body: given.body === undefined ? undefined : JSON.stringify(options.older && endpointName === 'push' ? pushIn(intoOlder, given.body as never) : given.body),
      };
      // The token goes with the request: whoever signs in while it is on its way is somebody else.
      const person = options.person();
      const number = ++sent;
      const chance = chanceFrom(`${options.seed} call ${name} ${number}`);
      const faults = options.faults();
      let answered = false;
      const answer = (result: Result<unknown, AppError>, what: string | (() => string)) => {
        // A signal that is one of several keeps whoever listens to it, and with that this whole world, for good.
        signal?.removeEventListener('abort', cancel);
        if (answered || !options.alive()) return;
        answered = true;
        trace.note(name, `← ${endpointName} ${number}`, what);
        resolve(result.ok ? (options.older && endpoint.reply !== 'bytes' ? ok(heard(result.value, options)) : result) : err({ attempted: endpointName, ...result.error }));
      };
      const cancel = () => answer(err({ code: 'offline', rule: 'cancelled' }), 'cancelled');
      if (signal?.aborted === true) return void cancel();
      signal?.addEventListener('abort', cancel);
      trace.note(name, `→ ${endpointName} ${number}`, () => JSON.stringify(request.query ?? request.body ?? ''));
      if (options.cut() || server.down) return void timeline.after(1, () => answer(err(refused()), 'refused'));

      const giveUp = timeline.after(SILENCE_MS, () => answer(err({ code: 'timeout' }), 'timeout'));
      const there = 2 + chance.whole(30) + (chance.happens(faults.late) ? chance.whole(30_000) : 0);
      const { behind } = server;
      const arrives = (again: boolean) => timeline.after(again ? there + chance.whole(20_000) : there, () => {
        if (options.cut() || server.down) return;
        // Whatever repeats requests stands before this server, and does not outlive its being replaced by another program.
        if (again && server.behind !== behind) return;
        trace.note(name, `server ${endpointName} ${number}`, again ? 'again' : '');
        const { life } = server;
        void server.handle(person, request).then((reply) => {
          if (again || server.life !== life) return;
          comeBack(reply);
        });
      });
      const comeBack = (reply: WireReply) => {
        const back = 2 + chance.whole(30) + (chance.happens(faults.late) ? chance.whole(10_000) : 0);
        const fate = chance.next();
        timeline.after(back, () => {
          if (options.cut() || server.down) return;
          giveUp();
          if (fate < faults.lostReply) return answer(err(broken()), 'reply lost');
          const half = fate < faults.lostReply + faults.cutReply;
          const body = half ? reply.body.subarray(0, chance.whole(reply.body.length)) : reply.body;
          answer(readAnswer(endpoint, { status: reply.status, body }), () => `${reply.status} ${half ? 'cut ' : ''}${endpoint.reply === 'bytes' ? `${body.length} bytes` : Buffer.from(body).toString()}`);
        });
      };
      if (chance.happens(faults.lostRequest)) {
        trace.note(name, `lost ${endpointName} ${number}`);
        if (chance.happens(0.5)) timeline.after(there, () => answer(err(broken()), 'request lost'));
      } else arrives(false);
      if (chance.happens(faults.twice)) arrives(true);
    });

  const live: LiveLine = liveLine(options, () => chanceFrom(`${options.seed} line ${name} ${++opened}`));
  return { http: ((endpoint: WireRequest['name'], given: object, how?: { signal?: AbortSignal }) => call(endpoint, given, how?.signal)) as unknown as HttpClient, live };
}

/** What an older console makes of what it hears. */
function heard<T>(said: T, { onStrange }: WireOptions): T {
  const strange = strangeIn(said);
  if (strange !== null) onStrange(strange);
  return saidIn(fromOlder(ADDED.byOlderConsole), said);
}

/** How often a console looks whether its line still stands. */
const LOOK_MS = 5_000;

/** The live line: joins, hears, notices after a while that it was cut, and joins again. */
function liveLine(options: WireOptions, newChance: () => Chance): LiveLine {
  const { timeline, trace, server } = options;
  let listener: LiveListener | null = null;
  let line: ServerLine | null = null;
  let life = 0;

  const leave = () => {
    if (line) server.hub.leave(line);
    line = null;
  };
  const hear = (event: LiveEvent, text: string) => {
    if (!listener) return;
    const payload = serverEvents[event].parse(JSON.parse(text));
    trace.note(options.name, `⚡ ${event}`, text);
    // News is told to all in one way; who does not read it that way pulls.
    if (event === 'poke') listener.onPoke((options.older ? saidIn(fromOlder(ADDED.byOlderConsole), payload) : payload) as never);
    else if (event === 'heads') listener.onHeads((payload as { heads: never }).heads);
    else listener.onGrants();
  };
  const join = (chance: Chance) => {
    const mine = listener;
    if (!mine || !options.alive()) return;
    if (options.cut() || server.down) return void timeline.after(500 + chance.whole(4_000), () => join(chance));
    const person = options.person();
    if (person === null) return void timeline.after(500 + chance.whole(4_000), () => join(chance));
    life = server.life;
    const faults = () => options.faults();
    const next: ServerLine = {
      userId: personOf(person).userId, rooms: new Set(),
      send: (event, text) => {
        const times = chance.happens(faults().pokeLost) ? 0 : chance.happens(faults().pokeTwice) ? 2 : 1;
        for (let i = 0; i < times; i++) {
          const delay = 1 + chance.whole(20) + (chance.happens(faults().pokeLate) ? chance.whole(8_000) : 0);
          timeline.after(delay, () => {
            if (line === next && listener === mine && options.alive() && !options.cut()) hear(event, text);
          });
        }
      },
    };
    line = next;
    trace.note(options.name, 'line up');
    mine.onConnect();
    void server.hub.join(next);
    const look = () => {
      if (line !== next || !options.alive()) return;
      if (!options.cut() && !server.down && server.life === life) return void timeline.after(LOOK_MS, look);
      leave();
      trace.note(options.name, 'line down');
      mine.onDisconnect();
      timeline.after(500 + chance.whole(4_000), () => join(chance));
    };
    timeline.after(LOOK_MS, look);
  };
  return {
    open: (next) => {
      leave();
      listener = next;
      const chance = newChance();
      timeline.after(5 + chance.whole(50), () => {
        if (listener === next) join(chance);
      });
    },
    close: () => {
      leave();
      listener = null;
    },
  };
}
