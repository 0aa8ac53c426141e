import type Sqlite from 'better-sqlite3';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery, type Compilable } from 'kysely';
import { assert } from '#shared/kernel/assert.ts';
import type { CacheSchema } from './schema.ts';

/** What a parameter may be; booleans and dates do not exist in SQLite. */
export type Bindable = string | number | null;
export type Params = Readonly<Record<string, Bindable>>;

/** Kysely writes the SQL and knows the types; it never runs anything here, statements run synchronously on better-sqlite3. */
export const builder = new Kysely<CacheSchema>({
  dialect: { createAdapter: () => new SqliteAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new SqliteIntrospector(db), createQueryCompiler: () => new SqliteQueryCompiler() },
});
export type Builder = typeof builder;

/** Stands for a value that comes at run time, in the place where Kysely expects the value itself. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
type Slots<P extends Params> = <K extends keyof P & string>(name: K) => P[K];
type Built<R> = Compilable<R> | CompiledQuery<R>;

/** SQL that was written once, the order in which named parameters go into it, and whether it only reads. */
type Written = { readonly sql: string; readonly values: (params: Params) => Bindable[] };
declare const result: unique symbol;
declare const given: unique symbol;
export type Reading<P extends Params, R> = Written & { readonly kind: 'read'; readonly [result]?: R; readonly [given]?: P };
export type Writing<P extends Params> = Written & { readonly kind: 'write'; readonly [given]?: P };

const isCompilable = <R>(built: Built<R>): built is Compilable<R> => 'compile' in built;

function write<R>(built: Built<R>): Written {
  const { sql, parameters } = isCompilable(built) ? built.compile() : built;
  return {
    sql,
    values: (params) => parameters.map((parameter) => {
      if (!(parameter instanceof Slot)) return parameter as Bindable;
      const value = params[parameter.name];
      assert(value !== undefined, () => `parameter ${parameter.name} is missing for ${sql}`);
      return value;
    }),
  };
}

/** Compiled when first used: importing a module costs nothing. */
function lazily<W extends Written>(kind: 'read' | 'write', build: () => Built<unknown>): W {
  let written: Written | null = null;
  const now = (): Written => (written ??= write(build()));
  return { kind, get sql() { return now().sql; }, values: (params: Params) => now().values(params) } as unknown as W;
}

/**
 * A question to the cache, written once and used often: `reading<{ id: string }>()((q, p) => q.selectFrom('product').selectAll().where('id', '=', p('id')))`.
 * Raw SQL goes through Kysely's `sql` template.
 */
export const reading = <P extends Params = Record<never, never>>() => <R>(build: (q: Builder, slot: Slots<P>) => Built<R>): Reading<P, R> => lazily('read', () => build(builder, slotFor as unknown as Slots<P>));

/** A change to the cache, written once; runs only inside a transaction. */
export const writing = <P extends Params = Record<never, never>>() => <R>(build: (q: Builder, slot: Slots<P>) => Built<R>): Writing<P> => lazily('write', () => build(builder, slotFor as unknown as Slots<P>));
const slotFor = (name: string): unknown => new Slot(name);

/** A question whose shape is only known now (filters); its text is cached like any other. */
export function readingNow<R>(built: Built<R>): Reading<Record<never, never>, R> {
  return { kind: 'read', ...write(built) };
}

/** Prepared statements of one connection, by their text; the oldest leave when there are too many. */
export class StatementCache {
  readonly #db: Sqlite.Database;
  readonly #known = new Map<string, Sqlite.Statement<unknown[]>>();
  readonly #most: number;
  constructor(db: Sqlite.Database, most = 400) {
    this.#db = db;
    this.#most = most;
  }

  of(sql: string): Sqlite.Statement<unknown[]> {
    const known = this.#known.get(sql);
    if (known) return known;
    if (this.#known.size >= this.#most) this.#known.delete(this.#known.keys().next().value!);
    const made = this.#db.prepare<unknown[]>(sql);
    this.#known.set(sql, made);
    return made;
  }

  /** After a change of tables or indexes by somebody else. */
  clear(): void {
    this.#known.clear();
  }
}
