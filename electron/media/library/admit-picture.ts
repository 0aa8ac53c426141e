import type { Me } from '#shared/auth/model.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import type { IntakeUse } from '#shared/intake/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { checkPictureBytes } from '#shared/media/rules.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { reading } from '../../db/statement.ts';
import { plainName } from '../../files/plain-name.ts';

const shopHere = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('id').where('id', '=', p('id')));
const productShop = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('shop_id').where('id', '=', p('id')));

/** Why a picture is not taken in, before its first byte: by whom, for what, and how large it is. */
export function admitPicture(db: CacheDb | null, me: Me | null, { shopId, productId }: Extract<IntakeUse, { what: 'picture' }>, name: string, bytes: number): AppError | null {
  if (!db?.isOpen || !me) return { code: 'signed-out' };
  const refused = checkWriter(actorOf(me), shopId);
  if (refused) return refused;
  if (db.get(shopHere, { id: shopId }) === undefined) return { code: 'not-found', field: 'shopId' };
  if (productId !== undefined && db.get(productShop, { id: productId })?.shop_id !== shopId) return { code: 'not-found', field: 'productId' };
  return checkPictureBytes(plainName(name), bytes);
}
