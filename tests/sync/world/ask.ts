import type Sqlite from 'better-sqlite3';

const prepared = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement<unknown[]>>>();

/** A question to a database as those who keep the books ask it: straight, past the code under test. Compiled once per database. */
export function ask(sqlite: Sqlite.Database, sql: string): Sqlite.Statement<unknown[]> {
  const known = prepared.get(sqlite) ?? new Map<string, Sqlite.Statement<unknown[]>>();
  prepared.set(sqlite, known);
  const statement = known.get(sql) ?? sqlite.prepare<unknown[]>(sql);
  known.set(sql, statement);
  return statement;
}
/** The first column of every row. */
export const column = (sqlite: Sqlite.Database, sql: string, ...values: unknown[]): unknown[] => (ask(sqlite, sql).raw(true).all(...values) as unknown[][]).map(([value]) => value);
