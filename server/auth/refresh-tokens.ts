import { createHash } from 'node:crypto';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { DAY_MS, SECOND_MS, type Clock } from '#shared/kernel/time.ts';
import type { ServerDb } from '../db/open.ts';
import type { RefreshTokenTable } from '../db/schema.ts';
import { inTransaction, type ServerTransaction } from '../db/transaction.ts';
import { keyed, type AuthKeys } from './keys.ts';

/** A session lasts this long without being used … */
export const REFRESH_TOKEN_MS = 30 * DAY_MS;
/** … and this long in all: then the password is asked again. */
export const FAMILY_MS = 180 * DAY_MS;
/** Within this time the answer to a refresh can be asked for again, in case it got lost on the way. */
export const GRACE_MS = 30 * SECOND_MS;

export type RefreshDeps = { readonly db: ServerDb; readonly clock: Clock; readonly random: (bytes: Uint8Array) => Uint8Array; readonly keys: AuthKeys };

export type Session = { readonly userId: string; readonly familyId: string };
export type Issued = Session & { readonly refreshToken: string };
export type Refused =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' }
  | ({ readonly kind: 'ended'; readonly because: NonNullable<RefreshTokenTable['revoked_because']> } & Session)
  /** Used before, by somebody else or too long ago: the family has just been ended. */
  | ({ readonly kind: 'reused' } & Session);

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Starts a family: the first refresh token after a password was given. 256 random bits; only their hash is kept. */
export async function startFamily(deps: RefreshDeps, userId: string, device: string): Promise<Issued> {
  const now = deps.clock();
  const refreshToken = Buffer.from(deps.random(new Uint8Array(32))).toString('base64url');
  const id = uuidv7(deps.clock, deps.random);
  const familyId = uuidv7(deps.clock, deps.random);
  await deps.db.kysely
    .insertInto('refresh_token')
    .values({
      id, family_id: familyId, user_id: userId, token_hash: hashOf(refreshToken), device, issued_at: now, expires_at: now + REFRESH_TOKEN_MS,
      used_at: null, replaced_by: null, revoked_at: null, revoked_because: null, family_started_at: now, used_by: null,
    })
    .execute();
  return { userId, familyId, refreshToken };
}

/**
 * Trades a refresh token for its successor. The old one dies.
 *
 * A second use is one of two things, and must not be taken for the other:
 * - the console did not get our answer and asks again. Then it gets *the same* successor: a successor is computed from the token before it
 *   (keyed hash with the server's secret and the successor's id), so it can be given again although only its hash is stored. No second
 *   valid token comes into being. This needs: the same user of the token (`usedBy`), within 30 s, and the successor itself unused.
 * - somebody copied the token. Then nobody can tell the thief from the owner, and the whole family ends.
 *
 * A thief who repeats within 30 s from the owner's own address gets the owner's successor, not one of their own: the next use of it by the
 * second of the two ends the family. With `attempt`, which only the owner's installation can compute, not even that.
 *
 * @param usedBy what marks the caller as the same one: the console's `attempt`, else the address it calls from
 */
export function rotate(deps: RefreshDeps, refreshToken: string, usedBy: string): Promise<Issued | Refused> {
  const mark = keyed(deps.keys.user, usedBy);
  return inTransaction(deps.db, async (trx) => {
    const now = deps.clock();
    // The lock makes two uses at once come one after the other, whichever server they reach.
    const row = await deps.db.dialect.lockRows(trx.selectFrom('refresh_token').selectAll().where('token_hash', '=', hashOf(refreshToken))).executeTakeFirst();
    if (row === undefined) return { kind: 'unknown' };
    const session = { userId: row.user_id, familyId: row.family_id };
    if (row.revoked_at !== null) return { kind: 'ended', because: row.revoked_because ?? 'signed-out', ...session };
    if (row.used_at === null) {
      return row.expires_at <= now ? { kind: 'expired' } : { ...session, refreshToken: await succeed(deps, trx, row, refreshToken, mark, now) };
    }
    if (row.replaced_by !== null && row.used_by === mark && now - row.used_at < GRACE_MS && (await isUnused(trx, row.replaced_by))) {
      return { ...session, refreshToken: successorOf(deps, refreshToken, row.replaced_by) };
    }
    await end(trx, row.family_id, 'reused', now);
    return { kind: 'reused', ...session };
  });
}

/** Ends the session a token belongs to, whether or not it is the newest of its family; unknown tokens are nobody's business. */
export function endFamilyOf(deps: RefreshDeps, refreshToken: string): Promise<Session | null> {
  return inTransaction(deps.db, async (trx) => {
    const row = await trx.selectFrom('refresh_token').select(['family_id', 'user_id']).where('token_hash', '=', hashOf(refreshToken)).executeTakeFirst();
    if (row === undefined) return null;
    await end(trx, row.family_id, 'signed-out', deps.clock());
    return { userId: row.user_id, familyId: row.family_id };
  });
}

/** Ends every session of a person. */
export async function endFamiliesOf(trx: ServerTransaction, userId: string, now: number): Promise<void> {
  await trx.updateTable('refresh_token').set({ revoked_at: now, revoked_because: 'disabled' }).where('user_id', '=', userId).where('revoked_at', 'is', null).execute();
}

/** Removes families whose last token ran out; a used token stays as long as its successor could, so that its reuse is still noticed. */
export async function pruneRefreshTokens(db: ServerDb, now: number): Promise<void> {
  await db.kysely.deleteFrom('refresh_token').where('expires_at', '<', now - REFRESH_TOKEN_MS).execute();
}

async function succeed(deps: RefreshDeps, trx: ServerTransaction, row: RefreshTokenTable, token: string, mark: string, now: number): Promise<string> {
  const id = uuidv7(deps.clock, deps.random);
  const successor = successorOf(deps, token, id);
  await trx
    .insertInto('refresh_token')
    .values({
      id, family_id: row.family_id, user_id: row.user_id, token_hash: hashOf(successor), device: row.device, issued_at: now,
      expires_at: Math.min(now + REFRESH_TOKEN_MS, row.family_started_at + FAMILY_MS),
      used_at: null, replaced_by: null, revoked_at: null, revoked_because: null, family_started_at: row.family_started_at, used_by: null,
    })
    .execute();
  await trx.updateTable('refresh_token').set({ used_at: now, replaced_by: id, used_by: mark }).where('id', '=', row.id).execute();
  return successor;
}

/** 256 bits nobody can compute without both the token before and the server's secret; the id makes it random. */
const successorOf = (deps: RefreshDeps, token: string, id: string) => keyed(deps.keys.successor, token, id);

async function isUnused(trx: ServerTransaction, id: string): Promise<boolean> {
  const row = await trx.selectFrom('refresh_token').select(['used_at', 'revoked_at']).where('id', '=', id).executeTakeFirst();
  return row !== undefined && row.used_at === null && row.revoked_at === null;
}

async function end(trx: ServerTransaction, familyId: string, because: NonNullable<RefreshTokenTable['revoked_because']>, now: number): Promise<void> {
  await trx.updateTable('refresh_token').set({ revoked_at: now, revoked_because: because }).where('family_id', '=', familyId).where('revoked_at', 'is', null).execute();
}
