import type { Kysely } from 'kysely';
import { Migrator, NO_MIGRATIONS, type MigrationResultSet } from 'kysely/migration';
import type { Dialect } from './dialect/dialect.ts';
import { migrationsFor } from './migrations/index.ts';
import type { ServerSchema } from './schema.ts';

/** A database, as far as its tables are brought forward. */
type Migrated = { readonly kysely: Kysely<ServerSchema>; readonly dialect: Dialect };

/** The database was made by a later version of the server; this one leaves it alone. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

const migratorOf = (db: Migrated) =>
  new Migrator({ db: db.kysely, provider: { getMigrations: () => Promise.resolve(migrationsFor(db.dialect)) } });

/** Brings the tables to this version, each step in a transaction. Several servers may start at once: one works, the others wait. */
export async function migrateToLatest(db: Migrated): Promise<void> {
  await refuseNewer(db);
  finish(await migratorOf(db).migrateToLatest());
}

/** Goes to one version, for tests of the step from the version before; null: to an empty database. */
export async function migrateTo(db: Migrated, name: string | null): Promise<void> {
  finish(await migratorOf(db).migrateTo(name ?? NO_MIGRATIONS));
}

/** Names of the steps this server knows that the database has not seen yet: empty when it is ready. */
export async function pendingMigrations(db: Migrated): Promise<readonly string[]> {
  const steps = await migratorOf(db).getMigrations();
  return steps.filter((step) => step.executedAt === undefined).map((step) => step.name);
}

async function refuseNewer(db: Migrated): Promise<void> {
  const tables = await db.kysely.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return;
  const known = migrationsFor(db.dialect);
  const done = await db.kysely.withTables<{ kysely_migration: { name: string } }>().selectFrom('kysely_migration').select('name').execute();
  const unknown = done.map((step) => step.name).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw new NewerDatabase(`the database was made by a newer server (it has the step ${unknown.join(', ')}); start that version instead`);
}

function finish(outcome: MigrationResultSet): void {
  if (outcome.error === undefined) return;
  const failed = outcome.results?.find((step) => step.status === 'Error');
  throw new Error(`database step ${failed?.migrationName ?? '(before the first)'} failed`, { cause: outcome.error });
}
