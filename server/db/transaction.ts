import type { Transaction } from 'kysely';
import type { ServerDb } from './open.ts';
import type { ServerSchema } from './schema.ts';

export type ServerTransaction = Transaction<ServerSchema>;

const ATTEMPTS = 5;

/**
 * Runs `work` whole or not at all. When the database asks for another go (deadlock, busy), `work` runs again
 * from its start: it must keep its effects inside the transaction.
 *
 * An exception thrown by `work` rolls back and goes on to the caller.
 */
export async function inTransaction<T>(db: ServerDb, work: (trx: ServerTransaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Only the embedded database would take a level to mean something else; PostgreSQL's default is "read committed".
      return await db.kysely.transaction().execute(work);
    } catch (cause) {
      if (attempt === ATTEMPTS || !db.dialect.isRetryable(cause)) throw cause;
      // Two that collided must not collide again in step.
      await new Promise((resolve) => setTimeout(resolve, attempt * 5 + Math.random() * 20));
    }
  }
}

/** Runs `work` on one unmoving picture of the database: all its queries see the same commits. It cannot write on PostgreSQL. */
export async function inSnapshot<T>(db: ServerDb, work: (trx: ServerTransaction) => Promise<T>): Promise<T> {
  const transaction = db.kysely.transaction().setAccessMode('read only');
  return db.dialect.name === 'postgres' ? transaction.setIsolationLevel('repeatable read').execute(work) : transaction.execute(work);
}
