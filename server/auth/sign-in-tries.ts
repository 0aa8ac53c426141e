import { isIPv6 } from 'node:net';
import type { AppError } from '#shared/kernel/errors.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { ServerDb } from '../db/open.ts';
import { inTransaction, type ServerTransaction } from '../db/transaction.ts';
import { keyed } from './keys.ts';
import { accountLimit, addressLimit, FORGET_AFTER_MS, oneMoreTry, pairLimit, type Tries } from './try-limit.ts';

/** An address from which the account signed in within this time is not slowed down by what others try elsewhere. */
const TRUSTED_FOR_MS = 30 * DAY_MS;

/** The keys under which a sign-in counts; hashed, so that the table holds neither e-mails nor addresses. */
function keysOf(secret: Uint8Array, email: string, address: string) {
  const network = networkOf(address);
  return {
    pair: { key: keyed(secret, 'pair', email, network), limit: pairLimit },
    account: { key: keyed(secret, 'account', email), limit: accountLimit },
    address: { key: keyed(secret, 'address', network), limit: addressLimit },
    trusted: keyed(secret, 'trusted', email, network),
  };
}

/** One household or server has a whole IPv6 /64 to itself: it counts as one address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = plain.includes('::') ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right] : left;
  return groups.slice(0, 4).map((group) => (Number.parseInt(group, 16) || 0).toString(16)).join(':');
}

/**
 * Counts a sign-in before its password is looked at; accounts that do not exist count alike.
 * The counters live in the database, so several servers share them.
 *
 * @returns null to go ahead, or `too-many-tries` with `details.retryAfterSeconds`
 */
export function countTry(db: ServerDb, secret: Uint8Array, email: string, address: string, now: EpochMs): Promise<AppError<'too-many-tries'> | null> {
  const { pair, account, address: fromAddress, trusted } = keysOf(secret, email, address);
  return inTransaction(db, async (trx) => {
    const seen = await trx.selectFrom('sign_in_try').select('window_started_at').where('key', '=', trusted).executeTakeFirst();
    const isTrusted = seen !== undefined && now - seen.window_started_at < TRUSTED_FOR_MS;
    // In one order everywhere: two sign-ins that count the same keys must not wait for each other.
    const counted = [pair, fromAddress, ...(isTrusted ? [] : [account])].sort((a, b) => (a.key < b.key ? -1 : 1));
    const decided: { key: string; tries: Tries; waitMs: number }[] = [];
    for (const { key, limit } of counted) decided.push({ key, ...oneMoreTry(await lockedTries(db, trx, key, now), now, limit) });
    const waitMs = Math.max(...decided.map((one) => one.waitMs));
    // A try that is refused under one key counts under none.
    if (waitMs > 0) return { code: 'too-many-tries', details: { retryAfterSeconds: Math.ceil(waitMs / 1_000) } };
    for (const { key, tries } of decided) {
      await trx.updateTable('sign_in_try').set({ window_started_at: tries.windowStartedAt, count: tries.count, blocked_until: tries.blockedUntil }).where('key', '=', key).execute();
    }
    return null;
  });
}

async function lockedTries(db: ServerDb, trx: ServerTransaction, key: string, now: number): Promise<Tries | null> {
  // Makes sure there is a row to lock; its zero counts as nothing.
  await trx.insertInto('sign_in_try').values({ key, window_started_at: now, count: 0, blocked_until: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
  const row = await db.dialect.lockRows(trx.selectFrom('sign_in_try').selectAll().where('key', '=', key)).executeTakeFirstOrThrow();
  return row.count === 0 ? null : { windowStartedAt: row.window_started_at, count: row.count, blockedUntil: row.blocked_until };
}

/** The password was right: what failed before from here is forgotten, and this address is known to the account. */
export function forgiveTries(db: ServerDb, secret: Uint8Array, email: string, address: string, now: EpochMs): Promise<void> {
  const { pair, account, address: fromAddress, trusted } = keysOf(secret, email, address);
  return inTransaction(db, async (trx) => {
    await trx.deleteFrom('sign_in_try').where('key', '=', pair.key).execute();
    // The one try counted for this sign-in is given back; those of others stay.
    for (const { key, limit } of [account, fromAddress].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      await trx
        .updateTable('sign_in_try')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('key', '=', key).where('count', '>', 0).where('count', '<', limit.free)
        .execute();
    }
    const known = { key: trusted, window_started_at: now, count: 0, blocked_until: 0 };
    await trx.insertInto('sign_in_try').values(known).onConflict((conflict) => conflict.column('key').doUpdateSet({ window_started_at: now })).execute();
  });
}

/** Removes counters nobody needs any more. */
export async function pruneTries(db: ServerDb, now: EpochMs): Promise<void> {
  await db.kysely.deleteFrom('sign_in_try').where('count', '>', 0).where('window_started_at', '<', now - FORGET_AFTER_MS).where('blocked_until', '<', now - FORGET_AFTER_MS).execute();
  await db.kysely.deleteFrom('sign_in_try').where('count', '=', 0).where('window_started_at', '<', now - TRUSTED_FOR_MS).execute();
}
