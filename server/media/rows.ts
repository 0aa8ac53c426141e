import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { MediaRole } from '#shared/media/upload-contract.ts';
import { noteLook } from './alike/looks.ts';
import type { StorageKey } from './storage.ts';

type Db = Kysely<ServerSchema>;

export const blobOf = (db: Db, { shopId, sha256 }: StorageKey) => db.selectFrom('media_blob').selectAll().where('shop_id', '=', shopId).where('sha256', '=', sha256).executeTakeFirst();

/** Notes what a content is for; a smaller picture that has its place already keeps it. */
export async function noteRole(db: Db, { shopId, sha256 }: StorageKey, role: MediaRole, now: number): Promise<void> {
  if (role.kind === 'derivative') {
    const { asset, recipe, purpose, format } = role;
    await db.insertInto('media_derivative').values({ shop_id: shopId, asset, recipe, purpose, format, sha256 }).onConflict((there) => there.columns(['shop_id', 'asset', 'recipe', 'purpose', 'format']).doNothing()).execute();
    return;
  }
  await noteLook(db, { shopId, sha256 }, now);
}

/** Whether buyers see an original on a published listing of the shop, by its record (`uses.ts`): then anyone may see its smaller pictures. */
export async function isShown(db: Db, { shopId, sha256 }: StorageKey): Promise<boolean> {
  const shown = await db.selectFrom('media_use').innerJoin('product', 'product.id', 'media_use.product_id').select('product.id')
    .where('media_use.shop_id', '=', shopId).where('media_use.asset', '=', sha256).where('is_live', '=', 1).where('product.shop_id', '=', shopId).where('product.status', '=', 'published').limit(1).executeTakeFirst();
  return shown !== undefined;
}

/** The listings of the shop that name an original, whatever state they are in. */
export async function productsNaming(db: Db, { shopId, sha256 }: StorageKey): Promise<string[]> {
  const rows = await db.selectFrom('media_use').innerJoin('product', 'product.id', 'media_use.product_id').select('product.id')
    .where('media_use.shop_id', '=', shopId).where('media_use.asset', '=', sha256).where('product.shop_id', '=', shopId).orderBy('product.id').execute();
  return rows.map(({ id }) => id);
}

/** How many bytes and unfinished uploads a shop has here, without those of one content. */
export async function roomTaken(db: Db, { shopId, sha256 }: StorageKey): Promise<{ readonly bytes: number; readonly unfinished: number }> {
  const kept = await db.selectFrom('media_blob').select((e) => e.fn.sum<number | string | null>('bytes').as('bytes')).where('shop_id', '=', shopId).where('sha256', '<>', sha256).executeTakeFirst();
  const coming = await db.selectFrom('media_upload').select((e) => [e.fn.sum<number | string | null>('bytes').as('bytes'), e.fn.countAll<number | string>().as('count')]).where('shop_id', '=', shopId).where('sha256', '<>', sha256).where('ended_at', 'is', null).executeTakeFirst();
  return { bytes: Number(kept?.bytes ?? 0) + Number(coming?.bytes ?? 0), unfinished: Number(coming?.count ?? 0) };
}
