import type { ServerDb } from '#server/db/open.ts';
import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import type { CacheTable } from '#shared/catalog/cache-tables.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { rootOf } from '#shared/sync/digest.ts';
import { sumsIn } from '../digest-store.ts';
import { headsOf } from '../positions.ts';
import { shareOf, snapshotColumns, type Share } from './contents.ts';
import { checkCount, type Built } from './fresh-file.ts';

type Take = (table: CacheTable, rows: readonly (readonly unknown[])[]) => Promise<unknown>;
const PAGE = 1_000;

/** Reads a scope's rows from one picture of the database and hands them on page by page: for servers whose database cannot be attached to a file. */
export function streamRows(db: ServerDb, scope: ScopeName, take: Take): Promise<Built> {
  const share = shareOf(scope);
  return inSnapshot(db, async (trx) => {
    const [head] = await headsOf(trx, [scope]);
    const rows: Record<string, number> = {};
    const hand = async (table: CacheTable, found: readonly object[]) => {
      rows[table] = (rows[table] ?? 0) + found.length;
      if (found.length > 0) await take(table, found.map((row) => snapshotColumns[table].map((column) => (row as Record<string, unknown>)[column])));
    };
    if (share.kind === 'common') await hand('category', await trx.selectFrom('category').selectAll().orderBy('lft').execute());
    else {
      await hand('shop', await trx.selectFrom('shop').selectAll().$if(share.kind === 'shop', (query) => query.where('id', '=', shopOf(share))).execute());
      await handProducts(trx, share, hand);
      await handOrders(trx, share, hand);
      await handConversations(trx, share, hand);
      await handMessages(trx, share, hand);
    }
    const live = await trx.selectFrom('sync_row').select((eb) => eb.fn.countAll<number>().as('rows')).where('scope', '=', scope).where('gone', '=', 0).executeTakeFirstOrThrow();
    checkCount(scope, rows, Number(live.rows));
    // What is newer than the position is in the file all the same, and comes once more with the next pull: the root is that of the file.
    return { seq: head!.seq, epoch: head!.epoch, ...(head!.xid === undefined ? {} : { xid: head!.xid }), root: head!.root ?? rootOf(await sumsIn(trx, scope)), rows };
  });
}

const shopOf = (share: Share): string => (share.kind === 'shop' ? share.shopId : '');

async function handOrders(trx: ServerTransaction, share: Share, hand: (table: CacheTable, rows: readonly object[]) => Promise<void>): Promise<void> {
  await hand('orders', []);
  for (let after = 0; ;) {
    const orders = await trx.selectFrom('orders').selectAll().where('rid', '>', after).$if(share.kind === 'shop', (query) => query.where('shop_id', '=', shopOf(share))).orderBy('rid').limit(PAGE).execute();
    if (orders.length === 0) return;
    await hand('orders', orders);
    after = orders.at(-1)!.rid;
  }
}

async function handConversations(trx: ServerTransaction, share: Share, hand: (table: CacheTable, rows: readonly object[]) => Promise<void>): Promise<void> {
  await hand('conversation', []);
  for (let after = 0; ;) {
    const some = await trx.selectFrom('conversation').selectAll().where('rid', '>', after).$if(share.kind === 'shop', (query) => query.where('shop_id', '=', shopOf(share))).orderBy('rid').limit(PAGE).execute();
    if (some.length === 0) return;
    await hand('conversation', some);
    after = some.at(-1)!.rid;
  }
}

async function handMessages(trx: ServerTransaction, share: Share, hand: (table: CacheTable, rows: readonly object[]) => Promise<void>): Promise<void> {
  await hand('message', []);
  for (let after = 0; ;) {
    const some = await trx.selectFrom('message').selectAll().where('rid', '>', after).where('seen', '<>', share.kind === 'shop' ? 'marketplace' : 'shop')
      .$if(share.kind === 'shop', (query) => query.where('shop_id', '=', shopOf(share))).orderBy('rid').limit(PAGE).execute();
    if (some.length === 0) return;
    await hand('message', some);
    after = some.at(-1)!.rid;
  }
}

async function handProducts(trx: ServerTransaction, share: Share, hand: (table: CacheTable, rows: readonly object[]) => Promise<void>): Promise<void> {
  for (let after = 0; ;) {
    const products = await trx.selectFrom('product').selectAll().where('rid', '>', after).$if(share.kind === 'shop', (query) => query.where('shop_id', '=', shopOf(share))).orderBy('rid').limit(PAGE).execute();
    if (products.length === 0) return;
    await hand('product', products);
    await hand('variant', await trx.selectFrom('variant').selectAll().where('product_id', 'in', products.map(({ id }) => id)).orderBy('product_id').execute());
    after = products.at(-1)!.rid;
  }
}
