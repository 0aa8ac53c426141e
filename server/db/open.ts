import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { assert } from '#shared/kernel/assert.ts';
import { keepCheckpoints } from './checkpoints.ts';
import type { Dialect } from './dialect/dialect.ts';
import { connectPostgres, postgresDialect } from './dialect/postgres.ts';
import { EmbeddedSqlite, openSqliteFile, sqliteDialect } from './dialect/sqlite.ts';
import { migrateToLatest } from './migrate.ts';
import type { ServerSchema } from './schema.ts';

export type ServerDb = {
  readonly kysely: Kysely<ServerSchema>;
  readonly dialect: Dialect;
  /** The embedded database itself, for bulk work; null on PostgreSQL. Not to be used while one of our transactions is open. */
  readonly sqlite: Database.Database | null;
  close(): Promise<void>;
};

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; /** Path, or `:memory:`. */ readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly connections?: number };

export type OpenOptions = {
  /** Told when an idle connection to PostgreSQL is lost. */
  readonly onLost?: (cause: Error) => void;
  /** Leaves the tables as they are; for tests of the migrations. */
  readonly migrate?: boolean;
};

/**
 * Opens the server's database and brings its tables up to date.
 *
 * @throws NewerDatabase when a later version of the server has been there
 * @throws Error of the driver when the file cannot be opened or PostgreSQL does not answer
 */
export async function openDatabase(config: DatabaseConfig, options: OpenOptions = {}): Promise<ServerDb> {
  const db = config.kind === 'sqlite' ? openEmbedded(config.file) : openServer(config, options.onLost ?? (() => undefined));
  try {
    if (options.migrate !== false) await migrateToLatest(db);
    return db;
  } catch (cause) {
    await db.close();
    throw cause;
  }
}

function openEmbedded(file: string): ServerDb {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite gives its WAL and shared-memory files the rights of the database file.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  }
  const sqlite = openSqliteFile(file);
  const checkpoints = keepCheckpoints(sqlite);
  const kysely = new Kysely<ServerSchema>({ dialect: new EmbeddedSqlite(sqlite, checkpoints.committed) });
  return {
    kysely, dialect: sqliteDialect, sqlite,
    close: once(async () => {
      await checkpoints.close();
      await kysely.destroy();
      // Kysely closes the file only when it has run a statement.
      if (sqlite.open) sqlite.close();
    }),
  };
}

function openServer(config: Extract<DatabaseConfig, { kind: 'postgres' }>, onLost: (cause: Error) => void): ServerDb {
  assert(/^postgres(ql)?:\/\//.test(config.url), () => 'the address of a PostgreSQL database starts with postgres://');
  const { dialect, pool } = connectPostgres(config.url, onLost, config.connections);
  const kysely = new Kysely<ServerSchema>({ dialect });
  return {
    kysely, dialect: postgresDialect, sqlite: null,
    close: once(async () => {
      await kysely.destroy();
      if (!pool.ended) await pool.end();
    }),
  };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => (closing ??= close());
}
