import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** Whether two secrets are the same, without telling by the time it takes how much of a guess was right. */
export const sameSecret = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted));

/** A set of secrets that are compared without telling, by the time it takes, how much of a guess was right. */
function secretSet(limit: number) {
  const held: Buffer[] = [];
  const find = (secret: string) => {
    const wanted = digest(secret);
    let at = -1;
    held.forEach((known, index) => {
      if (timingSafeEqual(known, wanted)) at = index;
    });
    return at;
  };
  return {
    make(): string {
      const secret = randomBytes(32).toString('base64url');
      held.push(digest(secret));
      // The oldest one gives way: nobody opens this many windows.
      if (held.length > limit) held.shift();
      return secret;
    },
    has: (secret: string) => find(secret) >= 0,
    take(secret: string): boolean {
      const at = find(secret);
      if (at >= 0) held.splice(at, 1);
      return at >= 0;
    },
  };
}

/**
 * The keys to the browser shell: a link opens the console once, and leaves a session that only this browser holds.
 * Both live in memory and die with the console; 256 random bits each.
 */
export function doorKeys() {
  const keys = secretSet(20);
  const sessions = secretSet(100);
  return {
    /** A new key for a link; it opens once. */
    newKey: () => keys.make(),
    /** Trades a key for a session, or answers null when the key is wrong or was used. */
    open: (key: string): string | null => (keys.take(key) ? sessions.make() : null),
    isSession: (session: string) => sessions.has(session),
  };
}
export type DoorKeys = ReturnType<typeof doorKeys>;
