import type { SelectQueryBuilder } from 'kysely';

/** A refusal built into a table. `message` is what the database says, in English, for the log. */
export type Guard = { readonly name: string; readonly table: string; readonly on: 'INSERT' | 'UPDATE' | 'DELETE'; readonly when: string; readonly message: string };

/** Everything in which the two server databases differ; nothing outside this folder asks which one is behind it. */
export type Dialect = {
  readonly name: 'sqlite' | 'postgres';
  /** Column types and table options for migrations. */
  readonly ddl: {
    /** Text that compares byte by byte, so that both databases sort alike. */
    readonly text: string;
    /** A whole number of up to 53 bits. */
    readonly int: string;
    readonly bytes: string;
    /** A number the database counts up by itself, as primary key. */
    readonly counted: string;
    /** What follows the closing bracket of a table that has a counted key … */
    readonly table: string;
    /** … and of one that lives in its primary key. */
    readonly keyedTable: string;
    /** Statements that make the database itself refuse a row for which `when` holds (`NEW.column`, `OLD.column`), whoever writes it. The name is the trigger's. */
    readonly guard: (guard: Guard) => readonly string[];
    /** Takes it away again. */
    readonly unguard: (guard: Pick<Guard, 'name' | 'table'>) => readonly string[];
  };
  /**
   * Whether the wide scope is ordered by transactions instead of a counter: where many write at once, a counter everybody needs would make
   * them wait for each other. The embedded database has one writer anyway.
   */
  readonly watermark: boolean;
  /** Locks the selected rows until the transaction ends; the embedded database has one writer and needs nothing. */
  readonly lockRows: <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>) => SelectQueryBuilder<DB, TB, O>;
  /** Holds the selected rows as they are until the transaction ends, together with whoever else only wants that. */
  readonly holdRows: <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>) => SelectQueryBuilder<DB, TB, O>;
  /** A value that must be unique was there already. */
  readonly isDuplicate: (cause: unknown) => boolean;
  /** The database asks to run the transaction again: deadlock, serialization, busy. */
  readonly isRetryable: (cause: unknown) => boolean;
  readonly isDiskFull: (cause: unknown) => boolean;
};

/** The file system itself has no room, wherever a file was written: a snapshot, a log. */
export const noRoom = (cause: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(driverCode(cause));

/** The code a database driver puts on its exceptions: `23505`, `SQLITE_BUSY`; empty for anything else. */
export function driverCode(cause: unknown): string {
  if (!(cause instanceof Error) || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}
