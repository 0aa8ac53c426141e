import { errorCodes } from '#shared/contract/error-codes.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { pauseBeforeTry } from '#shared/sync/connection.ts';
import type { SyncState } from '#shared/sync/contract.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { HttpClient } from '../http/client.ts';
import { fraction, type Random, type Scheduler } from '../runtime/scheduler.ts';
import type { FileFolder } from './file-folder.ts';
import { fileBecomes, isNamed, waitingFiles, type FileKey, type FileRow } from './file-rows.ts';

/** In these states the server has just been heard of; files travel beside everything else. */
const reached: ReadonlySet<string> = new Set(['catching-up', 'sending', 'online']);
const SMALLEST_PART = 128 * 1024;
const LARGEST_PART = 8 * 1024 * 1024;
/** A part that took less may be larger next time; one that took longer should be smaller, so that a cut costs little. */
const QUICK_MS = 2 * SECOND_MS;
const SLOW_MS = 10 * SECOND_MS;
const SILENCE_MS = 110 * SECOND_MS;
/** After what nobody foresaw it goes on so much later. */
const AFTER_BROKEN_MS = 15 * SECOND_MS;
/** The server and this console contradict each other about the offset so often only if something is wrong. */
const MOST_DISAGREEMENTS = 3;

export type UploadDeps = {
  readonly cache: () => CacheDb | null;
  readonly folder: FileFolder;
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** How a file stands has changed. */
  readonly onChange: () => void;
  readonly onBroken: (cause: unknown) => void;
  readonly partBytes?: number;
};

const nameOf = ({ shopId, sha256 }: FileKey) => `${shopId} ${sha256}`;

/**
 * Sends chosen files, one at a time and the oldest first, whenever the server can be reached; goes on after a cut, a restart or a `kill -9` where
 * the server says it stands. What waiting cannot mend is kept with its reason.
 */
export function uploadQueue({ cache, folder, http, scheduler, random, onChange, onBroken, partBytes }: UploadDeps) {
  let connected = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let part = partBytes ?? 512 * 1024;
  let wake: () => void = () => undefined;
  let cancelTimer: () => void = () => undefined;
  const stopper = new AbortController();
  /** Bytes the server has, of what waits; asked again after a restart. */
  const sent = new Map<string, number>();
  const failures = new Map<string, number>();
  const notBefore = new Map<string, number>();
  let sending: string | null = null;

  /** What waits and is named by a product: a file that was taken away again need not travel. */
  const next = (db: CacheDb): { readonly row: FileRow } | { readonly afterMs: number | null } => {
    const now = scheduler.now();
    const rows = waitingFiles(db).filter((row) => isNamed(db, row)).map((row) => ({ row, waitMs: (notBefore.get(nameOf(row)) ?? 0) - now }));
    return rows.find(({ waitMs }) => waitMs <= 0) ?? { afterMs: rows.length === 0 ? null : Math.min(...rows.map(({ waitMs }) => waitMs)) };
  };

  const become = async (row: FileRow, state: 'sent' | 'waiting' | 'refused', error: AppError | null = null): Promise<void> => {
    const db = cache();
    // A cache that is closed or replaced in this moment knows it as waiting, and the server is asked again.
    if (db?.isOpen) await db.inTurn((writable) => fileBecomes(writable, row, state, error)).catch((cause: unknown) => db.isOpen && onBroken(cause));
    sent.delete(nameOf(row));
  };

  const sendWhole = async (row: FileRow): Promise<Result<void, AppError>> => {
    const params = { shopId: row.shopId as never, sha256: row.sha256 };
    const asked = await http('fileHeld', { params }, { signal: stopper.signal });
    if (!asked.ok) return asked;
    let { held, whole } = asked.value;
    for (let disagreements = 0; !whole; ) {
      if (!connected || stopped) return err({ code: 'offline', rule: 'cancelled' });
      sent.set(nameOf(row), held);
      onChange();
      const body = await folder.slice(row, held, Math.min(part, row.bytes - held));
      if (body.byteLength === 0) return err({ code: 'rule-broken', field: 'files', rule: 'file-damaged-here' });
      const began = scheduler.now();
      const answered = await http('sendFile', { params, query: { offset: held, bytes: row.bytes }, body }, { signal: stopper.signal, silenceMs: SILENCE_MS });
      if (answered.ok) {
        ({ held, whole } = answered.value);
        const took = scheduler.now() - began;
        if (partBytes === undefined) part = took < QUICK_MS ? Math.min(LARGEST_PART, part * 2) : took > SLOW_MS ? Math.max(SMALLEST_PART, part / 2) : part;
        continue;
      }
      const stands = answered.error.rule === 'upload-offset' ? answered.error.details?.['held'] : undefined;
      if (typeof stands !== 'number' || ++disagreements > MOST_DISAGREEMENTS) return answered;
      held = stands;
    }
    return ok(undefined);
  };

  /** Something was lost on this side: sending it again and again would not help. */
  const localFault = async (row: FileRow, error: AppError): Promise<AppError | null> => {
    if (error.code !== 'corrupt-chunk') return null;
    return (await folder.isSound(row)) ? null : { code: 'rule-broken', field: 'files', rule: 'file-damaged-here' };
  };

  const sendOne = async (row: FileRow): Promise<void> => {
    const name = nameOf(row);
    sending = name;
    onChange();
    const done = await sendWhole(row).catch((cause: NodeJS.ErrnoException): Result<void, AppError> => {
      if (cause.code === 'ENOENT') return err({ code: 'rule-broken', field: 'files', rule: 'file-damaged-here' });
      // A disk that does not answer may answer again.
      onBroken(cause);
      return err({ code: 'internal', attempted: 'files' });
    });
    sending = null;
    if (stopped) return;
    if (done.ok) {
      failures.delete(name);
      await become(row, 'sent');
      return onChange();
    }
    const { error } = done;
    const fault = await localFault(row, error);
    const canHelp = fault === null && (error.code === 'signed-out' || (Object.hasOwn(errorCodes, error.code) && errorCodes[error.code as keyof typeof errorCodes].retry));
    if (canHelp) {
      const count = (failures.get(name) ?? 0) + 1;
      failures.set(name, count);
      notBefore.set(name, scheduler.now() + pauseBeforeTry(count, fraction(random)));
    } else await become(row, 'refused', fault ?? error);
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
        const db = connected ? cache() : null;
        const found = db?.isOpen ? next(db) : { afterMs: null };
        if ('row' in found) await sendOne(found.row);
        else await rest(found.afterMs);
      } catch (cause) {
        onBroken(cause);
        await rest(AFTER_BROKEN_MS);
      }
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped = true;
      stopper.abort();
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
      wake();
      onChange();
    },
    /** Whatever waits for a next try is tried at once. */
    tryNow: () => {
      notBefore.clear();
      wake();
    },
    /** Tries a file at once, also one that was refused. */
    retry: async (row: FileRow): Promise<void> => {
      notBefore.delete(nameOf(row));
      failures.delete(nameOf(row));
      if (row.state === 'refused') await become(row, 'waiting');
      wake();
      onChange();
    },
    isConnected: () => connected,
    /** Bytes of a waiting file the server has, as far as is known, and whether it is its turn. */
    progress: (key: FileKey): { readonly sent: number; readonly now: boolean } => ({ sent: sent.get(nameOf(key)) ?? 0, now: sending === nameOf(key) }),
  };
}
export type UploadQueue = ReturnType<typeof uploadQueue>;
