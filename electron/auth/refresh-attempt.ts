import { createHash } from 'node:crypto';
import type { Random } from '../runtime/scheduler.ts';
import type { SecretStore } from './secret-store.ts';

const NAME = 'installation';

/**
 * The mark under which this installation trades a refresh token: an answer that was lost can be asked for again by whoever
 * computes the same mark, and a copied token alone cannot.
 *
 * @returns for each refresh token a text of 43 characters, `base64url(SHA-256(installation secret + token))`; the secret is 256 bits,
 * made here at first use and never sent
 */
export function refreshAttempts(secrets: SecretStore, random: Random): (refreshToken: string) => Promise<string> {
  let secret: Promise<string> | null = null;
  const make = async () => {
    const known = await secrets.get(NAME);
    if (known !== null) return known;
    const made = Buffer.from(random(new Uint8Array(32))).toString('base64url');
    await secrets.set(NAME, made);
    return made;
  };
  return async (refreshToken) => {
    secret ??= make();
    return createHash('sha256').update(`${await secret}${refreshToken}`).digest('base64url');
  };
}
