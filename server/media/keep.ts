import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDb } from '#server/db/open.ts';
import type { MediaUploadTable } from '#server/db/schema.ts';
import { mediaRole } from '#shared/media/upload-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { Looks } from './alike/looks.ts';
import { ifMissing } from './if-missing.ts';
import { blobOf, noteRole } from './rows.ts';
import type { Scanned, Scanner } from './scanner.ts';
import { placeOf, type MediaStorage, type StorageKey } from './storage.ts';
import { verifyPicture, type Looked } from './verify.ts';

export type KeepDeps = {
  readonly db: ServerDb;
  readonly clock: Clock;
  readonly log: Logger;
  readonly storage: MediaStorage;
  readonly scan: Scanner;
  /** Told of what came in; looks at it beside the calls. */
  readonly looks: Pick<Looks, 'nudge'>;
  /** `uploads/` and `quarantine/` lie in it. */
  readonly folder: string;
};

export const uploadPath = (folder: string, id: string): string => join(folder, 'uploads', id);

/** A content a scanner found something in: it lies apart, and nobody is shown it. */
export const quarantined = (note: string | null): AppError => ({ code: 'rule-broken', field: 'file', rule: 'picture-quarantined', ...(note === null ? {} : { details: { note } }) });

/**
 * Ends an upload that is whole: looks at it, has it scanned, keeps it, and only then notes that it is here. Cut off anywhere, it is done again
 * from its start, and changes nothing that was done.
 *
 * @returns how the upload ended; those who ask at once share one answer
 * @throws StorageFailed when the store cannot be reached: the upload stays, and ends when it is asked for again
 */
export function keeperOf(deps: KeepDeps) {
  const { db, clock, log, storage, scan, folder } = deps;
  const running = new Map<string, Promise<AppError | null>>();

  const noteEnd = (id: string, error: AppError | null) => db.kysely.updateTable('media_upload').set({ ended_at: clock(), error: error === null ? null : JSON.stringify(error) }).where('id', '=', id);

  const keep = async (row: MediaUploadTable, content: Buffer, looked: Looked): Promise<AppError | null> => {
    const key = { shopId: row.shop_id, sha256: row.sha256 };
    const there = await blobOf(db.kysely, key);
    const scanned: Scanned = there && there.scan !== 'not scanned' ? { state: there.scan, note: there.scan_note ?? '' } : await scan(content);
    const isHit = scanned.state === 'quarantined';
    if (isHit) await setApart(folder, key, content);
    else await storage.put(key, content, looked.mime);
    const now = clock();
    const result = { scan: scanned.state, scan_note: scanned.state === 'clean' ? null : scanned.note, scanned_at: scanned.state === 'not scanned' ? null : now };
    const error = isHit ? quarantined(scanned.note) : null;
    await inTransaction(db, async (trx) => {
      await trx.insertInto('media_blob').values({ shop_id: key.shopId, sha256: key.sha256, ...looked, bytes: content.byteLength, ...result, kept_at: now, by: row.user_id })
        .onConflict((same) => same.columns(['shop_id', 'sha256']).doUpdateSet(result)).execute();
      if (!isHit) await noteRole(trx, key, mediaRole.parse(JSON.parse(row.role)), now);
      await trx.updateTable('media_upload').set({ ended_at: now, error: error === null ? null : JSON.stringify(error) }).where('id', '=', row.id).execute();
    });
    if (!isHit) deps.looks.nudge();
    if (isHit) log.warn({ shopId: key.shopId, sha256: key.sha256, by: row.user_id, found: scanned.note }, 'a picture was put in quarantine');
    return error;
  };

  const end = async (row: MediaUploadTable): Promise<AppError | null> => {
    const path = uploadPath(folder, row.id);
    const content = await readFile(path).catch(ifMissing(null));
    if (content === null) return { code: 'gone', field: 'upload' };
    const looked = await verifyPicture(content, { name: 'file', sha256: row.sha256, role: mediaRole.parse(JSON.parse(row.role)) });
    let error: AppError | null;
    if (looked.ok) error = await keep(row, content, looked.value);
    else {
      ({ error } = looked);
      await noteEnd(row.id, error).execute();
    }
    await rm(path, { force: true });
    return error;
  };

  return (row: MediaUploadTable): Promise<AppError | null> => {
    if (row.ended_at !== null) return Promise.resolve(row.error === null ? null : (JSON.parse(row.error) as AppError));
    const known = running.get(row.id);
    if (known) return known;
    const ending = end(row).finally(() => running.delete(row.id));
    running.set(row.id, ending);
    return ending;
  };
}
export type Keeper = ReturnType<typeof keeperOf>;

/** Puts a content into the quarantine of this server; it never reaches the storage pictures are served from. */
export async function setApart(folder: string, key: StorageKey, content: Uint8Array): Promise<void> {
  const path = join(folder, 'quarantine', placeOf(key));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.part`, content, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
