import { z } from 'zod';
import { password as passwordText } from '#shared/auth/contract.ts';
import { email as emailText, me, type Locale, type Me, type Role, type UserId } from '#shared/auth/model.ts';
import { shop } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { ServerDb } from '../db/open.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Passwords } from './passwords.ts';

export type AccountDeps = { readonly db: ServerDb; readonly clock: Clock; readonly random: (bytes: Uint8Array) => Uint8Array; readonly passwords: Passwords };

export type NewAccount = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
  readonly password: string;
  /** The shops a vendor works for; empty for everybody else. */
  readonly shopIds: readonly string[];
};

/**
 * Makes an account; the password is kept as an argon2id hash only.
 *
 * @returns the id, or `conflict` when the e-mail has an account, or `invalid-input` naming the field
 */
export async function createAccount(deps: AccountDeps, account: NewAccount): Promise<Result<UserId, AppError<'conflict' | 'invalid-input'>>> {
  const parsed = z.object({ email: emailText, name: z.string().trim().min(1).max(200), password: passwordText }).safeParse(account);
  if (!parsed.success) return err({ code: 'invalid-input', attempted: 'auth.createAccount', field: String(parsed.error.issues[0]!.path[0]), rule: parsed.error.issues[0]!.code });
  const id = uuidv7(deps.clock, deps.random) as UserId;
  const { email, name, password } = parsed.data;
  const password_hash = await deps.passwords.hash(password);
  try {
    await inTransaction(deps.db, async (trx) => {
      await trx.insertInto('app_user').values({ id, email, name, role: account.role, locale: account.locale, password_hash, disabled_at: null, created_at: deps.clock() }).execute();
      for (const shop_id of new Set(account.shopIds)) await trx.insertInto('membership').values({ user_id: id, shop_id, role: 'administration' }).execute();
    });
  } catch (cause) {
    if (deps.db.dialect.isDuplicate(cause)) return err({ code: 'conflict', attempted: 'auth.createAccount', field: 'email' });
    throw cause;
  }
  return ok(id);
}

/** A person as their own console may know them; null when there is no such account, or it is disabled. */
export async function meOf(db: ServerDb, userId: string): Promise<Me | null> {
  const user = await db.kysely.selectFrom('app_user').select(['id', 'email', 'name', 'role', 'locale']).where('id', '=', userId).where('disabled_at', 'is', null).executeTakeFirst();
  if (user === undefined) return null;
  const rows = await db.kysely.selectFrom('membership').innerJoin('shop', 'shop.id', 'membership.shop_id').select(['shop.doc', 'membership.role']).where('membership.user_id', '=', userId).orderBy('shop.name').execute();
  return me.parse({ ...user, shops: rows.map((row) => ({ ...shop.parse(JSON.parse(row.doc)), ...(row.role === 'administration' ? {} : { sellerRole: row.role }) })) });
}
