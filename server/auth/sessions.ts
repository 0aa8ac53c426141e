import type { Role, SellerRole } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { ServerDb } from '../db/open.ts';
import { readAccessToken } from './access-token.ts';
import type { AuthKeys } from './keys.ts';

/** Somebody who is signed in, in which session, and until when this token says so (seconds since 1970). */
export type LiveSession = { readonly actor: Actor; readonly familyId: string; readonly expiresAt: number };

/**
 * Who a token belongs to as they stand now. Role, shops, a disabled account and an ended session are read from the database at every call,
 * in one query: taking a right away works at once, not when the token runs out.
 */
export async function sessionOf(deps: { db: ServerDb; clock: Clock; keys: AuthKeys }, accessToken: string): Promise<Result<LiveSession, AppError<'signed-out'>>> {
  const claims = await readAccessToken(deps.keys.accessToken, deps.clock, accessToken);
  if (!claims.ok) return claims;
  const { userId, familyId, expiresAt } = claims.value;
  const rows = await standing(deps.db, userId)
    .select((eb) => eb.selectFrom('session_confirmation').select('confirmed_at').where('family_id', '=', familyId).where('user_id', '=', userId).as('confirmed_at'))
    .select((eb) => eb.selectFrom('refresh_token').select('device').where('family_id', '=', familyId).where('user_id', '=', userId).where('used_at', 'is', null).where('revoked_at', 'is', null).limit(1).as('device'))
    .execute();
  const device = rows[0]?.device ?? null;
  // Without a token that is still good the session has ended.
  const found = device === null ? null : asActor(userId, rows);
  const actor = found === null || device === null ? null : { ...found, device, sessionId: familyId, confirmedAt: rows[0]?.confirmed_at ?? null };
  return actor === null ? err({ code: 'signed-out', rule: 'ended' }) : ok({ actor, familyId, expiresAt });
}

/** Who a person is now: role and shops; null when the account is gone or disabled. */
export async function actorOf(db: ServerDb, userId: string): Promise<Actor | null> {
  return asActor(userId, await standing(db, userId).execute());
}

/** One row per shop, or one without a shop. */
const standing = (db: ServerDb, userId: string) =>
  db.kysely
    .selectFrom('app_user')
    .leftJoin('membership', 'membership.user_id', 'app_user.id')
    .select(['app_user.role', 'membership.shop_id', 'membership.role as seller_role'])
    .where('app_user.id', '=', userId)
    .where('app_user.disabled_at', 'is', null)
    .orderBy('membership.shop_id');

function asActor(userId: string, rows: readonly { role: Role; shop_id: string | null; seller_role: SellerRole | null }[]): Actor | null {
  const first = rows[0];
  if (first === undefined) return null;
  const limited = rows.flatMap(({ shop_id, seller_role }) => (shop_id === null || seller_role === null || seller_role === 'administration' ? [] : [[shop_id, seller_role] as const]));
  return { userId, role: first.role, shopIds: rows.flatMap((row) => row.shop_id ?? []), ...(limited.length === 0 ? {} : { sellerRoles: Object.fromEntries(limited) }) };
}
