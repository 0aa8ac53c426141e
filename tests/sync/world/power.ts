import type { CacheDb } from '#electron/db/cache-db.ts';
import type { SimConsole } from './sim-console.ts';

/** Where the power goes: so many commits from now, or from the arrival of a page of news on. Before a commit nothing of the transaction stays; after it, all of it. */
export type Death = { readonly when: 'before' | 'after'; countdown: number; waitsForNews: boolean };

/** Thrown through the product's code when the power goes; whoever catches it is dead already. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** Every commit writes the disk; one of them may be the last. */
export function watchCommits(console: SimConsole, db: CacheDb, alive: () => boolean): void {
  const commit = db.commit.bind(db);
  db.commit = () => {
    if (!alive()) throw new PowerCut();
    const dies = console.death !== null && !console.death.waitsForNews && --console.death.countdown < 0 ? console.death.when : null;
    if (dies === 'before') {
      db.rollback();
      console.crash('before a commit');
      throw new PowerCut();
    }
    const changes = commit();
    console.commits++;
    if (dies === 'after') {
      console.crash('after a commit');
      throw new PowerCut();
    }
    return changes;
  };
}
