import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** One numbered step of the tables; once released it never changes. */
export type ServerMigration = {
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
  down(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
};
