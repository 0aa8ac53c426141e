import type { ProductColumns, VariantColumns } from '#shared/catalog/cache-tables.ts';

/**
 * The tables of a console's cache. The first four come from the server (`shared/catalog/cache-tables.ts`); the others exist only here.
 * Moments are epoch milliseconds, documents and values JSON text.
 */
export type CacheSchema = {
  shop: { id: string; version: number; name: string; doc: string };
  category: { id: string; version: number; parent_id: string | null; lft: number; rgt: number; depth: number; search: string; doc: string };
  product: ProductColumns & { rid: number; version: number; doc: string };
  variant: VariantColumns;
  meta: { key: string; value: string };
  scope: { scope: string; cursor: string; epoch: number | null; head: string; caught_up_at: number | null };
  shadow: ShadowTable;
  outbox: OutboxTable;
  conflict: ConflictTable;
  history_seen: { product_id: string; entry_id: string; at: number; entry: string };
  saved_view: { id: string; name: string; filter: string; sort: string; columns: string | null; position: number };
  setting: { key: string; value: string };
  fts_dirty: { rid: number };
  file: FileTable;
  file_leaving: { shop_id: string };
};

/** The server's copy of a record that has edits waiting here. `doc` null: the server does not have it (yet, or any more: `lost_at`). */
export type ShadowTable = { entity: string; id: string; version: number; doc: string | null; lost_at: number | null };

/** An edit that is written down and not yet known to be decided. `cseq` orders them and is never used twice. */
export type OutboxTable = {
  cseq: number;
  mid: string;
  group_id: string | null;
  entity: string;
  entity_id: string;
  base_version: number;
  action: 'create' | 'patch' | 'delete';
  ops: string;
  doc: string | null;
  intent: string;
  made_at: number;
  state: 'queued' | 'sending' | 'rejected';
  /** An AppError as JSON, once refused. */
  error: string | null;
  attempts: number;
};

/** One field two people changed; `choice` and `settled_at` once somebody decided. */
export type ConflictTable = {
  id: string;
  mid: string;
  entity: string;
  entity_id: string;
  path: string;
  base: string;
  mine: string;
  theirs: string;
  theirs_by: string | null;
  theirs_at: number | null;
  made_at: number;
  found_at: number;
  settled_at: number | null;
  choice: string | null;
};

/**
 * A file chosen here, whose bytes lie beside the cache (`electron/files`): `waiting` to be sent, `sent`, or `refused` with the reason (an AppError
 * as JSON). `product_id`: what it was chosen for. In `file_leaving` stand shops whose files have to leave this device, until their bytes are gone.
 */
export type FileTable = { shop_id: string; sha256: string; product_id: string; bytes: number; state: 'waiting' | 'sent' | 'refused'; error: string | null; added_at: number };

export const cacheTableNames = ['shop', 'category', 'product', 'variant'] as const;
/** What a person made on this machine or what belongs to its edits: carried along when a new copy takes the place of the old. */
export const ownTableNames = ['meta', 'shadow', 'outbox', 'conflict', 'history_seen', 'saved_view', 'setting', 'file', 'file_leaving'] as const;
