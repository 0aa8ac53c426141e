import type Sqlite from 'better-sqlite3';
import { assert } from '#shared/kernel/assert.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { ChangeNotes, type Changes } from './changes.ts';
import { failureOf } from './failure.ts';
import { StatementCache, type Params, type Reading, type Writing } from './statement.ts';

declare const writable: unique symbol;
type None = Record<never, never>;
type Given<P extends Params> = None extends P ? [params?: P] : [params: P];

/** The cache as somebody who may only look sees it. */
export type ReadableDb = {
  get<P extends Params, R>(question: Reading<P, R>, ...params: Given<P>): R | undefined;
  all<P extends Params, R>(question: Reading<P, R>, ...params: Given<P>): R[];
  /** The first column of every row: fast lists of numbers and ids. */
  column<P extends Params, R>(question: Reading<P, R>, ...params: Given<P>): R[keyof R][];
  /** Row by row, for tables too long to hold. No change may happen until the loop is over. */
  each<P extends Params, R>(question: Reading<P, R>, ...params: Given<P>): IterableIterator<R>;
};

/** The cache inside a transaction: the only place where it may change. */
export type WritableDb = ReadableDb & {
  readonly [writable]: true;
  run<P extends Params>(change: Writing<P>, ...params: Given<P>): { changes: number; lastRowid: number };
  /** What changed, for lists and screens; told to listeners once the transaction is on disk, forgotten when it is rolled back. */
  readonly notes: ChangeNotes;
  /** Tables, indexes, bulk copies: SQL as it is. */
  exec(sql: string): void;
};

/** One connection to a cache file; see `open.ts`. */
export class Connection implements ReadableDb {
  readonly sqlite: Sqlite.Database;
  readonly notes = new ChangeNotes();
  readonly #statements: StatementCache;
  #inside = false;

  constructor(sqlite: Sqlite.Database) {
    this.sqlite = sqlite;
    this.#statements = new StatementCache(sqlite);
  }

  get<P extends Params, R>(question: Reading<P, R>, ...[params]: Given<P>): R | undefined {
    return this.#plain(question.sql).get(...question.values(params ?? {})) as R | undefined;
  }

  all<P extends Params, R>(question: Reading<P, R>, ...[params]: Given<P>): R[] {
    return this.#plain(question.sql).all(...question.values(params ?? {})) as R[];
  }

  column<P extends Params, R>(question: Reading<P, R>, ...[params]: Given<P>): R[keyof R][] {
    return this.#statements.of(question.sql).pluck(true).all(...question.values(params ?? {})) as R[keyof R][];
  }

  each<P extends Params, R>(question: Reading<P, R>, ...[params]: Given<P>): IterableIterator<R> {
    // Its own statement: one that is being stepped through cannot answer anybody else.
    return this.sqlite.prepare<unknown[]>(question.sql).iterate(...question.values(params ?? {})) as IterableIterator<R>;
  }

  run<P extends Params>(change: Writing<P>, ...[params]: Given<P>): { changes: number; lastRowid: number } {
    assert(this.#inside, () => `a change outside a transaction: ${change.sql}`);
    const { changes, lastInsertRowid } = this.#statements.of(change.sql).run(...change.values(params ?? {}));
    return { changes, lastRowid: Number(lastInsertRowid) };
  }

  exec(sql: string): void {
    this.sqlite.exec(sql);
  }

  get inside(): boolean {
    return this.#inside;
  }

  begin(): void {
    assert(!this.#inside, () => 'transactions do not nest');
    this.#statements.of('BEGIN IMMEDIATE').run();
    this.#inside = true;
  }

  /** On disk when this returns (`synchronous = FULL`). */
  commit(): Changes {
    this.#statements.of('COMMIT').run();
    this.#inside = false;
    return this.notes.take();
  }

  rollback(): void {
    this.#inside = false;
    this.notes.take();
    // SQLite has already rolled back by itself after some failures (disk full, I/O error).
    if (this.sqlite.inTransaction) this.sqlite.exec('ROLLBACK');
  }

  /**
   * Does `work` in one transaction: all of it or, when it throws, nothing.
   *
   * @throws AppFailure `disk-full` or `cache-broken` where SQLite says so; whatever `work` throws
   */
  transact<T>(work: (db: WritableDb) => T): { value: T; changes: Changes } {
    try {
      this.begin();
      const value = work(this as unknown as WritableDb);
      assert(!(value instanceof Promise), () => 'a transaction does not wait: work on the cache is synchronous');
      return { value, changes: this.commit() };
    } catch (cause) {
      this.rollback();
      const known = failureOf(cause);
      throw known === null || cause instanceof AppFailure ? cause : new AppFailure(known, { cause });
    }
  }

  #plain(sql: string): Sqlite.Statement<unknown[]> {
    const statement = this.#statements.of(sql);
    return statement.reader ? statement.pluck(false) : statement;
  }
}
