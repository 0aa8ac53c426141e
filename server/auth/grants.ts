import type { Grants, GrantsChange } from '#shared/auth/contract.ts';
import { mayNot } from '#shared/auth/permissions.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';
import { recordAct, type AuditDeps } from '../audit/record.ts';
import { inTransaction } from '../db/transaction.ts';
import { actorOf } from './sessions.ts';

export type GrantsDeps = AuditDeps & { /** After the commit: consoles of this person ask anew what is theirs. */ readonly onGrantsChanged: (userId: string, epoch: number) => void };

/**
 * Changes what a person may do and see: their role, the shops they work for. It holds from their next call on; their consoles are told
 * at once, give back what is no longer theirs and fetch what is new.
 *
 * @returns the grants as they stand now; `not-found` for an unknown person or shop; `forbidden` for whoever is no admin, and for
 *   changing one's own (nobody locks the marketplace's last door behind them)
 */
export async function changeGrants(deps: GrantsDeps, by: Actor, userId: string, change: GrantsChange): Promise<Result<Grants, AppError>> {
  const refused = mayNot(by, 'change', { of: 'person' }, 'auth.changeGrants');
  if (refused !== null) return err(refused);
  if (by.userId === userId) return err({ code: 'forbidden', attempted: 'auth.changeGrants', rule: 'own-grants' });
  const shopIds = change.shopIds === undefined ? undefined : [...new Set(change.shopIds)].sort();
  const changed = await inTransaction(deps.db, async (trx): Promise<Result<number, AppError>> => {
    const known = shopIds === undefined || shopIds.length === 0 ? [] : await trx.selectFrom('shop').select('id').where('id', 'in', shopIds).execute();
    const unknown = shopIds?.find((id) => !known.some((shop) => shop.id === id));
    if (unknown !== undefined) return err({ code: 'not-found', attempted: 'auth.changeGrants', field: 'shopIds', details: { id: unknown } });
    const before = await trx.selectFrom('app_user').select('role').where('id', '=', userId).executeTakeFirst();
    const shops = await trx.selectFrom('membership').select('shop_id').where('user_id', '=', userId).orderBy('shop_id').execute();
    const person = await trx.updateTable('app_user').set((eb) => ({ grants_epoch: eb('grants_epoch', '+', 1), ...(change.role === undefined ? {} : { role: change.role }) }))
      .where('id', '=', userId).returning('grants_epoch').executeTakeFirst();
    if (!person) return err({ code: 'not-found', attempted: 'auth.changeGrants', field: 'id' });
    if (shopIds !== undefined) {
      await trx.deleteFrom('membership').where('user_id', '=', userId).execute();
      for (const shop_id of shopIds) await trx.insertInto('membership').values({ user_id: userId, shop_id, role: 'administration' }).execute();
    }
    const now = await trx.selectFrom('membership').select('shop_id').where('user_id', '=', userId).orderBy('shop_id').execute();
    await recordAct(trx, deps, by, {
      action: 'auth.grants-changed', object: { kind: 'person', id: userId },
      was: { role: before?.role ?? null, shopIds: shops.map(({ shop_id }) => shop_id) }, became: { role: change.role ?? before?.role ?? null, shopIds: now.map(({ shop_id }) => shop_id) },
    });
    return ok(Number(person.grants_epoch));
  });
  if (!changed.ok) return changed;
  deps.onGrantsChanged(userId, changed.value);
  const now = await actorOf(deps.db, userId);
  return now === null ? err({ code: 'not-found', attempted: 'auth.changeGrants', field: 'id' }) : ok({ role: now.role, shopIds: [...now.shopIds] as Grants['shopIds'], grantsEpoch: changed.value });
}
