import { availableParallelism } from 'node:os';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** Memory in KiB and passes of argon2id; one lane. */
export type PasswordCost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };

/** 64 MiB, three passes: 41 ms here, four times cheaper for us than bcrypt 12 and far dearer for whoever stole the table. */
export const PASSWORD_COST: PasswordCost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };

/** Too many people are signing in at this moment. */
export class HashingBusy extends Error {
  override readonly name = 'HashingBusy';
}

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Whether the password fits, and whether its hash is weaker than today's and should be made again. */
  verify(stored: string, password: string): Promise<{ fits: boolean; stale: boolean }>;
  /** As much work as `verify`, for accounts that do not exist: the time of an answer tells nothing. */
  pretend(password: string): Promise<void>;
};

const WAITING_AT_MOST = 100;

/**
 * Hashes and checks passwords with argon2id, never more than a few at once: each holds 64 MiB, and a flood of sign-ins must not
 * eat the machine. Passwords are compared in Unicode form NFKC, so that "é" typed on a Mac fits the same "é" typed on Windows, and never cut.
 *
 * @throws HashingBusy when more than a hundred wait already
 */
export function passwordsWith(cost: PasswordCost, atOnce = Math.max(1, Math.min(4, availableParallelism()))): Passwords {
  const turns = turnstile(atOnce, WAITING_AT_MOST);
  const normal = (password: string) => password.normalize('NFKC');
  // Made at once: made at the first unknown account, it would give that one away by the time it takes.
  const decoy = turns(() => hash('no account has this password', cost));
  const check = (stored: string, password: string) => turns(() => verify(stored, normal(password)));
  return {
    hash: (password) => turns(() => hash(normal(password), cost)),
    verify: async (stored, password) => {
      const fits = await check(stored, password);
      const made = parseOptions(stored);
      return { fits, stale: fits && (made.memoryCost !== cost.memoryCost || made.timeCost !== cost.timeCost || made.parallelism !== cost.parallelism) };
    },
    pretend: async (password) => {
      await check(await decoy, password);
    },
  };
}

function turnstile(atOnce: number, waitingAtMost: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) throw new HashingBusy('too many passwords to check at once');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
