import { sql, type Kysely } from 'kysely';

/** Runs statements one after the other; they are constants of a migration, never input. */
export async function run(db: Kysely<unknown>, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Drops tables, the last made first. */
export async function drop(db: Kysely<unknown>, ...tables: readonly string[]): Promise<void> {
  for (const table of tables.toReversed()) await db.schema.dropTable(table).execute();
}
