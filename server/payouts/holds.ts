import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { PayoutSettings } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';

/** @property amount null: everything the shop may be paid. @property reasonPublic what the shop reads */
export type NewHold = { readonly shopId: ShopId; readonly currency: Currency; readonly amount: Minor | null; readonly reasonPublic: string; readonly reasonInternal: string | null };

/** Keeps a shop's money back until somebody lets it go. Runs that wait for approval with it go back to their makers. */
export const placeHold = (deps: PayoutDeps, by: Actor, hold: NewHold): Promise<Result<{ id: string }, AppError>> => inBooks(deps, (trx) => holdInside(trx, deps, by, hold));

/** The same as part of another decision: with it the money is held, without it it is not. */
export async function holdInside(trx: ServerTransaction, deps: PayoutDeps, by: Actor, hold: NewHold): Promise<{ id: string }> {
  await oneAtATime(trx, deps);
  const id = uuidv7(deps.clock, deps.random);
  if ((await trx.selectFrom('shop').select('id').where('id', '=', hold.shopId).executeTakeFirst()) === undefined) refuse('not-found', 'payouts.hold', 'shop-unknown');
  await trx.insertInto('payout_hold').values({
    id, shop_id: hold.shopId, currency: hold.currency, amount: hold.amount, reason_public: hold.reasonPublic, reason_internal: hold.reasonInternal, placed_by: by.userId, placed_at: deps.clock(), released_by: null, released_at: null,
  }).execute();
  await note(trx, deps, by, { kind: 'hold-placed', shopId: hold.shopId, details: { id, currency: hold.currency, amount: hold.amount } });
  return { id };
}

/** Lets held money go. */
export const releaseHold = (deps: PayoutDeps, by: Actor, id: string): Promise<Result<{ id: string }, AppError>> => inBooks(deps, (trx) => releaseInside(trx, deps, by, id));

/** The same as part of another decision. */
export async function releaseInside(trx: ServerTransaction, deps: PayoutDeps, by: Actor, id: string): Promise<{ id: string }> {
  await oneAtATime(trx, deps);
  const done = await trx.updateTable('payout_hold').set({ released_by: by.userId, released_at: deps.clock() }).where('id', '=', id).where('released_at', 'is', null).returning('shop_id').executeTakeFirst();
  if (done === undefined) return refuse('not-found', 'payouts.releaseHold', 'hold-unknown');
  await note(trx, deps, by, { kind: 'hold-released', shopId: done.shop_id, details: { id } });
  return { id };
}

/** Says whether a shop may be paid, and what is kept of its captures; null: as the settings say. */
export const setStanding = (deps: PayoutDeps, by: Actor, shopId: ShopId, standing: { readonly mayBePaid: boolean; readonly reserve: PayoutSettings['reserve'] | null }): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    if ((await trx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst()) === undefined) refuse('not-found', 'payouts.standing', 'shop-unknown');
    const row = { may_be_paid: standing.mayBePaid ? 1 : 0, reserve: standing.reserve === null ? null : JSON.stringify(standing.reserve), changed_by: by.userId, changed_at: deps.clock() };
    await trx.insertInto('payout_standing').values({ shop_id: shopId, ...row }).onConflict((on) => on.column('shop_id').doUpdateSet(row)).execute();
    await note(trx, deps, by, { kind: 'standing-changed', shopId, details: { mayBePaid: standing.mayBePaid, reserve: standing.reserve } });
    return { id: shopId };
  });
