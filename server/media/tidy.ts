import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifMissing } from './if-missing.ts';
import { setApart, uploadPath, type KeepDeps } from './keep.ts';
import { TOO_LARGE } from './scanner.ts';
import { readWhole } from './storage.ts';
import { KEEP_UPLOAD_MS } from './tus.ts';

const AT_ONCE = 200;

type TidyDeps = Omit<KeepDeps, 'looks'>;

/**
 * Gives up uploads nobody ended in a week, and has scanned what no scanner has seen yet.
 *
 * @returns how many uploads went, and how many contents were scanned
 */
export async function tidyMedia(deps: TidyDeps): Promise<{ readonly gone: number; readonly scanned: number }> {
  const { db, clock, folder } = deps;
  const before = clock() - KEEP_UPLOAD_MS;
  const old = await db.kysely.selectFrom('media_upload').select('id').where('began_at', '<', before).execute();
  for (const { id } of old) {
    await rm(uploadPath(folder, id), { force: true });
    await db.kysely.deleteFrom('media_upload').where('id', '=', id).execute();
  }
  return { gone: old.length + (await sweep(deps)), scanned: await scanWaiting(deps) };
}

/** Files of uploads the database does not know, or knows as ended: left by a process that died. */
async function sweep({ db, folder }: TidyDeps): Promise<number> {
  const names = await readdir(join(folder, 'uploads')).catch(ifMissing<string[]>([]));
  let gone = 0;
  for (const name of names) {
    const row = await db.kysely.selectFrom('media_upload').select('ended_at').where('id', '=', name).executeTakeFirst();
    if (row && row.ended_at === null) continue;
    await rm(uploadPath(folder, name), { force: true });
    gone++;
  }
  return gone;
}

/** One look at what waits: where the scanner does not answer, the rest waits on. */
async function scanWaiting({ db, clock, log, storage, scan, folder }: TidyDeps): Promise<number> {
  const waiting = await db.kysely.selectFrom('media_blob').selectAll().where('scan', '=', 'not scanned').where('scan_note', '<>', TOO_LARGE).orderBy('kept_at').limit(AT_ONCE).execute();
  let scanned = 0;
  for (const blob of waiting) {
    const key = { shopId: blob.shop_id, sha256: blob.sha256 };
    const content = await readWhole(storage, key, blob.bytes);
    const result = await scan(content);
    if (result.state === 'not scanned' && result.note !== TOO_LARGE) break;
    if (result.state === 'quarantined') await setApart(folder, key, content);
    await db.kysely.updateTable('media_blob').set({ scan: result.state, scan_note: result.state === 'clean' ? null : result.note, scanned_at: result.state === 'not scanned' ? null : clock() }).where('shop_id', '=', key.shopId).where('sha256', '=', key.sha256).execute();
    if (result.state === 'quarantined') {
      log.warn({ ...key, by: blob.by, found: result.note }, 'a picture was put in quarantine');
      await storage.remove(key);
    }
    scanned++;
  }
  return scanned;
}
