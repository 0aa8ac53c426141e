import type Sqlite from 'better-sqlite3';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';

/** Builds whatever index is missing; afterwards lists and look-ups are fast. Does nothing where all are there. */
export function buildIndexes(db: { readonly sqlite: Sqlite.Database }): void {
  db.sqlite.exec(`SAVEPOINT build_indexes; ${Object.values(cacheIndexes).join('; ')}; RELEASE build_indexes;`);
}
