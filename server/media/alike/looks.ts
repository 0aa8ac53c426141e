import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { ServerDb } from '#server/db/open.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { tellsApart } from '#shared/media/alike.ts';
import { readWhole, StorageFailed, type MediaStorage, type StorageKey } from '../storage.ts';
import { bandsOf } from './bands.ts';
import type { Hasher } from './hasher.ts';

/** Notes that an original is to be looked at; once is enough. */
export async function noteLook(db: Kysely<ServerSchema>, { shopId, sha256 }: StorageKey, now: number): Promise<void> {
  await db.insertInto('media_look').values({ shop_id: shopId, sha256, state: 'waiting', noted_at: now })
    .onConflict((there) => there.columns(['shop_id', 'sha256']).doNothing()).execute();
}

export type LooksDeps = { readonly db: ServerDb; readonly log: Logger; readonly storage: MediaStorage; readonly hasher: Hasher };
export type Looks = {
  /** Something may wait to be looked at. */
  nudge(): void;
  close(): Promise<void>;
};

const AT_ONCE = 20;

/**
 * Looks at originals one after the other, beside the calls: takes their hash from what is kept here, never from what a console said of it. What
 * waits stands in the database, so a server that ends in the middle goes on where it was.
 */
export function pictureLooks({ db, log, storage, hasher }: LooksDeps): Looks {
  let running: Promise<void> | null = null;
  let again = false;
  let isClosed = false;

  const waiting = () => db.kysely.selectFrom('media_look').innerJoin('media_blob', (join) => join.onRef('media_blob.shop_id', '=', 'media_look.shop_id').onRef('media_blob.sha256', '=', 'media_look.sha256'))
    .select(['media_look.shop_id', 'media_look.sha256', 'media_blob.mime', 'media_blob.bytes']).where('media_look.state', '=', 'waiting').where('media_blob.scan', '<>', 'quarantined').orderBy('media_look.noted_at').limit(AT_ONCE).execute();

  const lookAt = async ({ shop_id, sha256, mime, bytes }: Awaited<ReturnType<typeof waiting>>[number]): Promise<void> => {
    const key = { shop_id, sha256 };
    const hashes = await hasher.hashes(await readWhole(storage, { shopId: shop_id, sha256 }, bytes), mime);
    const state = hashes === null ? 'unreadable' : tellsApart(hashes[0]!) ? 'known' : 'plain';
    const rows = state !== 'known' ? [] : hashes!.flatMap((phash, part) => {
      const [band_0, band_1, band_2, band_3] = bandsOf(phash);
      return tellsApart(phash) ? [{ ...key, part, phash, band_0, band_1, band_2, band_3 }] : [];
    });
    await inTransaction(db, async (trx) => {
      if (rows.length > 0) await trx.insertInto('media_look_hash').values(rows).onConflict((there) => there.columns(['shop_id', 'sha256', 'part']).doNothing()).execute();
      await trx.updateTable('media_look').set({ state }).where('shop_id', '=', shop_id).where('sha256', '=', sha256).execute();
    });
    if (state === 'unreadable') log.warn({ shopId: shop_id, sha256 }, 'a picture could not be looked at');
  };

  const work = async (): Promise<void> => {
    do {
      again = false;
      for (let rows = await waiting(); rows.length > 0 && !isClosed; rows = await waiting()) {
        for (const row of rows) {
          if (isClosed) return;
          await lookAt(row);
        }
      }
    } while (again);
  };

  const nudge = (): void => {
    again = true;
    if (isClosed || running !== null) return;
    running = work().catch((cause: unknown) => {
      // Asked again with the next picture, and every hour.
      if (!isClosed) log.warn({ err: cause }, cause instanceof StorageFailed ? 'pictures cannot be read now to be looked at' : 'looking at pictures failed');
    }).finally(() => (running = null));
  };
  return {
    nudge,
    close: async () => {
      isClosed = true;
      hasher.close();
      await running;
    },
  };
}
