import { z } from 'zod';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { json, type Json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';

/**
 * How two people's changes to one field meet (docs/sync.md has the whole table).
 *
 * - `money` compare-and-set: never averaged, never overwritten silently
 * - `stock` signed deltas that add up, never below zero
 * - `short` three-way on the whole value · `long` three-way by lines
 * - `members` a set: additions and removals commute
 * - `state` a transition, legal or not from where the record stands now
 * - `element` one entry of a keyed collection (a variant), added or removed whole
 * - `fixed` set once at creation
 */
export type FieldKind = 'money' | 'stock' | 'short' | 'long' | 'members' | 'state' | 'element' | 'fixed';

/** A path into a record: keys joined by `/`, as in `variants/0190…/price`. */
export const fieldPath = z.string().min(1).max(300).regex(/^[^/]+(\/[^/]+)*$/);

/**
 * One field of one record as one person left it.
 * - `set`: from `base` (what the writer saw, null for nothing) to `value` (null removes)
 * - `add`: a signed stock movement with its reason
 * - `members`: entries put into and taken out of a set
 */
export const fieldOp = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path: fieldPath, base: json, value: json }),
  z.strictObject({ op: z.literal('add'), path: fieldPath, delta: z.int(), reason: z.enum(['sale', 'return', 'correction', 'transfer', 'damage', 'receipt']) }),
  z.strictObject({ op: z.literal('members'), path: fieldPath, add: z.array(z.string().max(200)).max(500), remove: z.array(z.string().max(200)).max(500) }),
]);
export type FieldOp = z.infer<typeof fieldOp>;

export const entityName = z.enum(['shop', 'category', 'product', 'order', 'conversation', 'message']);
export type EntityName = z.infer<typeof entityName>;

/** `common`, `vendor:<shop id>` or the wide `admin`. */
export const scopeName = z.string().regex(/^(common|admin|vendor:[0-9a-f-]{36})$/).brand<'ScopeName'>();
export type ScopeName = z.infer<typeof scopeName>;

/** Opaque to everyone but the server. */
export const cursor = z.string().max(200);

/** The root of a scope's digest: compared by whoever stands at the position it comes with (`digest.ts`). */
export const digestRoot = z.string().regex(/^[0-9a-f]{16}$/);

/**
 * One intent of one person: idempotent by `mid`, ordered within one console by `cseq`.
 * A `create` carries the whole record in `doc`; a `patch` its field operations; a `delete` neither.
 */
export const mutation = z.strictObject({
  mid: uuid,
  cseq: z.int().min(1),
  /** Mutations of one group (a bulk edit) are undone together and shown as one. */
  group: uuid.nullable(),
  entity: entityName,
  id: uuid,
  /** The version of the record the writer saw; 0 for a record that is new. */
  baseVersion: z.int().min(0),
  action: z.enum(['create', 'patch', 'delete']),
  ops: z.array(fieldOp).max(5_000),
  doc: json.optional(),
  /** What the person did, as a key for the history: `edit-price`, `edit-text`, `change-status`… */
  intent: z.string().max(60),
  /** When, by the writer's own clock: for the audit only, it orders nothing. */
  madeAt: epochMs,
});
export type Mutation = z.infer<typeof mutation>;

/** A field two people changed: what both started from, what each made of it. */
export const fieldConflict = z.object({
  path: z.string(),
  base: json,
  mine: json,
  theirs: json,
  theirsBy: z.string().nullable(),
  theirsAt: epochMs.nullable(),
});
export type FieldConflict = z.infer<typeof fieldConflict>;

/** A whole record as a reader may see it; `doc` null: it is gone from this scope. */
export const syncRow = z.object({
  entity: entityName,
  id: uuid,
  version: z.int().min(0),
  doc: json.nullable(),
});
export type SyncRow = z.infer<typeof syncRow>;

/**
 * What became of a mutation: exactly one of these, stored with the change and given again on every repeat.
 * - `applied` as written: the console may apply its own operations to what it had (`applyOps`, then `finishEdit`)
 * - `merged` others had changed other fields: `row` is the result
 * - `conflict` the fields listed were changed by others too; the rest of the mutation was applied; `row` is the result
 * - `rejected` refused by a rule; nothing was applied; `row` is how the record stands (null when it is gone)
 * - `blocked` not looked at, because the mutation it depends on was refused · `deferred` needs a newer server or console
 *
 * Outcomes are taken in the order of `cseq`. One whose `version` is at or below the version the console already holds is contained in
 * it and changes nothing more (the pull was quicker, or the answer is a repeat).
 */
export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applied'), mid: uuid, version: z.int() }),
  z.object({ kind: z.literal('merged'), mid: uuid, version: z.int(), row: syncRow }),
  z.object({ kind: z.literal('conflict'), mid: uuid, version: z.int(), row: syncRow, fields: z.array(fieldConflict) }),
  z.object({ kind: z.literal('rejected'), mid: uuid, error: appError, row: syncRow.nullable() }),
  z.object({ kind: z.literal('blocked'), mid: uuid, by: uuid }),
  z.object({ kind: z.literal('deferred'), mid: uuid, schema: z.int() }),
]);
export type Outcome = z.infer<typeof outcome>;

/** What became of one edit, as the audit keeps it: refused ones too. */
export const auditEntry = z.object({
  id: uuid,
  entity: entityName,
  record: uuid,
  shop: uuid.nullable(),
  actor: z.object({ id: uuid, name: z.string().nullable() }),
  /** The installation it was made on, as it called itself. */
  device: z.string().nullable(),
  client: uuid.nullable(),
  mid: uuid.nullable(),
  intent: z.string(),
  outcome: z.enum(['applied', 'merged', 'conflict', 'rejected', 'blocked', 'deferred']),
  baseVersion: z.int(),
  version: z.int(),
  changes: z.array(z.object({ path: z.string(), before: json, after: json, delta: z.int().nullable(), reason: z.string().nullable() })),
  /** By the clock of the device … */
  madeAt: epochMs,
  /** … and by the server's. */
  appliedAt: epochMs,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** From which position of a scope to which other a reply or poke leads; applies inline only where `prev` is the local position. */
export const step = z.object({ scope: scopeName, prev: cursor, next: cursor });
export type Step = z.infer<typeof step>;

/**
 * A server-built SQLite file of one scope, cut in chunks that are compressed and hashed one by one.
 * `signature` is an HMAC-free detached SHA-256 (hex) over the canonical manifest without it (`canonicalJson`): it travels inside the authenticated connection.
 */
export const snapshotManifest = z.object({
  id: z.string(),
  scope: scopeName,
  /** Cursor to pull from once the file is in place. */
  cursor,
  /** Root of the digest at that cursor. */
  digest: digestRoot,
  schema: z.int(),
  /** Rows per table of the file. */
  rows: z.record(z.string(), z.int()),
  /** Bytes and SHA-256 (hex) of the whole uncompressed file. */
  bytes: z.int(),
  sha256: z.string(),
  /** Encoding of each chunk on the wire; `bytes` and `sha256` (hex) of a chunk are those of its content, `wireBytes` of what travels. */
  encoding: z.enum(['identity', 'gzip', 'zstd']),
  chunks: z.array(z.object({ bytes: z.int(), wireBytes: z.int(), sha256: z.string() })),
  signature: z.string(),
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;

/**
 * How an entity describes itself to the sync engine; the engine knows nothing else about it.
 * `kindOf` answers null for a path that does not exist: such an operation is refused as `invalid-input`.
 */
export type EntityDescription = {
  readonly entity: EntityName;
  readonly kindOf: (path: string) => FieldKind | null;
  /** Checks a whole record after operations were applied; the same rules answer on the console and decide on the server. */
  readonly check: (before: Json | null, after: Json, by: Actor) => AppErrorOrNull;
  /**
   * What follows from an accepted edit by itself, from the record before, the record with the edit in it and the moment it was made alone:
   * console and server both call it, and come to the same record without another word.
   */
  readonly afterEdit?: (before: Json, after: Json, at: number) => Json;
  /** Whether a record may be deleted by this person; without it everybody who may write may delete. */
  readonly checkDelete?: (before: Json, by: Actor) => AppErrorOrNull;
  /** The scopes a record is seen in. */
  readonly scopesOf: (doc: Json) => readonly ScopeName[];
};
export type AppErrorOrNull = z.infer<typeof appError> | null;

/** Who acts, for rules: decided from the session, never from the message. */
export type Actor = {
  readonly userId: string;
  readonly role: 'vendor' | 'admin' | 'moderator' | 'support';
  readonly shopIds: readonly string[];
  /** What they are in shops where they may not do everything. */
  readonly sellerRoles?: Readonly<Record<string, 'administration' | 'inventory' | 'orders' | 'accounting' | 'support'>>;
  /** The installation they act from, as it called itself at sign-in: for the audit. */
  readonly device?: string;
  /** The session they act in, and when they last gave their password in it, epoch ms. */
  readonly sessionId?: string;
  readonly confirmedAt?: number | null;
};
