import type { FileState } from '#shared/catalog/file-contract.ts';
import { filesInOrder } from '#shared/catalog/file-rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { HttpClient } from '../http/client.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { FileFolder } from './file-folder.ts';
import { fileRow, type FileKey } from './file-rows.ts';
import type { UploadQueue } from './upload-queue.ts';

/** Before that the server is not asked again about a file somebody else has still to send. */
const ASK_AGAIN_MS = 10 * SECOND_MS;

/**
 * How the files of a product stand: from what is known here at once, and for those chosen on other devices from the server, which is asked
 * in the background.
 */
export function fileStates(folder: FileFolder, queue: UploadQueue, http: HttpClient, scheduler: Scheduler, onChange: () => void) {
  const known = new Map<string, { readonly whole: boolean; readonly at: number }>();

  const learn = async (name: string, key: FileKey): Promise<void> => {
    known.set(name, { whole: false, at: scheduler.now() });
    const answered = await http('fileHeld', { params: { shopId: key.shopId as never, sha256: key.sha256 } });
    if (!answered.ok || !answered.value.whole) return;
    known.set(name, { whole: true, at: scheduler.now() });
    onChange();
  };

  const stateOf = async (db: ReadableDb, key: FileKey): Promise<FileState> => {
    const row = fileRow(db, key);
    if (row === null) {
      const name = `${key.shopId} ${key.sha256}`;
      const told = known.get(name);
      if (told?.whole) return { name: 'sent', here: false };
      if (queue.isConnected() && (told === undefined || told.at < scheduler.now() - ASK_AGAIN_MS)) void learn(name, key);
      return { name: 'elsewhere' };
    }
    if (row.state === 'refused') return { name: 'refused', error: row.error! };
    if (row.state === 'sent') return { name: 'sent', here: (await folder.bytesOf(row)) !== null };
    const { sent, now } = queue.progress(row);
    return { name: now ? 'sending' : 'waiting', sent };
  };

  return async (db: ReadableDb, product: Product): Promise<Record<string, FileState>> => {
    const states: Record<string, FileState> = {};
    for (const { id, sha256 } of filesInOrder(product.files)) states[id] = await stateOf(db, { shopId: product.shopId, sha256 });
    return states;
  };
}
