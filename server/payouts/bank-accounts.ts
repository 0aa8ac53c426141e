import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Result } from '#shared/kernel/result.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { checkBankAccount, maskedAccount, type BankAccount } from '#shared/payouts/bank-account.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';
import { readSettings } from './settings.ts';

/**
 * Says where a shop is paid from now on. The new account has to be verified by somebody else, and rests for the days of the settings before anything goes to it;
 * the one before stays on record.
 */
export async function changeBankAccount(deps: PayoutDeps, by: Actor, shopId: ShopId, asked: BankAccount): Promise<Result<{ id: string }, AppError>> {
  const checked = checkBankAccount(asked);
  if (!checked.ok) return checked;
  return inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const now = deps.clock();
    const { coolingDays } = (await readSettings(trx)).settings;
    const { currency, account } = checked.value;
    if ((await trx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst()) === undefined) refuse('not-found', 'payouts.changeBankAccount', 'shop-unknown');
    const before = await trx.updateTable('payout_bank_account').set({ replaced_at: now }).where('shop_id', '=', shopId).where('currency', '=', currency).where('replaced_at', 'is', null).returning('account').executeTakeFirst();
    const id = uuidv7(deps.clock, deps.random);
    await trx.insertInto('payout_bank_account').values({
      id, shop_id: shopId, currency, account, doc: JSON.stringify(checked.value), changed_by: by.userId, changed_at: now, cooling_until: now + coolingDays * DAY_MS, verified_by: null, verified_at: null, replaced_at: null,
    }).execute();
    await note(trx, deps, by, { kind: 'bank-changed', shopId, details: { currency, before: before === undefined ? null : maskedAccount(before.account), after: maskedAccount(account) } });
    return { id };
  });
}

/** Says that an account was looked at and is the shop's: somebody else than whoever entered it. */
export const verifyBankAccount = (deps: PayoutDeps, by: Actor, id: string): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const row = await trx.selectFrom('payout_bank_account').selectAll().where('id', '=', id).where('replaced_at', 'is', null).executeTakeFirst();
    if (row === undefined) return refuse('not-found', 'payouts.verifyBankAccount', 'bank-account-unknown');
    if (row.changed_by === by.userId) refuse('forbidden', 'payouts.verifyBankAccount', 'verifier-changed-bank');
    await trx.updateTable('payout_bank_account').set({ verified_by: by.userId, verified_at: deps.clock() }).where('id', '=', id).execute();
    await note(trx, deps, by, { kind: 'bank-verified', shopId: row.shop_id, details: { currency: row.currency, account: maskedAccount(row.account) } });
    return { id };
  });
