import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '#shared/kernel/time.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** How long an access token lasts, seconds. */
export const ACCESS_TOKEN_SECONDS = 600;

const ISSUER = 'comptoir-server';
const AUDIENCE = 'comptoir-console';
const TYPE = 'at+jwt';

/** Who a token was given to, and in which session. What they may do is read from the database. */
export type AccessClaims = { readonly userId: string; readonly familyId: string; /** Seconds since 1970. */ readonly expiresAt: number };

const seconds = (clock: Clock) => Math.floor(clock() / 1_000);

export function signAccessToken(key: Uint8Array, clock: Clock, userId: string, familyId: string): Promise<string> {
  const now = seconds(clock);
  return new SignJWT({ sid: familyId })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setSubject(userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
    .sign(key);
}

/**
 * Reads an access token. Algorithm, type, issuer, audience, start and end are all checked against what we sign: a token that says
 * "no signature needed", or one made for somebody else, is no token.
 */
export async function readAccessToken(key: Uint8Array, clock: Clock, token: string): Promise<Result<AccessClaims, AppError<'signed-out'>>> {
  try {
    const { payload } = await jwtVerify<{ sid: unknown }>(token, key, {
      algorithms: ['HS256'], typ: TYPE, issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['sub', 'sid', 'iat', 'nbf', 'exp'], currentDate: new Date(clock()), clockTolerance: 2,
    });
    if (typeof payload.sub !== 'string' || typeof payload.sid !== 'string' || payload.exp === undefined) return err({ code: 'signed-out', rule: 'malformed' });
    return ok({ userId: payload.sub, familyId: payload.sid, expiresAt: payload.exp });
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    return err({ code: 'signed-out', rule: cause instanceof errors.JWTExpired ? 'expired' : 'malformed' });
  }
}
