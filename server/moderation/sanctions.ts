import type { ServerTransaction } from '#server/db/transaction.ts';
import { releaseInside } from '#server/payouts/holds.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { Stored } from '#server/sync/entity-store.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Actor, Mutation } from '#shared/sync/model.ts';
import { atOnce, logEvent, type ModerationDeps } from './acts.ts';

const suspensions = ['suspend-7', 'suspend-30', 'terminate'] as const;
/** In whose name the marketplace itself acts. */
const itself: Actor = { userId: MARKETPLACE, role: 'admin', shopIds: [] };

/** Shops that may not send in or publish listings now, among those whose listings these edits move. Most edits move none, and ask nothing. */
export async function suspendedShops(trx: ServerTransaction, mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>): Promise<ReadonlySet<string>> {
  const moved = mutations.filter(({ ops }) => ops.some((op) => op.op === 'set' && op.path === 'status')).flatMap(({ id }) => (current.get(id)?.doc as unknown as Product | undefined)?.shopId ?? []);
  if (moved.length === 0) return new Set();
  const found = new Set<string>();
  for (const slice of slices([...new Set(moved)])) {
    for (const { shop_id } of await trx.selectFrom('moderation_sanction').select('shop_id').where('shop_id', 'in', slice).where('lifted_at', 'is', null).where('kind', 'in', suspensions).execute()) found.add(shop_id);
  }
  return found;
}

/** Refuses what a suspended shop may not do: bring a listing before the marketplace, or before buyers. Taking one away is always allowed. */
export function checkSuspended(suspended: ReadonlySet<string>, before: Product | null, after: Product): AppError | null {
  if (before === null || before.status === after.status || !suspended.has(after.shopId)) return null;
  const goesOut = after.status === 'submitted' || (after.status === 'published' && (before.status === 'approved' || before.status === 'paused'));
  return goesOut ? { code: 'rule-broken', field: 'status', rule: 'shop-suspended' } : null;
}

/** Ends sanctions whose time is over, with the money that was held for them. @returns how many */
export async function endSanctions(deps: ModerationDeps): Promise<number> {
  const now = deps.clock();
  const over = await deps.db.kysely.selectFrom('moderation_sanction').select('id').where('lifted_at', 'is', null).where('until_at', '<=', now).execute();
  for (const { id } of over) {
    await atOnce(deps, async (trx) => {
      const ended = await trx.updateTable('moderation_sanction').set({ lifted_at: now }).where('id', '=', id).where('lifted_at', 'is', null).returningAll().executeTakeFirst();
      if (ended === undefined) return;
      for (const hold of JSON.parse(ended.hold_ids) as string[]) {
        const stands = await trx.selectFrom('payout_hold').select('id').where('id', '=', hold).where('released_at', 'is', null).executeTakeFirst();
        if (stands !== undefined) await releaseInside(trx, deps, itself, hold);
      }
      await logEvent(trx, deps, null, { shopId: ended.shop_id, kind: 'sanction-lifted', reason: 'time-over', details: { sanction: ended.kind } });
    });
  }
  return over.length;
}
