import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts';

/** Failed sign-ins under one key. */
export type Tries = { readonly windowStartedAt: number; readonly count: number; readonly blockedUntil: number };

export type TryLimit = {
  /** So many tries a minute are free … */
  readonly free: number;
  /** … then each costs a wait that doubles, up to this many milliseconds; never for ever. */
  readonly longestMs: number;
};

/** One account from one address: 5 a minute, then 1, 2, 4, 8, 15 minutes. */
export const pairLimit: TryLimit = { free: 5, longestMs: 15 * MINUTE_MS };
/** One account from anywhere: slows a crowd of addresses down. Short, so that nobody can lock a seller out of their shop. */
export const accountLimit: TryLimit = { free: 30, longestMs: MINUTE_MS };
/** One address over all accounts: slows down lists of stolen passwords; an office behind one address still works. */
export const addressLimit: TryLimit = { free: 60, longestMs: 5 * MINUTE_MS };

/** After a quiet day, all is forgotten. */
export const FORGET_AFTER_MS = DAY_MS;

/**
 * Decides about one more try, counting it before it is made: a hundred at once count a hundred.
 *
 * @returns the new state, and how long to wait when the try is refused (0: go ahead). A refused try does not lengthen the wait.
 */
export function oneMoreTry(before: Tries | null, now: number, limit: TryLimit): { tries: Tries; waitMs: number } {
  const fresh: Tries = { windowStartedAt: now, count: 1, blockedUntil: 0 };
  if (before === null) return { tries: fresh, waitMs: 0 };
  if (before.blockedUntil > now) return { tries: before, waitMs: before.blockedUntil - now };
  const quietSince = Math.max(before.windowStartedAt, before.blockedUntil);
  const neverBlocked = before.count < limit.free;
  if (now - quietSince >= FORGET_AFTER_MS || (neverBlocked && now - before.windowStartedAt >= MINUTE_MS)) return { tries: fresh, waitMs: 0 };
  const count = before.count + 1;
  const over = count - limit.free;
  const blockedUntil = over < 0 ? 0 : now + Math.min(MINUTE_MS * 2 ** Math.min(over, 20), limit.longestMs);
  return { tries: { windowStartedAt: before.windowStartedAt, count, blockedUntil }, waitMs: 0 };
}
