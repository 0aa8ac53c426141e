import type { Locale } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { libraryChannels } from '#shared/media/library-channels.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { reading } from '../../db/statement.ts';
import type { HttpClient } from '../../http/client.ts';
import { titleOf } from './alike.ts';

type C = typeof libraryChannels;

const shopById = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));

function shopName(db: CacheDb, id: string): string {
  const row = db.get(shopById, { id });
  return row ? (JSON.parse(row.doc) as Shop).name : '';
}

/** Asks the server which pictures of a shop look like one of another, and puts names to what it tells: those of shops and listings this console has. */
export async function picturesElsewhere(db: CacheDb, http: HttpClient, { shopId, sha256s }: Heard<C, 'media.elsewhere'>, locale: Locale): Promise<Result<Answer<C, 'media.elsewhere'>, AppError>> {
  const told = await http('picturesElsewhere', { params: { shopId }, body: { sha256s } });
  if (!told.ok) return told;
  // The account may have been left while the server was asked.
  if (!db.isOpen) return err({ code: 'signed-out' });
  return ok({
    pictures: told.value.pictures.map(({ sha256, found, where }) => ({
      sha256, found,
      where: where?.map(({ shopId: shop, products, distance, since, wasFirst }) => ({
        shop: shopName(db, shop), distance, since: since as EpochMs, wasFirst, listings: products.map((productId) => ({ productId: productId as never, title: titleOf(db, productId, locale) })),
      })) ?? null,
    })),
  });
}
