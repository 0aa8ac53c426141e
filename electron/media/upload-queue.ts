import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { refusePicture } from '#shared/media/rules.ts';
import type { ScanState } from '#shared/media/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { sendQueue } from '../files/send-queue.ts';
import type { HttpClient } from '../http/client.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { contentPath } from './media-folder.ts';
import { quarantined } from './upload-quarantine.ts';
import { uploadBegan, uploadEnds, uploadFailed, uploadName, waitingUploads, type UploadKey, type UploadRow } from './upload-rows.ts';
import type { sendByTus } from './upload-tus.ts';

export type PictureQueueDeps = {
  readonly cache: () => CacheDb | null;
  /** Where contents of a shop lie on this machine (`media-folder.ts`). */
  readonly folder: (shopId: string) => string;
  readonly http: HttpClient;
  readonly tus: ReturnType<typeof sendByTus>;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly onChange: () => void;
  readonly onBroken: (cause: unknown) => void;
};

/**
 * Sends pictures by the rules of all files (`files/send-queue.ts`): the server is asked first, since it may have the content or a part of it; what
 * is missing goes by tus. The address of an upload is in the cache before its first byte goes, so that a cut, a restart or a `kill -9`
 * costs what was on the line.
 */
export function pictureQueue({ cache, folder, http, tus, scheduler, random, onChange, onBroken }: PictureQueueDeps) {
  /** Bytes the server has, of what waits; asked again after a restart. */
  const held = new Map<string, number>();
  const scans = new Map<string, ScanState>();

  const write = async (work: (db: WritableDb) => void): Promise<void> => {
    const db = cache();
    // A cache that is closed or replaced in this moment knows it as waiting, and the server is asked again.
    if (db?.isOpen) await db.inTurn(work).catch((cause: unknown) => db.isOpen && onBroken(cause));
  };
  const waiting = (): readonly UploadRow[] => {
    const db = cache();
    return db?.isOpen ? waitingUploads(db) : [];
  };

  const offer = (row: UploadRow, signal: AbortSignal) => http('offerMedia', { params: { shopId: row.shopId as never, sha256: row.sha256 }, body: { bytes: row.bytes, role: row.role } }, { signal });

  /** The bytes, as they were when they were put here; a disk that lost or changed them is no matter of waiting. */
  const contentOf = async ({ shopId, sha256, ending }: UploadRow): Promise<Result<Buffer, AppError>> => {
    try {
      const content = await readFile(contentPath(folder(shopId), sha256, ending));
      return hash('sha256', content) === sha256 ? ok(content) : err(refusePicture(`${sha256}.${ending}`, 'picture-damaged'));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return err(refusePicture(`${sha256}.${ending}`, 'picture-gone'));
      onBroken(cause);
      return err({ code: 'internal', attempted: 'media' });
    }
  };

  const sendBytes = async (row: UploadRow, begun: string | null, signal: AbortSignal, progressed: () => void): Promise<Result<void, AppError>> => {
    const content = await contentOf(row);
    if (!content.ok) return content;
    const name = uploadName(row);
    let noted: Promise<void> = Promise.resolve();
    const sent = await tus(row, content.value, {
      signal, url: row.url ?? begun,
      onUrl: (url) => {
        if (url !== row.url) noted = write((db) => uploadBegan(db, row, url));
      },
      onHeld: (bytes) => {
        if (bytes > (held.get(name) ?? 0)) progressed();
        held.set(name, bytes);
        onChange();
      },
    });
    await noted;
    // An upload the server will not go on with is begun anew next time.
    if (!sent.ok && sent.error.code === 'corrupt-chunk') await write((db) => uploadBegan(db, row, null));
    return sent;
  };

  const send = async (row: UploadRow, signal: AbortSignal, progressed: () => void): Promise<Result<void, AppError>> => {
    for (let round = 0; ; round++) {
      const offered = await offer(row, signal);
      if (!offered.ok) return offered;
      if (offered.value.name === 'kept') {
        scans.set(uploadName(row), offered.value.scan);
        return offered.value.scan === 'quarantined' ? err(quarantined(row, offered.value.note)) : ok(undefined);
      }
      // Sent whole, and still wanted: somebody took it away again, or it was never kept. Not in one breath for ever.
      if (round > 0) return err({ code: 'not-ready', rule: 'http' });
      const sent = await sendBytes(row, offered.value.upload, signal, progressed);
      if (!sent.ok) return sent;
    }
  };

  const settle = async (row: UploadRow, done: Result<void, AppError>): Promise<void> => {
    const name = uploadName(row);
    await write((db) => uploadEnds(db, row, done.ok ? 'sent' : 'refused', done.ok ? null : done.error, scans.get(name) ?? null));
    held.delete(name);
    scans.delete(name);
  };

  const queue = sendQueue<UploadRow>({
    scheduler, random, waiting, nameOf: uploadName, send, settle, onChange, onBroken,
    failed: (row, error) => write((db) => uploadFailed(db, row, row.attempts + 1, error)),
  });
  return {
    ...queue,
    /** Tries a picture at once, also one that was refused. */
    retry: async (row: UploadRow): Promise<void> => {
      queue.forget(uploadName(row));
      if (row.state === 'refused') await write((db) => uploadEnds(db, row, 'waiting', null, null));
      queue.nudge();
      onChange();
    },
    progress: (key: UploadKey): { readonly sent: number; readonly now: boolean } => ({ sent: held.get(uploadName(key)) ?? 0, now: queue.isSending(uploadName(key)) }),
  };
}
export type PictureQueue = ReturnType<typeof pictureQueue>;
