import type { ProductColumns, VariantColumns } from '#shared/catalog/cache-tables.ts';
import type { ConversationColumns, MessageColumns } from '#shared/messaging/columns.ts';
import type { OrderColumns } from '#shared/orders/columns.ts';
import type { ScanState } from '#shared/media/model.ts';

/**
 * The tables of a console's cache. The first seven come from the server (`shared/catalog/cache-tables.ts`); the others exist only here.
 * Moments are epoch milliseconds, documents and values JSON text.
 */
export type CacheSchema = {
  shop: { id: string; version: number; name: string; doc: string };
  category: { id: string; version: number; parent_id: string | null; lft: number; rgt: number; depth: number; search: string; doc: string };
  product: ProductColumns & { rid: number; version: number; doc: string };
  variant: VariantColumns;
  orders: OrderColumns & { rid: number; version: number; doc: string };
  conversation: ConversationColumns & { rid: number; version: number; doc: string };
  message: MessageColumns & { rid: number; version: number; doc: string };
  message_draft: MessageDraftTable;
  message_leaving: MessageLeavingTable;
  conversation_read: { conversation_id: string; at: number; id: string };
  meta: { key: string; value: string };
  scope: { scope: string; cursor: string; epoch: number | null; head: string; caught_up_at: number | null };
  shadow: ShadowTable;
  outbox: OutboxTable;
  conflict: ConflictTable;
  history_seen: { product_id: string; entry_id: string; at: number; entry: string };
  saved_view: { id: string; name: string; filter: string; sort: string; columns: string | null; position: number };
  setting: { key: string; value: string };
  fts_dirty: { rid: number };
  undo_step: UndoStepTable;
  undo_part: UndoPartTable;
  file: FileTable;
  file_leaving: { shop_id: string };
  media_upload: MediaUploadTable;
  picture_tray: PictureTrayTable;
  picture_original: { shop_id: string; sha256: string; bytes: number; added_at: number };
  picture_made: PictureMadeTable;
  picture_owed: { shop_id: string; sha256: string };
  product_picture: ProductPictureTable;
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

/**
 * A picture on its way to the server, for one use (`role`, a MediaRole as JSON); the bytes lie beside the cache. `url`: the upload on the server,
 * once it has begun; `attempts` and `error`: tries that failed, and why; `scan`: what the server's scanner said.
 */
export type MediaUploadTable = {
  shop_id: string; sha256: string; role: string; ending: string; bytes: number; priority: number; state: 'waiting' | 'sent' | 'refused';
  attempts: number; url: string | null; error: string | null; scan: ScanState | null; added_at: number;
};

/**
 * A picture that came in, in the order of `seq`; its bytes are in `picture_original`, and lie beside the cache. `recipe`: the hash under which it was made, once
 * `ready`; `placed_*`: the listing that shows it since. It waits again when that listing no longer does.
 */
export type PictureTrayTable = {
  seq: number; id: string; shop_id: string; product_id: string | null; name: string; bytes: number; sha256: string; state: 'waiting' | 'ready' | 'refused';
  error: string | null; recipe: string | null; placed_product: string | null; placed_image: string | null; dismissed: number; added_at: number;
};
/** Everything that came of a picture under one recipe (a MadePicture as JSON); `offered` 1 once its files wait to be sent. In `picture_owed`: pictures whose original has to be fetched, to make of it what an edit of this console asks for. */
export type PictureMadeTable = { shop_id: string; sha256: string; recipe: string; made: string; offered: number; made_at: number };
/** Which listing shows which picture, derived from products; `recipe`: its own, as JSON. Rows of a fresh copy follow in the background. */
export type ProductPictureTable = { product_id: string; image_id: string; shop_id: string; sha256: string; phash: string; name: string; recipe: string | null };

/** What is being written in a conversation. `seen`: the last answer that was there when it was begun (a Stamp as JSON); `kind` as of a message. */
export type MessageDraftTable = { conversation_id: string; shop_id: string; kind: 'message' | 'note'; body: string; seen: string | null; at: number };
/** A message that was sent off and can still be taken back: it goes into the outbox at `leave_at`. `later` 1: at a moment somebody chose. `doc`: the message as JSON. */
export type MessageLeavingTable = { id: string; conversation_id: string; shop_id: string; leave_at: number; later: number; doc: string };

/** What was done at once and can be taken back, sent or not; `whole` 0 while its parts are still being written. `shop_id` null: of several shops. */
export type UndoStepTable = { key: string; at: number; intent: string; count: number; shop_id: string | null; whole: number };
/** The way back for one record: operations, or the record that was deleted, as JSON. */
export type UndoPartTable = { id: number; key: string; entity: string; entity_id: string; shop_id: string | null; what: 'edit' | 'create' | 'delete'; back: string };

export const cacheTableNames = ['shop', 'category', 'product', 'variant', 'orders', 'conversation', 'message'] as const;
/** What a person made on this machine or what belongs to its edits: carried along when a new copy takes the place of the old. */
export const ownTableNames = ['meta', 'shadow', 'outbox', 'conflict', 'history_seen', 'saved_view', 'setting', 'undo_step', 'undo_part', 'file', 'file_leaving', 'media_upload', 'picture_tray', 'picture_original', 'picture_made', 'picture_owed', 'message_draft', 'message_leaving', 'conversation_read'] as const;
