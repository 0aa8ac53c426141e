import type { ServerDb } from '#server/db/open.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import { conversationRow, insertConversations } from '#server/messaging/conversation-store.ts';
import { insertMessages, messageRow } from '#server/messaging/message-store.ts';
import { insertOrders, orderRow } from '#server/orders/order-store.ts';
import { usesFollow } from '#server/media/uses.ts';
import { bulkInsert } from '#server/sync/bulk-insert.ts';
import type { Moved } from '#server/sync/moved.ts';
import { advance } from '#server/sync/positions.ts';
import { ADMIN, COMMON, vendorScope } from '#server/sync/scopes.ts';
import type { VariantColumns } from '#shared/catalog/cache-tables.ts';
import type { Category, Product, Shop } from '#shared/catalog/model.ts';
import { projectVariants } from '#shared/catalog/projection.ts';
import { beatOf } from '#shared/messaging/beat.ts';
import { messageDescription } from '#shared/messaging/description.ts';
import type { Conversation, Message } from '#shared/messaging/model.ts';
import type { Order } from '#shared/orders/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Json } from '#shared/kernel/json.ts';
import { fold } from '#shared/kernel/text.ts';
import type { EntityName, ScopeName } from '#shared/sync/model.ts';
import { factsOf } from './listing-facts.ts';
import { insertProducts, insertVariants, productRow } from './product-store.ts';

export type Aggregates = { readonly shops: Iterable<Shop>; readonly categories: Iterable<Category>; readonly products: Iterable<Product> | AsyncIterable<Product>; /** What was sold so far: after everything else is in, so that it may be made from what was. */ readonly orders?: Iterable<Order> | AsyncIterable<Order>; /** What was talked about, after the orders. */ readonly talks?: Iterable<Talk> };
/** A conversation with everything that was said in it. */
export type Talk = { readonly conversation: Conversation; readonly messages: readonly Message[] };
export type Imported = { readonly shops: number; readonly categories: number; readonly products: number; readonly orders: number; readonly conversations: number };

const insertShops = bulkInsert('shop', ['id', 'version', 'name', 'doc']);
const insertCategories = bulkInsert('category', ['id', 'version', 'parent_id', 'lft', 'rgt', 'depth', 'search', 'doc']);

/** Rows handled at a time: enough for large statements, few enough that progress moves. */
const BATCH = 1_024;

/**
 * Fills an empty marketplace: shops, categories, products and orders with everything that is derived from them, and their place in
 * every scope. All of it or nothing.
 *
 * Records are taken as they are: whoever makes them up stands for the rules. Products come in the order of the iteration,
 * which is also the order in which consoles get them.
 *
 * @param onProgress told the number of products so far, about once per thousand
 * @throws Error of the database when an id is there already
 */
export async function importAggregates(db: ServerDb, { shops, categories, products, orders = [], talks = [] }: Aggregates, onProgress: (products: number) => void = () => undefined): Promise<Imported> {
  const imported = await inTransaction(db, async (trx) => {
    const positions = new Positions(trx, db);
    const imported = { shops: 0, categories: 0, products: 0, orders: 0, conversations: 0 };
    for await (const batch of batches(shops)) {
      imported.shops += batch.length;
      await insertShops(trx, db.dialect, batch.map((shop) => ({ id: shop.id, version: 1, name: shop.name, doc: JSON.stringify(shop) })));
      for (const { id } of batch) positions.note('shop', id, [ADMIN, vendorScope(id)]);
    }
    const required = new Map<string, readonly string[]>();
    for await (const batch of batches(categories)) {
      for (const { id, attributes } of batch) if (attributes) required.set(id, attributes.required);
      imported.categories += batch.length;
      await insertCategories(trx, db.dialect, batch.map((category) => ({
        id: category.id, version: 1, parent_id: category.parentId, lft: category.lft, rgt: category.rgt, depth: category.depth,
        search: fold(Object.values(category.name).join(' ')), doc: JSON.stringify(category),
      })));
      for (const { id } of batch) positions.note('category', id, [COMMON]);
    }
    for await (const batch of batches(products)) {
      const variants: VariantColumns[] = [];
      await insertProducts(trx, db.dialect, batch.map((product) => productRow(product, 1, factsOf((product.categoryId === null ? undefined : required.get(product.categoryId)) ?? []))));
      for (const product of batch) {
        for (const variant of projectVariants(product)) variants.push(variant);
        positions.note('product', product.id, [ADMIN, vendorScope(product.shopId)]);
      }
      await insertVariants(trx, db.dialect, variants);
      await usesFollow(trx, db.dialect, batch.map((product) => ({ id: product.id, before: null, after: product as unknown as Json })));
      onProgress((imported.products += batch.length));
      // Lets messages about the progress leave this process.
      await new Promise((resolve) => setImmediate(resolve));
    }
    for await (const batch of batches(orders)) {
      await insertOrders(trx, db.dialect, batch.map((order) => orderRow(order, 1)));
      for (const { id, shopId } of batch) positions.note('order', id, [ADMIN, vendorScope(shopId)]);
      imported.orders += batch.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    for await (const batch of batches(talks)) {
      await insertConversations(trx, db.dialect, batch.map(({ conversation, messages }) => conversationRow(conversation, beatOf(messages), 1)));
      await insertMessages(trx, db.dialect, batch.flatMap(({ messages }) => messages.map((message) => messageRow(message, 1))));
      for (const { conversation, messages } of batch) {
        positions.note('conversation', conversation.id, [ADMIN, vendorScope(conversation.shopId)]);
        for (const message of messages) positions.note('message', message.id, messageDescription.scopesOf(message as unknown as Json));
      }
      imported.conversations += batch.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await positions.save();
    return imported;
  });
  // All of it went through the log, which is now as long as the database.
  db.sqlite?.pragma('wal_checkpoint(TRUNCATE)');
  return imported;
}

class Positions {
  readonly #moved = new Map<ScopeName, Moved[]>();
  readonly #trx: ServerTransaction;
  readonly #db: ServerDb;

  constructor(trx: ServerTransaction, db: ServerDb) {
    this.#trx = trx;
    this.#db = db;
  }

  note(entity: EntityName, id: string, scopes: readonly ScopeName[]): void {
    for (const scope of scopes) {
      const known = this.#moved.get(scope);
      const moved = { entity, id, version: 1, gone: false, was: null };
      if (known) known.push(moved);
      else this.#moved.set(scope, [moved]);
    }
  }

  async save(): Promise<void> {
    const { steps, wide } = await advance(this.#trx, this.#db.dialect, this.#moved, 0);
    const counted = steps.length + (wide === null ? 0 : 1);
    assert(counted === this.#moved.size, () => `${this.#moved.size} scopes were written, ${counted} counted`);
  }
}

async function* batches<T>(records: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
