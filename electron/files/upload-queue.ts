import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { HttpClient } from '../http/client.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import type { FileFolder } from './file-folder.ts';
import { fileBecomes, isNamed, waitingFiles, type FileKey, type FileRow } from './file-rows.ts';
import { sendQueue } from './send-queue.ts';

const SMALLEST_PART = 128 * 1024;
const LARGEST_PART = 8 * 1024 * 1024;
/** A part that took less may be larger next time; one that took longer should be smaller, so that a cut costs little. */
const QUICK_MS = 2 * SECOND_MS;
const SLOW_MS = 10 * SECOND_MS;
const SILENCE_MS = 110 * SECOND_MS;
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
  let part = partBytes ?? 512 * 1024;
  /** Bytes the server has, of what waits; asked again after a restart. */
  const sent = new Map<string, number>();

  /** What is named by a product: a file that was taken away again need not travel. */
  const waiting = (): readonly FileRow[] => {
    const db = cache();
    return db?.isOpen ? waitingFiles(db).filter((row) => isNamed(db, row)) : [];
  };

  const become = async (row: FileRow, state: 'sent' | 'waiting' | 'refused', error: AppError | null = null): Promise<void> => {
    const db = cache();
    // A cache that is closed or replaced in this moment knows it as waiting, and the server is asked again.
    if (db?.isOpen) await db.inTurn((writable) => fileBecomes(writable, row, state, error)).catch((cause: unknown) => db.isOpen && onBroken(cause));
    sent.delete(nameOf(row));
  };

  const sendWhole = async (row: FileRow, signal: AbortSignal): Promise<Result<void, AppError>> => {
    const params = { shopId: row.shopId as never, sha256: row.sha256 };
    const asked = await http('fileHeld', { params }, { signal });
    if (!asked.ok) return asked;
    let { held, whole } = asked.value;
    for (let disagreements = 0; !whole; ) {
      if (signal.aborted) return err({ code: 'offline', rule: 'cancelled' });
      sent.set(nameOf(row), held);
      onChange();
      const body = await folder.slice(row, held, Math.min(part, row.bytes - held));
      if (body.byteLength === 0) return err({ code: 'rule-broken', field: 'files', rule: 'file-damaged-here' });
      const began = scheduler.now();
      const answered = await http('sendFile', { params, query: { offset: held, bytes: row.bytes }, body }, { signal, silenceMs: SILENCE_MS });
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
  const orLocalFault = async (row: FileRow, done: Result<void, AppError>): Promise<Result<void, AppError>> => {
    if (done.ok || done.error.code !== 'corrupt-chunk') return done;
    return (await folder.isSound(row)) ? done : err({ code: 'rule-broken', field: 'files', rule: 'file-damaged-here' });
  };

  const send = async (row: FileRow, signal: AbortSignal): Promise<Result<void, AppError>> => {
    try {
      return await orLocalFault(row, await sendWhole(row, signal));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return err({ code: 'rule-broken', field: 'files', rule: 'file-damaged-here' });
      // A disk that does not answer may answer again.
      onBroken(cause);
      return err({ code: 'internal', attempted: 'files' });
    }
  };

  const queue = sendQueue<FileRow>({ scheduler, random, waiting, nameOf, send, settle: (row, done) => (done.ok ? become(row, 'sent') : become(row, 'refused', done.error)), onChange, onBroken });
  return {
    ...queue,
    /** Tries a file at once, also one that was refused. */
    retry: async (row: FileRow): Promise<void> => {
      queue.forget(nameOf(row));
      if (row.state === 'refused') await become(row, 'waiting');
      queue.nudge();
      onChange();
    },
    /** Bytes of a waiting file the server has, as far as is known, and whether it is its turn. */
    progress: (key: FileKey): { readonly sent: number; readonly now: boolean } => ({ sent: sent.get(nameOf(key)) ?? 0, now: queue.isSending(nameOf(key)) }),
  };
}
export type UploadQueue = ReturnType<typeof uploadQueue>;
