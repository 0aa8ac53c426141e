import type { Tokens } from '#shared/auth/contract.ts';
import type { Me } from '#shared/auth/model.ts';
import { CONFIRMATION_MS } from '#shared/auth/permissions.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { Logger } from 'pino';
import { inTransaction } from '../db/transaction.ts';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from './access-token.ts';
import { meOf, type AccountDeps } from './accounts.ts';
import { HashingBusy } from './passwords.ts';
import { endFamiliesOf, endFamilyOf, rotate, startFamily, type Issued, type RefreshDeps } from './refresh-tokens.ts';
import { countTry, forgiveTries } from './sign-in-tries.ts';

export type AuthDeps = AccountDeps & RefreshDeps & {
  readonly log: Logger;
  /** Told when a session ended, so that its sockets close. */
  readonly onSessionEnded: (session: { userId: string; familyId: string | null }) => void;
};

/**
 * Signs a person in with e-mail and password.
 *
 * An account that does not exist, one that is disabled and a wrong password are answered alike, after the same work:
 * nobody learns here who has an account.
 */
export async function signIn(deps: AuthDeps, input: { email: string; password: string; device: string }, address: string): Promise<Result<Tokens, AppError>> {
  const { email, password } = input;
  const now = deps.clock();
  const tooMany = await countTry(deps.db, deps.keys.tries, email, address, now);
  if (tooMany !== null) {
    deps.log.warn({ code: tooMany.code }, 'sign-in refused');
    return err(tooMany);
  }
  const user = await deps.db.kysely.selectFrom('app_user').select(['id', 'password_hash', 'disabled_at']).where('email', '=', email).executeTakeFirst();
  const checked = await checkPassword(deps, user, password);
  if (!checked.ok) return checked;
  if (user === undefined || user.disabled_at !== null || !checked.value.fits) {
    deps.log.warn({ code: 'wrong-credentials', user: user?.id }, 'sign-in refused');
    return err({ code: 'wrong-credentials' });
  }
  await forgiveTries(deps.db, deps.keys.tries, email, address, now);
  if (checked.value.stale) {
    const password_hash = await deps.passwords.hash(password);
    await deps.db.kysely.updateTable('app_user').set({ password_hash }).where('id', '=', user.id).where('password_hash', '=', user.password_hash).execute();
  }
  const issued = await startFamily(deps, user.id, input.device);
  deps.log.info({ user: user.id, session: issued.familyId }, 'signed in');
  return tokensFor(deps, issued);
}

async function checkPassword(deps: AuthDeps, user: { password_hash: string } | undefined, password: string): Promise<Result<{ fits: boolean; stale: boolean }, AppError>> {
  try {
    if (user !== undefined) return ok(await deps.passwords.verify(user.password_hash, password));
    await deps.passwords.pretend(password);
    return ok({ fits: false, stale: false });
  } catch (cause) {
    if (cause instanceof HashingBusy) return err({ code: 'not-ready', rule: 'busy', details: { retryAfterSeconds: 2 } });
    throw cause;
  }
}

/** Trades a refresh token for a new pair, or says why the session is over. */
export async function refresh(deps: AuthDeps, input: { refreshToken: string; attempt?: string | undefined }, address: string): Promise<Result<Tokens, AppError>> {
  // The two kinds of mark must not be mistaken for each other.
  const usedBy = input.attempt === undefined ? `address ${address}` : `attempt ${input.attempt}`;
  const rotated = await rotate(deps, input.refreshToken, usedBy);
  if (!('kind' in rotated)) return tokensFor(deps, rotated);
  switch (rotated.kind) {
    case 'reused':
      deps.log.warn({ code: 'refresh-reused', user: rotated.userId, session: rotated.familyId }, 'refresh token used twice, session ended');
      deps.onSessionEnded(rotated);
      return err({ code: 'refresh-reused' });
    case 'ended':
      return err(rotated.because === 'reused' ? { code: 'refresh-reused' } : { code: 'signed-out', rule: 'ended' });
    case 'expired':
      return err({ code: 'signed-out', rule: 'expired' });
    case 'unknown':
      return err({ code: 'signed-out', rule: 'unknown' });
  }
}

/** Ends the session; answers the same for tokens nobody has heard of. */
export async function signOut(deps: AuthDeps, refreshToken: string): Promise<void> {
  const session = await endFamilyOf(deps, refreshToken);
  if (session === null) return;
  deps.log.info({ user: session.userId, session: session.familyId }, 'signed out');
  deps.onSessionEnded(session);
}

/** Closes an account: no sign-in any more, and every session ends now. */
export async function disableAccount(deps: AuthDeps, userId: string): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const now = deps.clock();
    await trx.updateTable('app_user').set({ disabled_at: now }).where('id', '=', userId).where('disabled_at', 'is', null).execute();
    await endFamiliesOf(trx, userId, now);
  });
  deps.onSessionEnded({ userId, familyId: null });
}

/**
 * Takes the password once more, before money moves. It counts in this session only and for a few minutes; tries are counted as those of signing in.
 *
 * @returns until when it counts
 */
export async function confirm(deps: AuthDeps, by: Actor, input: { password: string; code?: string | undefined }, address: string): Promise<Result<{ until: EpochMs }, AppError>> {
  const now = deps.clock();
  const user = await deps.db.kysely.selectFrom('app_user').select(['email', 'password_hash']).where('id', '=', by.userId).executeTakeFirstOrThrow();
  const tooMany = await countTry(deps.db, deps.keys.tries, user.email, address, now);
  if (tooMany !== null) return err(tooMany);
  const checked = await checkPassword(deps, user, input.password);
  if (!checked.ok) return checked;
  if (!checked.value.fits) {
    deps.log.warn({ code: 'forbidden', user: by.userId }, 'confirmation refused');
    // Not `wrong-credentials`: a console would take its status for an access token that ran out, and try once more.
    return err({ code: 'forbidden', rule: 'password-wrong' });
  }
  await forgiveTries(deps.db, deps.keys.tries, user.email, address, now);
  const row = { family_id: by.sessionId ?? '', user_id: by.userId, confirmed_at: now };
  await deps.db.kysely.insertInto('session_confirmation').values(row).onConflict((on) => on.column('family_id').doUpdateSet({ confirmed_at: now })).execute();
  return ok({ until: (now + CONFIRMATION_MS) as EpochMs });
}

export async function whoAmI(deps: AuthDeps, userId: string): Promise<Result<Me, AppError>> {
  const me = await meOf(deps.db, userId);
  return me === null ? err({ code: 'signed-out', rule: 'ended' }) : ok(me);
}

async function tokensFor(deps: AuthDeps, issued: Issued): Promise<Result<Tokens, AppError>> {
  const me = await meOf(deps.db, issued.userId);
  if (me === null) return err({ code: 'signed-out', rule: 'ended' });
  const accessToken = await signAccessToken(deps.keys.accessToken, deps.clock, issued.userId, issued.familyId);
  return ok({ accessToken, expiresIn: ACCESS_TOKEN_SECONDS, refreshToken: issued.refreshToken, me });
}
