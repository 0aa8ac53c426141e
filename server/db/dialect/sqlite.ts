import Database from 'better-sqlite3';
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver, type DatabaseConnection, type DialectAdapter, type Driver, type SqliteDatabase, type SqliteStatement, type TransactionSettings } from 'kysely';
import { driverCode, noRoom, type Dialect } from './dialect.ts';

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  ddl: {
    text: 'TEXT', int: 'INTEGER', bytes: 'BLOB', counted: 'INTEGER PRIMARY KEY', table: 'STRICT', keyedTable: 'STRICT, WITHOUT ROWID',
    guard: ({ name, table, on, when, message }) => [`CREATE TRIGGER ${name} BEFORE ${on} ON ${table} BEGIN SELECT RAISE(ABORT, '${message}') WHERE ${when}; END`],
    unguard: ({ name }) => [`DROP TRIGGER ${name}`],
  },
  watermark: false,
  lockRows: (query) => query,
  holdRows: (query) => query,
  isDuplicate: (cause) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(driverCode(cause)),
  isRetryable: (cause) => /^SQLITE_(BUSY|LOCKED)/.test(driverCode(cause)),
  isDiskFull: (cause) => driverCode(cause).startsWith('SQLITE_FULL') || noRoom(cause),
};

/**
 * Opens the server's database file; `:memory:` for one that vanishes.
 *
 * WAL with `synchronous = FULL`: what was acknowledged survives a power cut. With NORMAL, 88 % of replayed
 * crash points lost acknowledged work.
 */
export function openSqliteFile(file: string): Database.Database {
  const database = new Database(file);
  // A product's row is about 2.4 KB: the default of 4 KiB leaves a third of every page empty.
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
  database.pragma('trusted_schema = OFF');
  return database;
}

/** Kysely over one SQLite connection; transactions that may write take the write lock at their start. */
export class EmbeddedSqlite extends SqliteDialect {
  readonly #database: Database.Database;
  readonly #committed: () => void;

  constructor(database: Database.Database, committed: () => void = () => undefined) {
    super({ database });
    this.#database = database;
    this.#committed = committed;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: rememberStatements(this.#database) }, this.#committed);
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #committed: () => void;

  constructor(config: ConstructorParameters<typeof SqliteDriver>[0], committed: () => void) {
    super(config);
    this.#committed = committed;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#committed();
  }

  /** A deferred transaction that turns writer half-way fails at once with SQLITE_BUSY_SNAPSHOT when another process wrote meanwhile; an immediate one waits its turn. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate'));
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  /** SQLite rolls DDL back like anything else; a migration that is killed then leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

const REMEMBERED = 300;

/** Prepares each SQL text once: compiling costs several times more than running a look-up by key. */
function rememberStatements(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement & SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined && !known.busy) return known;
      const prepared = database.prepare(sql) as Database.Statement & SqliteStatement;
      if (known === undefined && /^\s*(select|insert|update|delete|with|begin|commit)\b/i.test(sql) && sql.length < 4_000) {
        if (statements.size >= REMEMBERED) statements.delete(statements.keys().next().value!);
        statements.set(sql, prepared);
      }
      return prepared;
    },
  };
}
