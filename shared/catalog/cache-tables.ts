/**
 * The tables of a console's cache that come from the server, exactly as a snapshot file carries them:
 * the console's migrations create them, the server fills them with `INSERT … SELECT`. No index and no full text here;
 * those are built on the console, after the rows.
 *
 * `doc` is the whole record as JSON and the only truth; every other column of `product` and `orders` and all of `variant` is derived
 * from it by `projection.ts` (`orders/columns.ts`, `messaging/columns.ts`; of a conversation from its messages too), for filtering, sorting and exact look-up.
 */
export const CACHE_SCHEMA = 6;

/**
 * Page size of the cache and of snapshot files. A product's row is about 2.4 KB, so the default of 4 KiB holds one and leaves
 * the rest empty: 50,000 products took 223 MB and 1.6 times as long to fill; with 8 KiB 164 MB. 16 KiB (151 MB) would double what one edit writes.
 */
export const CACHE_PAGE_BYTES = 8192;

export const cacheTables = {
  shop: `CREATE TABLE shop (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    doc TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  category: `CREATE TABLE category (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    parent_id TEXT,
    lft INTEGER NOT NULL,
    rgt INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    search TEXT NOT NULL,
    doc TEXT NOT NULL
  ) STRICT`,
  product: `CREATE TABLE product (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    sku TEXT NOT NULL,
    brand TEXT,
    category_id TEXT,
    price INTEGER NOT NULL,
    price_to INTEGER NOT NULL,
    compare_at INTEGER,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    available INTEGER NOT NULL,
    incoming INTEGER NOT NULL,
    variant_count INTEGER NOT NULL,
    sort_fr TEXT NOT NULL,
    sort_en TEXT NOT NULL,
    sort_ar TEXT NOT NULL,
    complete_fr INTEGER NOT NULL,
    complete_en INTEGER NOT NULL,
    complete_ar INTEGER NOT NULL,
    google_fr INTEGER NOT NULL,
    google_en INTEGER NOT NULL,
    google_ar INTEGER NOT NULL,
    score INTEGER NOT NULL,
    in_review INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    tags TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) STRICT`,
  variant: `CREATE TABLE variant (
    product_id TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    gtin TEXT
  ) STRICT`,
  // Not named after the record: ORDER is a word of SQL.
  orders: `CREATE TABLE orders (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    number TEXT NOT NULL,
    order_state TEXT NOT NULL,
    payment_state TEXT NOT NULL,
    fulfilment_state TEXT NOT NULL,
    return_state TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    customer_id TEXT NOT NULL,
    customer TEXT NOT NULL,
    currency TEXT NOT NULL,
    gross INTEGER NOT NULL,
    net INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    pieces_left INTEGER NOT NULL,
    due_at INTEGER,
    skus TEXT NOT NULL,
    search TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) STRICT`,
  conversation: `CREATE TABLE conversation (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    snoozed_until INTEGER,
    assignee TEXT,
    priority INTEGER NOT NULL,
    customer_id TEXT,
    order_id TEXT,
    product_id TEXT,
    tags TEXT NOT NULL,
    search TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    last_id TEXT,
    last_part TEXT NOT NULL,
    last_answer_at INTEGER,
    last_answer_id TEXT,
    last_asked_at INTEGER,
    waiting_since INTEGER,
    due_at INTEGER,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) STRICT`,
  message: `CREATE TABLE message (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    part TEXT NOT NULL,
    seen TEXT NOT NULL,
    author TEXT,
    search TEXT NOT NULL,
    doc TEXT NOT NULL
  ) STRICT`,
} as const;

export type CacheTable = keyof typeof cacheTables;

/** Bits of `product.missing`. */
export const missingBits = { image: 1, gtin: 2, category: 4, 'text-fr': 8, 'text-en': 16, 'text-ar': 32 } as const;

/** The derived columns of one product, named as in `cacheTables.product` (without `rid`, `version`, `doc`). */
export type ProductColumns = {
  id: string; shop_id: string; status: string; kind: string; sku: string; brand: string | null; category_id: string | null;
  price: number; price_to: number; compare_at: number | null; on_hand: number; reserved: number; available: number; incoming: number;
  variant_count: number; sort_fr: string; sort_en: string; sort_ar: string; complete_fr: number; complete_en: number; complete_ar: number;
  /** The same for Google Merchant; `score` of the listing out of 100; `in_review` 1 while an edit waits for a moderator. */
  google_fr: number; google_en: number; google_ar: number; score: number; in_review: number;
  missing: number;
  /** Tags folded for comparing, each between two U+001F: `␟leather␟summer␟`; empty without tags. */
  tags: string;
  updated_at: number;
};
/** One line per variant. `gtin` is padded to 14 digits so that the same number compares equal in any of its lengths. */
export type VariantColumns = { product_id: string; variant_id: string; sku: string; gtin: string | null };
