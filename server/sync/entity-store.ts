import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Actor, EntityDescription, EntityName, FieldOp, Mutation } from '#shared/sync/model.ts';

/** A record as it lies in the database. */
export type Stored = { readonly version: number; readonly doc: Json };

/** A record that an accepted edit changed, from version `was` (0 for a new one) to `version`: `after` null takes it out. */
export type Change = { readonly id: string; readonly before: Json | null; readonly after: Json | null; readonly was: number; readonly version: number };

/** Rules that need more than the record itself (is this SKU free in the shop?), with what they need at hand for one batch. */
export type Guard = {
  /** Asked after the record's own rules. */
  check(before: Json | null, after: Json): AppError | null;
  /** What of a new record only what is held can decide: a message's place in its conversation. */
  admit?(doc: Json, now: number): Json;
  /** Told what was accepted, so that the next edit of the batch sees it. */
  accepted(before: Json | null, after: Json | null): void;
};

/** How an entity that people edit is kept; the push knows nothing else about it. */
export type EntityStore = {
  readonly description: EntityDescription;
  /** Refuses an operation that does not fit its field, naming the field: the check a console makes before it keeps an edit. */
  checkOp(op: FieldOp): AppError | null;
  /** Reads records and holds them against other writers until the transaction ends, in id order. */
  load(trx: ServerTransaction, dialect: Dialect, ids: readonly string[]): Promise<Map<string, Stored>>;
  /** Gathers what the rules need, holding what must not change meanwhile. */
  guard(trx: ServerTransaction, dialect: Dialect, mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>): Promise<Guard>;
  /** A new record with what only the server decides: who made it, and when it was last changed. */
  admit(doc: Json, actor: Actor, madeAt: number): Json;
  /** Writes accepted changes, each record once. */
  save(trx: ServerTransaction, dialect: Dialect, changes: readonly Change[]): Promise<void>;
  /** The shop a record belongs to, for the audit. */
  shopOf(doc: Json): string | null;
};

/** The store of each kind of record; null: nobody edits it from a console. */
export type Stores = { readonly [K in EntityName]: EntityStore | null };
