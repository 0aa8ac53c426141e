import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { me, type Me } from '#shared/auth/model.ts';
import { readFileIfThere, writeFileAtomically } from '../runtime/atomic-file.ts';

/** Why nobody works at this console now, when somebody did before. */
const leaving = z.enum(['signed-out', 'expired', 'reused', 'revoked']);
export type Leaving = z.infer<typeof leaving>;

const accountsFile = z.object({
  /** Who worked here last on each server, and whether they still do: the console opens with their cache, without a network. */
  last: z.record(z.string(), z.object({ me, left: leaving.nullable() })),
});
export type LastAccount = { readonly me: Me; readonly left: Leaving | null };

/** Remembers, per server, who signed in last. */
export type Accounts = {
  last(serverUrl: string): LastAccount | null;
  remember(serverUrl: string, account: LastAccount): void;
};

/** Kept in `<folder>/accounts.json`, mode 0600. What cannot be read counts as empty: the seller signs in again and finds the cache as it was. */
export function fileAccounts(folder: string): Accounts {
  const file = join(folder, 'accounts.json');
  const read = () => {
    const text = readFileIfThere(file);
    const parsed = text === null ? null : accountsFile.safeParse(parseOrNull(text));
    return parsed?.success ? parsed.data.last : {};
  };
  return {
    last: (serverUrl) => {
      const all = read();
      return Object.hasOwn(all, serverUrl) ? all[serverUrl]! : null;
    },
    remember: (serverUrl, account) => writeFileAtomically(file, JSON.stringify({ last: { ...read(), [serverUrl]: account } })),
  };
}

export function memoryAccounts(): Accounts {
  const all = new Map<string, LastAccount>();
  return { last: (serverUrl) => all.get(serverUrl) ?? null, remember: (serverUrl, account) => void all.set(serverUrl, account) };
}

const parseOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What names the files and secrets of one person on one server: 16 hex digits that say nothing about either. */
export const accountKey = (serverUrl: string, userId: string): string => createHash('sha256').update(serverUrl + userId).digest('hex').slice(0, 16);
