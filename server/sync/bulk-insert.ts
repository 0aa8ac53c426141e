import type { CompiledQuery, Insertable } from 'kysely';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';

/**
 * Rows per statement: all rows go in by the largest that fits, so that few different statements are compiled, each once.
 * The text of the largest stays short enough for the database to remember it prepared.
 */
const sizesFor = (columns: number): readonly number[] => [Math.max(9, Math.min(128, Math.floor(2_600 / (columns * 3 + 4)))), 8, 1];

type Row<T extends keyof ServerSchema> = Insertable<ServerSchema[T]>;
type Conflict = { readonly keys: readonly string[]; readonly update: readonly string[] };

/**
 * Writes many rows of one table in few statements, on SQLite and PostgreSQL alike.
 *
 * @param columns of the row, in any order; rows must have exactly these
 * @param onConflict what to do where a row with the same keys is there: its `update` columns take the new values
 */
export function bulkInsert<T extends keyof ServerSchema>(table: T, columns: readonly (keyof Row<T> & string)[], onConflict?: Conflict) {
  const compiled = new Map<string, CompiledQuery>();
  const sizes = sizesFor(columns.length);
  const compile = (trx: ServerTransaction, size: number): CompiledQuery => {
    // The values do not matter here: one parameter for each, in the order of rows and columns.
    const placeholder = Object.fromEntries(columns.map((column) => [column, 0]));
    const rows = Array.from({ length: size }, () => placeholder);
    const insert = trx.insertInto(table).values(rows as never);
    if (!onConflict) return insert.compile();
    return insert.onConflict((conflict) => conflict.columns(onConflict.keys as never).doUpdateSet((eb) => Object.fromEntries(onConflict.update.map((column) => [column, eb.ref(`excluded.${column}` as never)])) as never)).compile();
  };
  return async (trx: ServerTransaction, dialect: Dialect, rows: readonly Row<T>[]): Promise<void> => {
    let at = 0;
    for (const size of sizes) {
      while (rows.length - at >= size) {
        const key = `${dialect.name} ${size}`;
        let query = compiled.get(key);
        if (!query) compiled.set(key, (query = compile(trx, size)));
        const parameters: unknown[] = [];
        for (const row of rows.slice(at, at + size)) for (const column of columns) parameters.push(row[column]);
        await trx.executeQuery({ ...query, parameters });
        at += size;
      }
    }
  };
}

/** Cuts a list for `IN (…)`: the databases allow only so many parameters. */
export function* slices<T>(list: readonly T[], size = 500): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
