import { SqliteAdapter, type DialectAdapter } from 'kysely';
import type { Dialect } from './dialect.ts';
import { postgresDialect } from './postgres.ts';
import { sqliteDialect } from './sqlite.ts';

/** Which database is behind a connection or a transaction, for those who are handed no more than that. */
export const dialectOf = (db: { getExecutor(): { readonly adapter: DialectAdapter } }): Dialect => (db.getExecutor().adapter instanceof SqliteAdapter ? sqliteDialect : postgresDialect);
