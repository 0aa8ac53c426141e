import type { Me } from '#shared/auth/model.ts';
import type { catalogChannels } from '#shared/catalog/contract.ts';
import type { Category, ProductId, Shop } from '#shared/catalog/model.ts';
import { mayEdit } from '#shared/catalog/rules.ts';
import type { Answer } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading } from '../db/statement.ts';
import { actorOf } from './edit.ts';
import { marksByPath } from './marks.ts';
import { parsedProduct } from './parsed-product.ts';

const productById = reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['version', 'doc']).where('id', '=', p('id')));
const shopById = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));
const categoryById = reading<{ id: string }>()((q, p) => q.selectFrom('category').select('doc').where('id', '=', p('id')));
const conflictsOf = reading<{ id: string }>()((q, p) => q.selectFrom('conflict').selectAll().where('entity_id', '=', p('id')).where('entity', '=', 'product').where('settled_at', 'is', null).orderBy('found_at').orderBy('id'));

/**
 * One product with everything its page shows: its shop and category, what is unsent or in conflict, whether this person may edit it.
 *
 * @returns `not-found` when it is not in this cache; `not-ready` when its shop has not arrived yet
 */
export function productDetail(db: ReadableDb, id: ProductId, me: Me): Result<Answer<typeof catalogChannels, 'catalog.product'>, AppError> {
  const row = db.get(productById, { id });
  if (row === undefined) return err({ code: 'not-found' });
  const product = parsedProduct(db, row.doc);
  const shop = db.get(shopById, { id: product.shopId });
  if (shop === undefined) return err({ code: 'not-ready', rule: 'shop-not-here-yet' });
  const category = product.categoryId === null ? undefined : db.get(categoryById, { id: product.categoryId });
  return ok({
    product,
    version: row.version,
    shop: JSON.parse(shop.doc) as Shop,
    category: category === undefined ? null : (JSON.parse(category.doc) as Category),
    marks: marksByPath(db, id),
    conflicts: db.all(conflictsOf, { id }).map((found) => ({
      id: found.id,
      field: {
        path: found.path, base: JSON.parse(found.base) as Json, mine: JSON.parse(found.mine) as Json, theirs: JSON.parse(found.theirs) as Json,
        theirsBy: found.theirs_by, theirsAt: found.theirs_at as EpochMs | null,
      },
    })),
    editable: mayEdit(actorOf(me), product.shopId),
  });
}
