import { errorCodes } from '#shared/contract/error-codes.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { pauseBeforeTry } from '#shared/sync/connection.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { fraction, type Random, type Scheduler } from '../runtime/scheduler.ts';

/** In these states the server has just been heard of; files travel beside everything else. */
const reached: ReadonlySet<string> = new Set(['catching-up', 'sending', 'online']);
/** After what nobody foresaw it goes on so much later. */
const AFTER_BROKEN_MS = 15 * SECOND_MS;

export type SendQueueDeps<Row> = {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** What waits, in the order in which it is to go; nothing while nobody may look into the cache. */
  readonly waiting: () => readonly Row[];
  readonly nameOf: (row: Row) => string;
  /**
   * Sends one. What is expected to fail is its answer; stops soon after `signal`, which also says when the line is gone.
   *
   * @param progressed says that the server holds more than before: the next pause is the shortest again
   */
  readonly send: (row: Row, signal: AbortSignal, progressed: () => void) => Promise<Result<void, AppError>>;
  /** Notes that one is sent, or that waiting cannot mend it. */
  readonly settle: (row: Row, done: Result<void, AppError>) => Promise<void>;
  /** A try failed and another will come. */
  readonly failed?: (row: Row, error: AppError) => Promise<void>;
  /** How something stands has changed. */
  readonly onChange: () => void;
  readonly onBroken: (cause: unknown) => void;
};

/**
 * Sends what waits, one at a time, whenever the server can be reached: what may still succeed is tried again, each time after a longer pause;
 * what waiting cannot mend is settled with its reason. How a thing is sent is up to whoever has the queue.
 */
export function sendQueue<Row>({ scheduler, random, waiting, nameOf, send, settle, failed, onChange, onBroken }: SendQueueDeps<Row>) {
  let connected = false;
  let held = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let wake: () => void = () => undefined;
  let cancelTimer: () => void = () => undefined;
  let sending: { readonly name: string; readonly stopper: AbortController } | null = null;
  const failures = new Map<string, number>();
  const notBefore = new Map<string, number>();

  const mayGo = () => connected && !held && !stopped;
  const next = (): { readonly row: Row } | { readonly afterMs: number | null } => {
    const now = scheduler.now();
    const rows = waiting().map((row) => ({ row, waitMs: (notBefore.get(nameOf(row)) ?? 0) - now }));
    return rows.find(({ waitMs }) => waitMs <= 0) ?? { afterMs: rows.length === 0 ? null : Math.min(...rows.map(({ waitMs }) => waitMs)) };
  };

  const sendOne = async (row: Row): Promise<void> => {
    const name = nameOf(row);
    const stopper = new AbortController();
    sending = { name, stopper };
    onChange();
    const done = await send(row, stopper.signal, () => failures.delete(name));
    sending = null;
    if (stopped) return;
    if (!done.ok && canHelp(done.error)) {
      // What was stopped on purpose has not failed.
      if (!stopper.signal.aborted) {
        const count = (failures.get(name) ?? 0) + 1;
        failures.set(name, count);
        notBefore.set(name, scheduler.now() + pauseBeforeTry(count, fraction(random)));
        await failed?.(row, done.error);
      }
    } else {
      failures.delete(name);
      await settle(row, done);
    }
    onChange();
  };

  const rest = (ms: number | null): Promise<void> => new Promise((resolve) => {
    const go = () => {
      cancelTimer();
      resolve();
    };
    cancelTimer = ms === null ? () => undefined : scheduler.after(ms, go);
    wake = go;
  });

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        const found = mayGo() ? next() : { afterMs: null };
        if ('row' in found) await sendOne(found.row);
        else await rest(found.afterMs);
      } catch (cause) {
        sending = null;
        onBroken(cause);
        await rest(AFTER_BROKEN_MS);
      }
    }
  };
  const look = () => {
    if (!mayGo()) sending?.stopper.abort();
    wake();
    onChange();
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped = true;
      sending?.stopper.abort();
      wake();
      await running;
    },
    /** Something may have come to be sent. */
    nudge: () => wake(),
    connection: (state: SyncState['connection']) => {
      const was = connected;
      connected = reached.has(state.name);
      if (connected === was) return;
      if (connected) notBefore.clear();
      look();
    },
    /** Holds everything back, also what is on its way, or lets it go. */
    hold: (hold: boolean) => {
      if (held === hold) return;
      held = hold;
      look();
    },
    /** Whatever waits for a next try is tried at once. */
    tryNow: () => {
      notBefore.clear();
      wake();
    },
    /** Forgets what came of it before. */
    forget: (name: string) => {
      notBefore.delete(name);
      failures.delete(name);
    },
    isConnected: () => connected,
    isSending: (name: string) => sending?.name === name,
  };
}
export type SendQueue = ReturnType<typeof sendQueue>;

/** Whether asking again later can come to something else. */
export const canHelp = ({ code }: AppError): boolean => code === 'signed-out' || (Object.hasOwn(errorCodes, code) && errorCodes[code as keyof typeof errorCodes].retry);
