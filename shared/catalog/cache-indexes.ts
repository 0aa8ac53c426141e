/**
 * The full text of products: what `searchTextOf` reads, by the row number of the product. It keeps no words of its own (`content=''`), only where they are.
 */
export const SEARCH_TABLE = `CREATE VIRTUAL TABLE IF NOT EXISTS product_fts USING fts5(titles, labels, body, content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 0')`;

/**
 * Indexes of a cache's rows. Built after the rows are in, which costs a quarter of keeping them up to date meanwhile: by the server in a
 * snapshot file, where they come along (ADR 0003), else by the console.
 *
 * `product_list` carries every column a filter or a sort looks at, so that lists are computed from it alone and the
 * records (100 times as many bytes) are only read for the lines on screen; and the version, so that a scope can be counted from it.
 * `order_list` and `conversation_list` do the same for orders and conversations, `message_text` for what is searched in messages.
 */
export const cacheIndexes: Readonly<Record<string, string>> = {
  product_id: 'CREATE UNIQUE INDEX IF NOT EXISTS product_id ON product (id)',
  product_list: `CREATE INDEX IF NOT EXISTS product_list ON product (shop_id, status, kind, category_id, brand, price, compare_at, available, missing, complete_fr, complete_en, complete_ar, google_fr, google_en, google_ar, score, in_review, updated_at, sku, tags, id, version)`,
  product_title_fr: 'CREATE INDEX IF NOT EXISTS product_title_fr ON product (sort_fr)',
  product_title_en: 'CREATE INDEX IF NOT EXISTS product_title_en ON product (sort_en)',
  product_title_ar: 'CREATE INDEX IF NOT EXISTS product_title_ar ON product (sort_ar)',
  variant_product: 'CREATE INDEX IF NOT EXISTS variant_product ON variant (product_id)',
  variant_sku: 'CREATE INDEX IF NOT EXISTS variant_sku ON variant (sku COLLATE NOCASE, product_id)',
  variant_gtin: 'CREATE INDEX IF NOT EXISTS variant_gtin ON variant (gtin, product_id) WHERE gtin IS NOT NULL',
  order_id: 'CREATE UNIQUE INDEX IF NOT EXISTS order_id ON orders (id)',
  order_group: 'CREATE INDEX IF NOT EXISTS order_group ON orders (group_id)',
  order_list: `CREATE INDEX IF NOT EXISTS order_list ON orders (shop_id, order_state, payment_state, fulfilment_state, return_state, placed_at, customer_id, customer, currency, gross, net, pieces, pieces_left, due_at, number, skus, search, group_id, updated_at, id, version)`,
  conversation_id: 'CREATE UNIQUE INDEX IF NOT EXISTS conversation_id ON conversation (id)',
  conversation_list: 'CREATE INDEX IF NOT EXISTS conversation_list ON conversation (shop_id, channel, state, snoozed_until, assignee, priority, last_at, waiting_since, due_at, last_asked_at, customer_id, order_id, product_id, tags, search, id, version)',
  message_id: 'CREATE UNIQUE INDEX IF NOT EXISTS message_id ON message (id)',
  message_place: 'CREATE INDEX IF NOT EXISTS message_place ON message (conversation_id, at, id)',
  message_part: 'CREATE INDEX IF NOT EXISTS message_part ON message (conversation_id, part, at, id)',
  message_text: 'CREATE INDEX IF NOT EXISTS message_text ON message (shop_id, search, conversation_id, id, version)',
  category_lft: 'CREATE INDEX IF NOT EXISTS category_lft ON category (lft, rgt, id)',
};

