import { projectCategory } from '#shared/catalog/category-columns.ts';
import type { Category, Product, Shop } from '#shared/catalog/model.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sharingParts } from '#shared/sync/equal.ts';
import type { EntityName, SyncRow } from '#shared/sync/model.ts';
import { putProduct, removeProduct, storedIfReadable } from '../catalog/write-product.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import { putConversation, removeConversation } from '../messaging/write-conversation.ts';
import { putMessage, removeMessage } from '../messaging/write-message.ts';
import { putOrder, removeOrder } from '../orders/write-order.ts';

type Stored = { readonly version: number; readonly doc: string };
const stored = {
  product: reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['version', 'doc']).where('id', '=', p('id'))),
  shop: reading<{ id: string }>()((q, p) => q.selectFrom('shop').select(['version', 'doc']).where('id', '=', p('id'))),
  category: reading<{ id: string }>()((q, p) => q.selectFrom('category').select(['version', 'doc']).where('id', '=', p('id'))),
  order: reading<{ id: string }>()((q, p) => q.selectFrom('orders').select(['version', 'doc']).where('id', '=', p('id'))),
  conversation: reading<{ id: string }>()((q, p) => q.selectFrom('conversation').select(['version', 'doc']).where('id', '=', p('id'))),
  message: reading<{ id: string }>()((q, p) => q.selectFrom('message').select(['version', 'doc']).where('id', '=', p('id'))),
};
const versions = {
  product: reading<{ id: string }>()((q, p) => q.selectFrom('product').select('version').where('id', '=', p('id'))),
  shop: reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('version').where('id', '=', p('id'))),
  category: reading<{ id: string }>()((q, p) => q.selectFrom('category').select('version').where('id', '=', p('id'))),
  order: reading<{ id: string }>()((q, p) => q.selectFrom('orders').select('version').where('id', '=', p('id'))),
  conversation: reading<{ id: string }>()((q, p) => q.selectFrom('conversation').select('version').where('id', '=', p('id'))),
  message: reading<{ id: string }>()((q, p) => q.selectFrom('message').select('version').where('id', '=', p('id'))),
};
const shopPut = writing<{ id: string; version: number; name: string; doc: string }>()((q, p) =>
  q.insertInto('shop').values({ id: p('id'), version: p('version'), name: p('name'), doc: p('doc') })
    .onConflict((c) => c.column('id').doUpdateSet({ version: p('version'), name: p('name'), doc: p('doc') })));
const shopDrop = writing<{ id: string }>()((q, p) => q.deleteFrom('shop').where('id', '=', p('id')));
type CategoryValues = ReturnType<typeof projectCategory> & { version: number; doc: string };
const categoryPut = writing<CategoryValues>()((q, p) => {
  const values = { version: p('version'), parent_id: p('parent_id'), lft: p('lft'), rgt: p('rgt'), depth: p('depth'), search: p('search'), doc: p('doc') };
  return q.insertInto('category').values({ id: p('id'), ...values }).onConflict((c) => c.column('id').doUpdateSet(values));
});
const categoryDrop = writing<{ id: string }>()((q, p) => q.deleteFrom('category').where('id', '=', p('id')));

/** A record as it stands in the lists, edits included; undefined when it is not there. */
export const recordOf = (db: ReadableDb, entity: EntityName, id: string): { version: number; doc: Json } | undefined => {
  const row: Stored | undefined = db.get(stored[entity], { id });
  return row && { version: row.version, doc: JSON.parse(row.doc) as Json };
};

/** Version of the server's copy a record is based on; null when it is not there. */
export const recordVersion = (db: ReadableDb, entity: EntityName, id: string): number | null => db.get(versions[entity], { id })?.version ?? null;

/** Writes a record with everything derived from it, or takes it out where `doc` is null. */
export function putRecord(db: WritableDb, { entity, id, version, doc }: SyncRow): void {
  switch (entity) {
    case 'product':
      if (doc === null) return removeProduct(db, id);
      return putChangedProduct(db, doc as unknown as Product, version);
    case 'shop': {
      if (doc === null) db.run(shopDrop, { id });
      else db.run(shopPut, { id, version, name: (doc as unknown as Shop).name, doc: JSON.stringify(doc) });
      return db.notes.part('shop');
    }
    case 'category': {
      if (doc === null) db.run(categoryDrop, { id });
      else db.run(categoryPut, { ...projectCategory(doc as unknown as Category), id, version, doc: JSON.stringify(doc) });
      return db.notes.everything();
    }
    case 'order': return doc === null ? removeOrder(db, id) : putOrder(db, doc, version);
    case 'conversation': return doc === null ? removeConversation(db, id) : putConversation(db, doc, version);
    case 'message': return doc === null ? removeMessage(db, id) : putMessage(db, doc, version);
    default: return assertNever(entity);
  }
}

const productVersion = writing<{ id: string; version: number }>()((q, p) => q.updateTable('product').set({ version: p('version') }).where('id', '=', p('id')));

/** Most answers say what is here already: then only the version moves. Of the others, what they left alone is not worked out again, and the full text neither. */
function putChangedProduct(db: WritableDb, doc: Product, version: number): void {
  const here = storedIfReadable(db, doc.id);
  if (here === null) return putProduct(db, doc, version);
  const next = sharingParts(here.before as unknown as Json, doc as unknown as Json) as unknown as Product;
  if (next !== here.before) return putProduct(db, next, version, here);
  if (here.version !== version) db.run(productVersion, { id: doc.id, version });
}
