import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { CalendarDate } from '#shared/kernel/time.ts';
import type { PlacedHold, ShopReserve } from '#shared/payouts/holds-contract.ts';
import { reserveHeld } from '#shared/payouts/ledger/postings.ts';
import type { PayoutSettings } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';
import { shopFigures } from './balance/figures.ts';
import { grouped } from './grouped.ts';
import { dayOf } from './ledger/day.ts';
import { post } from './ledger/post.ts';
import { namesOf } from './runs/read.ts';

/** What people hold back at this moment, the latest first. */
export async function openHolds(db: Kysely<ServerSchema>): Promise<PlacedHold[]> {
  const rows = await db.selectFrom('payout_hold as hold').leftJoin('shop', 'shop.id', 'hold.shop_id').selectAll('hold').select('shop.name').where('hold.released_at', 'is', null).orderBy('hold.placed_at', 'desc').orderBy('hold.id').execute();
  const names = await namesOf(db, rows.map(({ placed_by }) => placed_by));
  return rows.map((row) => ({
    id: row.id, shopId: row.shop_id, shopName: row.name ?? '', currency: row.currency, amount: row.amount, reasonPublic: row.reason_public, reasonInternal: row.reason_internal, placedBy: names[row.placed_by] ?? '', placedAt: row.placed_at,
  }) as PlacedHold);
}

/** What is kept as reserve, shop by shop, the largest first; parts kept of sales are added up by the day they are given back. */
export async function reservesByShop(db: Kysely<ServerSchema>): Promise<ShopReserve[]> {
  const rows = await db.selectFrom('payout_reserve as kept').leftJoin('shop', 'shop.id', 'kept.shop_id').leftJoin('payout_standing as standing', 'standing.shop_id', 'kept.shop_id')
    .select(['kept.shop_id', 'shop.name', 'kept.currency', 'kept.release_at', 'kept.amount', 'kept.reason', 'standing.reserve']).where('kept.released_at', 'is', null).orderBy('kept.release_at').execute();
  return [...grouped(rows, ({ shop_id, currency }) => `${shop_id} ${currency}`).values()].map((ofShop) => {
    const { shop_id, name, currency, reserve } = ofShop[0]!;
    const days = [...grouped(ofShop, ({ release_at, reason }) => `${dayOf(release_at)} ${reason ?? ''}`).values()];
    return {
      shopId: shop_id, shopName: name ?? '', currency, total: sumOf(ofShop), own: reserve === null ? null : (JSON.parse(reserve) as PayoutSettings['reserve']),
      days: days.map((parts) => ({ day: dayOf(parts[0]!.release_at), amount: sumOf(parts), reason: parts[0]!.reason })),
    } as ShopReserve;
  }).sort((a, b) => b.total - a.total || (a.shopId < b.shopId ? -1 : 1));
}

const sumOf = (parts: readonly { readonly amount: number }[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);

type Aside = { readonly shopId: ShopId; readonly currency: Currency; readonly amount: Minor; readonly releaseOn: CalendarDate; readonly reason: string };

/**
 * Sets a fixed amount of what a shop has available aside until a day; it is given back by itself like any reserve.
 *
 * @returns `reserve-over-available` where the shop does not have so much, `reserve-day-past` for a day that is not to come
 */
export const setAside = (deps: PayoutDeps, by: Actor, { shopId, currency, amount, releaseOn, reason }: Aside): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    if ((await trx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst()) === undefined) refuse('not-found', 'payouts.setAside', 'shop-unknown');
    const now = deps.clock();
    const releaseAt = Date.parse(`${releaseOn}T00:00:00Z`);
    if (releaseAt <= now) refuse('rule-broken', 'payouts.setAside', 'reserve-day-past', {}, 'releaseOn');
    const available = (await shopFigures(trx, shopId, now)).find((figures) => figures.currency === currency)?.available ?? 0;
    if (available < amount) refuse('rule-broken', 'payouts.setAside', 'reserve-over-available', { availableMinor: available, currency }, 'amount');
    const id = uuidv7(deps.clock, deps.random);
    const sourceKey = `reserve:${id}/held`;
    await trx.insertInto('payout_reserve').values({ id, shop_id: shopId, currency, order_id: id, source_key: sourceKey, amount, held_at: now, release_at: releaseAt, released_at: null, reason, placed_by: by.userId }).execute();
    await post(trx, deps, [{ event: 'reserve-held', ref: { kind: 'reserve', id }, currency, sourceKey, entries: reserveHeld({ shopId, amount }) }]);
    await note(trx, deps, by, { kind: 'reserve-set-aside', shopId, details: { id, currency, amount, releaseOn } });
    return { id };
  });
