import type { AppError } from '#shared/kernel/errors.ts';
import { fromDataProcess, type FromDataProcess, type ProcessStart, type ToDataProcess } from './data-process-contract.ts';
import { helpersOf, type Helper } from './helpers.ts';
import type { Log } from './log.ts';

/** One life of the data process, however it was started (`child_process.fork` or `utilityProcess.fork`). */
export type ProcessLife<Port = never> = {
  post(message: ToDataProcess, ports?: readonly Port[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
};

/** The key store as the shell offers it; absent where tokens rest in a file or in memory. */
export type KeyStore = { get(name: string): Promise<string | null>; set(name: string, value: string | null): Promise<void> };

/** What shells are told about the data process. `down` is followed by another `up` after the pause, unless the console is closing. */
export type Supervised = {
  up(): void;
  down(why: { readonly code: number | null; readonly error: AppError | null; readonly againInMs: number }): void;
  window(window: number, text: string): void;
  event(text: string): void;
};

export type SupervisorOptions<Port> = {
  readonly fork: () => ProcessLife<Port>;
  readonly start: ProcessStart;
  readonly keyStore?: KeyStore;
  /** Starts a process that reads pictures; none where the data process forks its own. */
  readonly startHelper?: () => Helper<Port>;
  readonly log: Log;
  readonly on: Supervised;
  /** Pause before each new life, by how many died young in a row; the last one repeats. */
  readonly pausesMs?: readonly number[];
  /** A life longer than this starts the count again. */
  readonly soundAfterMs?: number;
  /** How long a closing process may take before it is killed. */
  readonly graceMs?: number;
};

const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000, 10_000];

/**
 * Keeps one data process alive for the shell: starts it, passes messages both ways unread, starts it again with growing pauses when
 * it dies, and closes it in order. The cache and the outbox are on disk, so a new life continues where the old one stopped.
 */
export function superviseDataProcess<Port = never>(options: SupervisorOptions<Port>) {
  const { on, log, pausesMs = PAUSES_MS, soundAfterMs = 60_000, graceMs = 8_000 } = options;
  let life: ProcessLife<Port> | undefined;
  let ready = false;
  let diedYoung = 0;
  let again: NodeJS.Timeout | undefined;
  let closed: (() => void) | undefined;
  let closing = false;
  /** Places a process was told of and has not said it knows. */
  const placing = new Map<string, (known: boolean) => void>();
  const placed = (key: string, known: boolean) => {
    placing.get(key)?.(known);
    placing.delete(key);
  };

  const answerSecret = (id: number, answer: Promise<string | null>) => {
    const asker = life;
    answer.then(
      (value) => asker?.post({ t: 'secret-answer', id, value, failed: false }),
      (cause: unknown) => {
        log.error({ code: 'key-store-refused', cause: cause instanceof Error ? cause.name : 'unknown' }, 'the system key store refused');
        asker?.post({ t: 'secret-answer', id, value: null, failed: true });
      },
    );
  };
  const noKeyStore = () => Promise.reject(new Error('no key store'));

  const begin = () => {
    const born = performance.now();
    let error: AppError | null = null;
    const mine = options.fork();
    life = mine;
    const helpers = helpersOf<Port>(options.startHelper, { started: (helper, port) => mine.post({ t: 'helper', helper }, [port]), gone: (helper) => mine.post({ t: 'helper-gone', helper }) });
    mine.onMessage((raw) => {
      const parsed = fromDataProcess.safeParse(raw);
      if (!parsed.success) return log.error({ code: 'invalid-input' }, 'the data process sent something that is not in the contract');
      const message: FromDataProcess = parsed.data;
      switch (message.t) {
        case 'ready':
          ready = true;
          return on.up();
        case 'failed':
          error = message.error;
          return log.error({ code: message.error.code, rule: message.error.rule }, 'the data process could not start');
        case 'window':
          return on.window(message.window, message.text);
        case 'event':
          return on.event(message.text);
        case 'placed':
          return placed(message.key, true);
        case 'helper-start':
          return helpers.start(message.helper);
        case 'helper-end':
          return helpers.end(message.helper);
        case 'secret-get':
          return answerSecret(message.id, options.keyStore?.get(message.name) ?? noKeyStore());
        case 'secret-set':
          return answerSecret(message.id, options.keyStore?.set(message.name, message.value).then(() => null) ?? noKeyStore());
      }
    });
    mine.onExit((code) => {
      helpers.endAll();
      life = undefined;
      ready = false;
      for (const key of placing.keys()) placed(key, false);
      if (closing) return closed?.();
      diedYoung = performance.now() - born < soundAfterMs ? diedYoung + 1 : 1;
      const againInMs = pausesMs[Math.min(diedYoung, pausesMs.length) - 1] ?? 0;
      log.error({ code: 'data-process-died', exit: code, againInMs }, 'the data process died');
      on.down({ code, error, againInMs });
      again = setTimeout(begin, againInMs);
    });
    mine.post({ t: 'start', start: options.start });
  };
  begin();

  return {
    isUp: () => ready,
    /** Passes a message on; while no process is there it is dropped, and the window hears `down` and asks again. */
    post: (message: ToDataProcess, ports?: readonly Port[]) => life?.post(message, ports),
    /** Tells where a person wants a file, under a key windows may name. @returns whether the process knows it; false when there is none, or it died meanwhile */
    place: (key: string, path: string): Promise<boolean> =>
      new Promise((resolve) => {
        if (!life) return resolve(false);
        placing.set(key, resolve);
        life.post({ t: 'place', key, path });
      }),
    /** Starts it again at once instead of after the pause. */
    restartNow: () => {
      if (life || closing) return;
      clearTimeout(again);
      begin();
    },
    /** Closes it in order (open transactions finish, the socket says goodbye), by force after the grace. */
    close: async () => {
      closing = true;
      clearTimeout(again);
      if (!life) return;
      const dying = life;
      const exited = new Promise<void>((resolve) => (closed = resolve));
      dying.post({ t: 'close' });
      const force = setTimeout(() => dying.kill(), graceMs);
      await exited;
      clearTimeout(force);
    },
  };
}
export type Supervisor<Port = never> = ReturnType<typeof superviseDataProcess<Port>>;
