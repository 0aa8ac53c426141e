import type { ServerDeps } from '#server/deps.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { checkFileSize, MOST_SHOP_FILE_BYTES } from '#shared/catalog/file-rules.ts';
import { underReview } from '#shared/catalog/listing-states.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import type { FileReply } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { FileKey, FileStore } from './file-store.ts';

export type FilesDeps = Pick<ServerDeps, 'db' | 'clock'> & {
  readonly store: FileStore;
  /** What one shop may keep here, bytes; other than usual in tests. */
  readonly mostShopBytes?: number;
};
export type Held = { readonly held: number; readonly whole: boolean };
export type Part = { readonly offset: number; readonly bytes: number; readonly content: AsyncIterable<Uint8Array> };

/** Contents of products' files: who may send and fetch them, and how much a shop may keep. */
export function filesOver({ db, clock, store, mostShopBytes = MOST_SHOP_FILE_BYTES }: FilesDeps) {
  const rowOf = ({ shopId, sha256 }: FileKey) => db.kysely.selectFrom('shop_file').selectAll().where('shop_id', '=', shopId).where('sha256', '=', sha256).executeTakeFirst();
  const update = ({ shopId, sha256 }: FileKey, values: { whole_at?: number | null; bytes?: number; touched_at?: number }) =>
    db.kysely.updateTable('shop_file').set(values).where('shop_id', '=', shopId).where('sha256', '=', sha256).execute();

  /** How a file stands by what is really there: the database may be older than the disk, or the disk than the database. */
  const standing = async (key: FileKey): Promise<Held & { bytes: number | null }> => {
    const row = await rowOf(key);
    if (!row) return { held: 0, whole: false, bytes: null };
    const kept = await store.size({ ...key, shopId: row.home_id });
    if (kept !== null) {
      if (row.whole_at === null) await update(key, { whole_at: clock() });
      return { held: kept, whole: true, bytes: kept };
    }
    if (row.whole_at !== null) await update(key, { whole_at: null });
    return { held: await store.held(key), whole: false, bytes: row.bytes };
  };

  /** Notes that a file is on its way; its room is taken from then on. */
  const begin = (key: FileKey, bytes: number, actor: Actor): Promise<AppError | null> =>
    inTransaction(db, async (trx) => {
      // Two that begin at once must not both find the same room.
      await db.dialect.lockRows(trx.selectFrom('shop').select('id').where('id', '=', key.shopId)).execute();
      const rows = await trx.selectFrom('shop_file').select(['sha256', 'bytes']).where('shop_id', '=', key.shopId).execute();
      const used = rows.reduce((sum, row) => (row.sha256 === key.sha256 ? sum : sum + row.bytes), 0);
      if (used + bytes > mostShopBytes) return { code: 'rule-broken', field: 'files', rule: 'shop-files-full', details: { usedBytes: used, foundBytes: bytes, mostBytes: mostShopBytes } };
      const now = clock();
      await trx.insertInto('shop_file').values({ shop_id: key.shopId, sha256: key.sha256, home_id: key.shopId, bytes, whole_at: null, touched_at: now, loose_since: null, by: actor.userId })
        .onConflict((there) => there.columns(['shop_id', 'sha256']).doUpdateSet({ bytes, touched_at: now, home_id: key.shopId })).execute();
      return null;
    });

  /** Somebody else's shop answers the same whether it has the file or not. */
  const mayReach = async (actor: Actor, shopId: string): Promise<AppError | null> => {
    const refused = checkWriter(actor, shopId);
    if (refused) return refused;
    const shop = await db.kysely.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst();
    return shop ? null : { code: 'not-found', field: 'shopId' };
  };

  /** Moderators look at what buyers would download, for as long as a product with it is looked at: submitted, or with an edit that waits. */
  const mayLook = async (actor: Actor, { shopId, sha256 }: FileKey): Promise<AppError | null> => {
    if (actor.role !== 'moderator') return mayReach(actor, shopId);
    const shown = await db.kysely.selectFrom('product').select('id').where('shop_id', '=', shopId).where('kind', '=', 'digital')
      .where((is) => is.or([is('status', 'in', [...underReview]), is('in_review', '=', 1)])).where('doc', 'like', `%"${sha256}"%`).limit(1).executeTakeFirst();
    return shown ? null : { code: 'forbidden', rule: 'file-under-review-only' };
  };

  return {
    held: async (actor: Actor, key: FileKey): Promise<Result<Held, AppError>> => {
      const refused = await mayLook(actor, key);
      if (refused) return err(refused);
      const { held, whole } = await standing(key);
      return ok({ held, whole });
    },

    /** Takes the next part in. With the last byte the content is compared with its hash. */
    send: async (actor: Actor, key: FileKey, { offset, bytes, content }: Part): Promise<Result<Held, AppError>> => {
      const refused = (await mayReach(actor, key.shopId)) ?? checkFileSize(bytes, 'bytes');
      if (refused) return err(refused);
      const now = await standing(key);
      if (now.whole) return ok({ held: now.held, whole: true });
      // Said to be of another length than before: one of the two was wrong, and what is here belongs to neither for certain.
      if (now.bytes !== null && now.bytes !== bytes) await store.remove(key);
      if (now.bytes !== bytes) {
        const full = await begin(key, bytes, actor);
        if (full) return err(full);
      }
      await update(key, { touched_at: clock() });
      const appended = await appendOrSay(store, key, offset, content, bytes);
      if (!appended.ok) return appended;
      const { fits, held } = appended.value;
      if (!fits) {
        const { whole } = await standing(key);
        return whole ? ok({ held: bytes, whole }) : err({ code: 'conflict', field: 'offset', rule: 'upload-offset', details: { held } });
      }
      if (held < bytes) return ok({ held, whole: false });
      if (!(await store.keep(key))) return err({ code: 'corrupt-chunk', field: 'sha256', rule: 'file-damaged' });
      await update(key, { whole_at: clock() });
      return ok({ held, whole: true });
    },

    read: async (actor: Actor, key: FileKey): Promise<Result<FileReply, AppError>> => {
      const refused = await mayLook(actor, key);
      if (refused) return err(refused);
      const row = await rowOf(key);
      const kept = row ? { ...key, shopId: row.home_id } : null;
      const bytes = kept === null ? null : await store.size(kept);
      if (kept === null || bytes === null) return err({ code: 'not-found', field: 'sha256', rule: 'file-not-sent' });
      return ok({ bytes, open: (from, to) => store.read(kept, from, to) });
    },
  };
}
export type Files = ReturnType<typeof filesOver>;

/** A content that breaks off, or is longer than was said, is the sender's matter and no failure here. */
async function appendOrSay(store: FileStore, key: FileKey, offset: number, content: AsyncIterable<Uint8Array>, bytes: number) {
  try {
    return ok(await store.append(key, offset, content, bytes));
  } catch (cause) {
    if (cause instanceof RangeError) return err<AppError>({ code: 'rule-broken', field: 'bytes', rule: 'file-longer-than-said', details: { mostBytes: bytes } });
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return err<AppError>({ code: 'invalid-input', field: 'body', rule: 'incomplete' });
    throw cause;
  }
}
