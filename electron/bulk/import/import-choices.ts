import type { ImportAsked } from '#shared/bulk/draft-model.ts';
import { categoryFinder } from '#shared/bulk/cells/read-lists.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import type { Category, Shop } from '#shared/catalog/model.ts';
import { placesOf } from '#shared/catalog/shop-model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { reading } from '../../db/statement.ts';

const shopDoc = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));
const categories = reading()((q) => q.selectFrom('category').select('doc'));

/** What a person chose for a file, with what the shop adds to it: its currency, its places, the marketplace's categories. Null: no such shop here. */
export function importChoices(db: ReadableDb, { shopId, choice }: ImportAsked): ImportChoices | null {
  const stored = db.get(shopDoc, { id: shopId });
  if (stored === undefined) return null;
  const shop = JSON.parse(stored.doc) as Shop;
  return {
    command: choice.command, blank: choice.blank, locale: choice.locale, currency: shop.currency, places: placesOf(shop).map(({ id, name }) => ({ id, name })),
    shop, weightUnit: null, lengthUnit: null, categoryOf: categoryFinder(db.column(categories).map((doc) => JSON.parse(doc) as Category)),
  };
}
