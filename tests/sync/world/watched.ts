import type { HttpClient } from '#electron/http/client.ts';
import type { EngineLog } from '#electron/sync/engine-deps.ts';
import type { PreflightDesk } from '#electron/sync/preflight.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { SimConsole } from './sim-console.ts';
import { wireOf } from './wire.ts';

/** The line of one life of a console to the server: what goes over it is seen by whoever watches times away, and may put it to sleep or let its death come nearer. */
export function watchedLine(console: SimConsole, options: ConsoleOptions, life: number, alive: () => boolean): Pick<ReturnType<typeof wireOf>, 'http' | 'live'> {
  const { name, seed, timeline, trace, server, faults } = options;
  const { http: line, live } = wireOf({ name, person: options.who, seed: `${seed} ${life}`, timeline, trace, server, alive, faults, cut: () => console.cut, older: console.behind > 0, onStrange: (what) => options.onBroken(`is an older console and was told of ${what}`) });
  const ahead = options.ahead(console);
  const http: HttpClient = async (endpoint, call, how) => {
    if (endpoint === 'push') ahead.sending((call as { body: { mutations: readonly { mid: string }[] } }).body.mutations.map(({ mid }) => mid));
    const asked = ahead.asked();
    const answer = await line(endpoint, call, how);
    if (endpoint === 'push' && console.sleepMs > 0) {
      console.skewMs += console.sleepMs;
      console.sleepMs = 0;
    }
    if (answer.ok) ahead.heard(asked);
    if (endpoint === 'pull' && answer.ok && (answer.value as { rows: readonly unknown[] }).rows.length > 0 && console.death) console.death.waitsForNews = false;
    return answer;
  };
  return {
    http,
    live: {
      ...live,
      open: (listener) => live.open({
        ...listener,
        onHeads: (heads) => {
          ahead.headsHeard();
          listener.onHeads(heads);
        },
      }),
    },
  };
}

/** The look ahead at what waits, seen by the same. */
export function watchedDesk(desk: PreflightDesk, ahead: ReturnType<ConsoleOptions['ahead']>, alive: () => boolean): PreflightDesk {
  return {
    ...desk,
    look: async (since) => {
      const told = await desk.look(since);
      if (alive()) ahead.looked(told);
      return told;
    },
    release: () => {
      desk.release();
      ahead.released();
    },
  };
}

/** What the engine writes into its log: that it mended something, that it goes on under another name, and what must never happen. */
export const watchedLog = (console: SimConsole, options: ConsoleOptions, alive: () => boolean): EngineLog => ({
  info: () => undefined,
  warn: (fields) => {
    if (alive() && 'healed' in fields) options.onHealed(console, fields.healed as number);
    if (alive() && 'code' in fields && fields.code === 'stale-version') options.onRenamed(console);
  },
  error: (fields, message) => {
    if (alive()) options.onBroken(`${message}: ${JSON.stringify(fields)}`);
  },
});
