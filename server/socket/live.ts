import type { UserId } from '#shared/auth/model.ts';
import type { Poke } from '#shared/sync/contract.ts';

/** How the rest of the server reaches connected consoles. Losing a message is harmless: heads follow every 30 s, and pulls decide. */
export type Live = {
  /** After the commit: tells everyone who reads this scope that it moved. */
  poke(poke: Poke): void;
  /** What this person may read has changed: their consoles ask for their scopes again, and leave the rooms they may no longer hear. */
  grants(userId: UserId | string, epoch: number): void;
  /** After the commit: tells the marketplace's staff that a case is another. */
  cases?(): void;
};
