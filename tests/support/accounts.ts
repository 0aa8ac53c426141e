import { randomFillSync } from 'node:crypto';
import { expect } from 'vitest';
import { createAccount, type NewAccount } from '#server/auth/accounts.ts';
import type { AuthDeps } from '#server/auth/auth-service.ts';
import { keysFrom } from '#server/auth/keys.ts';
import { passwordsWith } from '#server/auth/passwords.ts';
import type { ServerDb } from '#server/db/open.ts';
import type { UserId } from '#shared/auth/model.ts';
import type { Clock, EpochMs } from '#shared/kernel/time.ts';
import { keptLog } from './http-server.ts';

/** argon2id at its cheapest: the tests are about who gets in, not about how long a thief would need. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** A clock that only moves when told. */
export function handClock(start = 1_790_000_000_000): { clock: Clock; pass: (ms: number) => void } {
  let now = start;
  return { clock: () => now as EpochMs, pass: (ms) => void (now += ms) };
}

export type TestAuth = AuthDeps & {
  readonly pass: (ms: number) => void;
  readonly logText: () => string;
  /** Sessions the service said had ended, in order. */
  readonly ended: { userId: string; familyId: string | null }[];
};

/** The real auth service on a given database, with a clock by hand and cheap hashes. */
export function authOn(db: ServerDb): TestAuth {
  const { clock, pass } = handClock();
  const kept = keptLog();
  const ended: TestAuth['ended'] = [];
  return {
    db, clock, pass, ended, log: kept.log, logText: kept.text,
    random: (bytes) => randomFillSync(bytes),
    passwords: passwordsWith(CHEAP, 2),
    keys: keysFrom(Buffer.from('a secret that is only for tests, and long')),
    onSessionEnded: (session) => void ended.push({ userId: session.userId, familyId: session.familyId }),
  };
}

export const PASSWORD = 'correct horse battery';

/** An account with our usual password. */
export async function anAccount(auth: TestAuth, account: Partial<NewAccount> = {}): Promise<UserId> {
  const made = await createAccount(auth, { email: 'salma@atelier.example', name: 'Salma Idrissi', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [], ...account });
  expect(made).toMatchObject({ ok: true });
  return (made as { value: UserId }).value;
}
