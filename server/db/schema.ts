import type { ColumnType, Generated } from 'kysely';
import type { AuditTables } from '#server/audit/tables.ts';
import type { AccountTables } from '#server/auth/tables.ts';
import type { JobTables } from '#server/jobs/tables.ts';
import type { ModerationTables } from '#server/moderation/tables.ts';
import type { PaymentTables } from '#server/payments/tables.ts';
import type { LedgerTables, PayoutTables } from '#server/payouts/tables.ts';
import type { VerificationTables } from '#server/verification/tables.ts';
import type { Locale, Role, SellerRole } from '#shared/auth/model.ts';
import type { ProductColumns, VariantColumns } from '#shared/catalog/cache-tables.ts';
import type { ConversationColumns, MessageColumns } from '#shared/messaging/columns.ts';
import type { OrderColumns } from '#shared/orders/columns.ts';
import type { DerivativeFormat, DerivativePurpose, PictureType, ScanState } from '#shared/media/model.ts';

/**
 * The tables of the companion server, the same on SQLite and PostgreSQL.
 *
 * Moments are epoch milliseconds, flags are 0 and 1, documents are JSON text: what a column holds does not depend on the database.
 */
export type ServerSchema = ModerationTables & {
  app_user: AppUserTable;
  membership: MembershipTable;
  refresh_token: RefreshTokenTable;
  sign_in_try: SignInTryTable;
  shop: ShopTable;
  category: CategoryTable;
  product: ProductTable;
  variant: VariantColumns;
  orders: OrderTable;
  conversation: ConversationTable;
  message: MessageTable;
  booking_calendar: { product_id: string };
  booking_seat: BookingSeatTable;
  order_view: OrderViewTable;
  sync_scope: SyncScopeTable;
  sync_digest: SyncDigestTable;
  sync_row: SyncRowTable;
  buried: BuriedTable;
  sync_client: SyncClientTable;
  sync_result: SyncResultTable;
  change_audit: ChangeAuditTable;
  change_job: ChangeJobTable;
  snapshot: SnapshotTable;
  shop_file: ShopFileTable;
  media_upload: MediaUploadTable;
  media_blob: MediaBlobTable;
  media_derivative: MediaDerivativeTable;
  media_use: MediaUseTable;
  media_look: MediaLookTable;
  media_look_hash: MediaLookHashTable;
} & JobTables & PaymentTables & LedgerTables & PayoutTables & AccountTables & AuditTables & VerificationTables;

/** A taken seat of a service; nobody else has the same seat at the same moment. */
export type BookingSeatTable = { booking_id: string; order_id: string; product_id: string; starts_at: number; ends_at: number; seat: number };
/** A view on orders the people of a shop share; `doc` JSON. */
export type OrderViewTable = { shop_id: string; id: string; doc: string; version: number; changed_by: string; changed_at: number };
/** An order with the columns derived from it. */
export type OrderTable = OrderColumns & { rid: Generated<number>; version: number; doc: string };

/** A conversation and a message, with what is derived from them. */
export type ConversationTable = ConversationColumns & { rid: Generated<number>; version: number; doc: string };
export type MessageTable = MessageColumns & { rid: Generated<number>; version: number; doc: string };

/** A person with an account. `email` is stored trimmed and in lower case. */
export type AppUserTable = {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: Locale;
  /** argon2id in PHC form; parameters travel inside it. */
  password_hash: string;
  disabled_at: number | null;
  /** Raised whenever what this person may read changes; consoles then ask for their scopes again. */
  grants_epoch: Generated<number>;
  created_at: number;
};

/** Which shops a vendor works for, and as what. */
export type MembershipTable = { user_id: string; shop_id: string; role: SellerRole };

/**
 * One link of a chain of refresh tokens. A sign-in starts a family; every refresh marks its token used and adds a successor.
 * Only hashes: whoever reads this table can sign in nowhere.
 */
export type RefreshTokenTable = {
  id: string;
  family_id: string;
  user_id: string;
  /** SHA-256 of the token, base64url. */
  token_hash: string;
  device: string;
  issued_at: number;
  expires_at: number;
  used_at: number | null;
  replaced_by: string | null;
  revoked_at: number | null;
  /** Why the family ended. */
  revoked_because: 'signed-out' | 'reused' | 'disabled' | null;
  /** When the password was given; a family ends for good some time after it, however often it was refreshed. */
  family_started_at: number;
  /** Keyed hash of whoever used the token: only they may ask for a lost answer again. */
  used_by: string | null;
};

/** Failed sign-ins per account and address; `key` is a keyed hash, so that no e-mail rests here. */
export type SignInTryTable = { key: string; window_started_at: number; count: number; blocked_until: number };

export type ShopTable = { id: string; version: number; name: string; doc: string };
export type CategoryTable = {
  id: string; version: number; parent_id: string | null; lft: number; rgt: number; depth: number;
  /** Folded names of all languages, for finding. */
  search: string;
  doc: string;
};
export type ProductTable = ProductColumns & { rid: Generated<number>; version: number; doc: string };

/** The counter of a scope: drawn as the last statement before a commit, so that commit order is sequence order. */
export type SyncScopeTable = {
  scope: string;
  seq: number;
  /** Positions at or below are compacted away; a cursor below it starts over. */
  floor: number;
  epoch: string;
  /** PostgreSQL's wide scope: the transaction that belongs to `floor`. */
  floor_xid: Generated<number>;
  /** PostgreSQL's wide scope: the cluster and database its transaction numbers come from; elsewhere they mean nothing. */
  home: Generated<string | null>;
};
/**
 * The digest of a scope (`shared/sync/digest.ts`): the sums as bytes, and their root as consoles compare it. Beside the counter, not in it:
 * everybody who writes waits for that row.
 */
export type SyncDigestTable = { scope: string; sums: Uint8Array; root: string };
/** The latest position of each record in each scope, and the version it has there; `gone` 1 once it left, at `gone_at`. On PostgreSQL also `xid`, see `wide-scope.ts`. */
export type SyncRowTable = { scope: string; entity: string; id: string; seq: ColumnType<number, number | undefined, number>; gone: number; version: number; gone_at: number | null };
/** Ids of deleted records whose positions are compacted away: they are never used again. */
export type BuriedTable = { entity: string; id: string };
export type SyncClientTable = { client: string; user_id: string; last_cseq: number; acked_through: number; seen_at: number };
/** What was answered to a mutation, so that a repeat is answered the same. */
export type SyncResultTable = { client: string; mid: string; cseq: number; outcome: string; applied_at: number };

/** Append-only: who changed what, from where, and what became of it. */
export type ChangeAuditTable = {
  id: string;
  entity: string;
  entity_id: string;
  shop_id: string | null;
  actor_id: string;
  actor_name: string | null;
  client: string | null;
  device: string | null;
  mid: string | null;
  /** What it was done at once with: a bulk edit, an import. */
  group_id: string | null;
  intent: string;
  outcome: string;
  base_version: number;
  version: number;
  /** JSON list of changed fields. */
  changes: string;
  made_at: number;
  applied_at: number;
  /** The link of the audit's chain that holds it fast; null until the next few seconds are over. */
  sealed_in: Generated<number | null>;
};
/** One group of changes of one person in one shop, counted: what `change_audit` has in detail. */
export type ChangeJobTable = {
  group_id: string;
  shop_id: string;
  actor_id: string;
  actor_name: string | null;
  device: string | null;
  intent: string;
  /** How many changes were taken in … */
  edits: number;
  /** … and how many were refused. */
  refused: number;
  made_at: number;
  applied_at: number;
};
export type SnapshotTable = { id: string; scope: string; cursor: string; manifest: string; created_at: number };
/**
 * A content a shop has sent (`whole_at`) or is sending. `home_id` is the shop under which its bytes lie: another one once the product went over to
 * this shop. `loose_since`: no product of the shop names it since then.
 */
export type ShopFileTable = { shop_id: string; sha256: string; home_id: string; bytes: number; whole_at: number | null; touched_at: number; loose_since: number | null; by: string };
/** A picture that is coming in by tus. `role`: what it is for, as JSON; `error`: why it was not taken, as JSON. Until `ended_at` its bytes lie in the folder of uploads. */
export type MediaUploadTable = { id: string; user_id: string; shop_id: string; sha256: string; bytes: number; role: string; began_at: number; ended_at: number | null; error: string | null };
/** A content a shop has sent, an original or a smaller picture. `scan_note`: what a scanner called it, or why none answered. */
export type MediaBlobTable = {
  shop_id: string; sha256: string; mime: PictureType; bytes: number; width: number; height: number; frames: number;
  scan: ScanState; scan_note: string | null; scanned_at: number | null; kept_at: number; by: string;
};
/** A smaller picture of an original, made by a recipe; what was kept first stays, so that an address always shows the same. */
export type MediaDerivativeTable = { shop_id: string; asset: string; recipe: string; purpose: DerivativePurpose; format: DerivativeFormat; sha256: string };
/** Which listing names an original; `is_live`: buyers see it there once the listing is published. */
export type MediaUseTable = { shop_id: string; asset: string; product_id: string; is_live: Generated<number> };
/** Whether an original was looked at; `plain`: what it looks like says nothing. */
export type MediaLookTable = { shop_id: string; sha256: string; state: 'waiting' | 'known' | 'plain' | 'unreadable'; noted_at: number };
/** What an original looks like, as the server found: `part` 0 is the whole, others are what lies inside of it. */
export type MediaLookHashTable = { shop_id: string; sha256: string; part: number; phash: string; band_0: number; band_1: number; band_2: number; band_3: number };
