import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { listedPicture } from '../media/listed-picture.ts';
import { recipe } from '../media/recipe.ts';
import { entityName, fieldConflict, fieldOp } from '../sync/model.ts';
import { historyEntry, historyQuery } from './history-entry.ts';
import { category, categoryId, listingStatus, product, productId, productKind, shop } from './model.ts';
import { productFilter, productQuery, productSort } from './product-query.ts';

export * from './history-entry.ts';
export * from './product-query.ts';

/** How a cell differs from what the server has: edited here and not sent, or changed on both sides. */
export const cellMark = z.enum(['unsent', 'conflict', 'rejected']);

/** One line of the grid, ready to draw. */
export const productRow = z.object({
  id: productId,
  shopId,
  title: z.string(),
  /** The language the title is in, when the asked one has none. */
  titleLocale: locale,
  sku: z.string(),
  gtin: z.string().nullable(),
  brand: z.string().nullable(),
  categoryId: categoryId.nullable(),
  kind: productKind,
  status: listingStatus,
  currency,
  /** Of the cheapest variant; `priceTo` of the dearest when they differ. */
  price: minor,
  priceTo: minor.nullable(),
  compareAt: minor.nullable(),
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  incoming: z.int(),
  /** 0 to 100, in the asked language. */
  completeness: z.int(),
  /** The same for Google Merchant. */
  google: z.int(),
  /** Of the listing, out of 100. */
  score: z.int(),
  /** Where an edit of the published listing stands with the moderators, or that a listing came back with a word; null: neither. */
  inReview: z.enum(['pending', 'changes_requested', 'declined']).nullable(),
  variantCount: z.int(),
  /** When there is just one: its id, so that price and stock can be edited in the line. */
  variantId: uuid.nullable(),
  /** Where stock is edited in the line: the only place, or null when there are several. */
  locationId: uuid.nullable(),
  /** Of its first picture: a seed where it is drawn, '' where it is a file, null where there is none. */
  drawing: z.string().nullable(),
  /** The file, with what holds its place until it is there; null: it is drawn, or there is none. */
  picture: z.object({ ...listedPicture.pick({ sha256: true, placeholder: true }).shape, recipe: recipe.nullable() }).nullable(),
  updatedAt: epochMs,
  marks: z.partialRecord(z.enum(['title', 'price', 'compareAt', 'available', 'status', 'other']), cellMark),
});
export type ProductRow = z.infer<typeof productRow>;

export const savedView = z.object({
  id: uuid,
  name: z.string().trim().min(1).max(60),
  filter: productFilter,
  sort: productSort,
  /** How the columns stood when it was saved; null: as everywhere else. Widths in CSS pixels. */
  columns: z.object({ order: z.array(z.string().max(60)).max(60), hidden: z.array(z.string().max(60)).max(60), widths: z.record(z.string().max(60), z.int().min(24).max(2_000)) }).nullable(),
  density: z.enum(['compact', 'normal', 'comfortable']).nullable().optional(),
  position: z.int(),
});
export type SavedView = z.infer<typeof savedView>;

const edited = z.object({
  /** Mutations written to the outbox, durably, before this answer. */
  mids: z.array(uuid),
  group: uuid.nullable(),
});

/** A field, or a whole record (`path` null), that taking back left as it is. */
export const leftEdit = z.object({ entity: entityName, record: uuid, label: z.string(), path: z.string().nullable(), why: z.enum(['changed', 'refused', 'gone']) });
export type LeftEdit = z.infer<typeof leftEdit>;

/** Something done on this console that can be taken back. */
export const recentEdit = z.object({
  key: uuid,
  /** Done at once with others: taken back as one. */
  isGroup: z.boolean(),
  at: epochMs,
  intent: z.string(),
  count: z.int(),
  /** The first record of it. */
  entity: entityName,
  id: uuid,
  label: z.string(),
  sku: z.string().nullable(),
  what: z.enum(['edit', 'create', 'delete']),
  /** What taking it back does to that record: from what it says now to what it said before. */
  back: z.array(fieldOp),
  /** None of it has left this machine yet. */
  isWaiting: z.boolean(),
});
export type RecentEdit = z.infer<typeof recentEdit>;

/** The name of a change of many products: with it `catalog.working` tells how far it is, and `catalog.cancel` stops it. */
const workName = uuid.optional();

export const catalogChannels = channels({
  /** A window into the list: rows `offset` to `offset + limit` of the query, and how many there are in all. */
  'catalog.page': {
    input: z.object({ query: productQuery, offset: z.int().min(0), limit: z.int().min(1).max(500), /** From `catalog.hold`: lines stay where they were then. */ hold: z.string().max(40).nullable().default(null) }),
    output: z.object({ total: z.int(), offset: z.int(), rows: z.array(productRow), /** Changes whenever any row of the cache does. */ revision: z.int() }),
  },
  /** Keeps the order of a list as it is now, for `catalog.page`: a line that is edited does not jump away under the hand. Known to this run of the console only. */
  'catalog.hold': { input: z.object({ query: productQuery }), output: z.object({ hold: z.string() }) },
  /** Ids of every row of a query, in its order: a selection frozen at the moment of choice. */
  'catalog.ids': { input: z.object({ query: productQuery }), output: z.object({ ids: z.array(productId) }) },
  'catalog.counts': {
    input: z.object({ filters: z.array(productFilter).max(40), locale }),
    output: z.object({ total: z.int(), counts: z.array(z.int()) }),
  },
  'catalog.product': {
    input: z.object({ id: productId }),
    output: z.object({
      product,
      version: z.int(),
      shop,
      category: category.nullable(),
      /** Field path to what is different about it. */
      marks: z.record(z.string(), cellMark),
      conflicts: z.array(z.object({ id: uuid, field: fieldConflict })),
      editable: z.boolean(),
    }),
  },
  /**
   * Local and unsent entries at once; the server's part when there is a connection (`complete`), else what was last seen of it. With `before`, the
   * entries that came before that one, as far as the server tells or was heard to tell.
   */
  'catalog.history': {
    input: z.object({ id: productId, limit: z.int().min(1).max(10_000).default(50), before: z.string().max(60).nullable().default(null) }),
    output: z.object({ entries: z.array(historyEntry), complete: z.boolean(), /** Older ones come before this entry; null: there are none. */ next: z.string().nullable() }),
  },
  /** Edits fields of one or many products at once; all or nothing, on disk before the answer. Refused by the same rules as on the server. */
  'catalog.edit': {
    input: z.object({
      edits: z.array(z.object({ id: productId, ops: z.array(fieldOp).min(1).max(5_000) })).min(1).max(50_000),
      /** A key, not a sentence. */
      intent: z.string().regex(/^[a-z0-9-]{1,60}$/),
      work: workName,
    }),
    output: edited,
  },
  'catalog.create': { input: z.object({ product }), output: edited },
  'catalog.delete': { input: z.object({ ids: z.array(productId).min(1).max(50_000), work: workName }), output: edited },
  /** Stops a change of many products that was given this name; nothing of it stays, and its own answer is `not-ready`, `cancelled`. */
  'catalog.cancel': { input: z.object({ work: uuid }), output: z.object({ /** Whether it was still under way. */ cancelled: z.boolean() }) },
  /**
   * Takes an edit or deletion back, sent or not: what waits leaves the outbox, for the rest a new edit brings back what was there before.
   * `kept` were changed by others since, or may not go back; `left` names the first of them. Offered for the latest things done on this console
   * (`catalog.recent`), also after a restart. Stopped by `catalog.cancel`, nothing of it stays.
   */
  'catalog.undo': {
    input: z.union([z.object({ mid: uuid, work: workName }), z.object({ group: uuid, work: workName })]),
    output: z.object({ undone: z.int(), compensated: z.int(), kept: z.int(), left: z.array(leftEdit) }),
  },
  /** What was done last on this console and can be taken back, the latest first: one edit, or what was done at once. Of the shop that is looked at. */
  'catalog.recent': { input: z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }), output: z.object({ total: z.int(), edits: z.array(recentEdit) }) },
  /** Asked while typing: is this SKU or GTIN used elsewhere in the shop, and is the GTIN right to the digit? */
  'catalog.check': {
    input: z.object({ shopId, productId: productId.nullable(), variantId: uuid.nullable(), sku: z.string().max(100).optional(), gtin: z.string().max(100).optional() }),
    output: z.object({
      sku: appError.nullable(),
      gtin: appError.nullable(),
      /** Where the duplicates are. */
      skuUsedBy: z.array(z.object({ id: productId, title: z.string() })),
      gtinUsedBy: z.array(z.object({ id: productId, title: z.string() })),
    }),
  },
  /** Report of SKUs and GTINs used more than once in a shop. */
  'catalog.duplicates': {
    input: z.object({ shopId, locale }),
    output: z.object({ groups: z.array(z.object({ field: z.enum(['sku', 'gtin']), value: z.string(), products: z.array(z.object({ id: productId, title: z.string(), sku: z.string() })) })) }),
  },
  'catalog.categories': {
    input: z.object({
      text: z.string().max(100),
      parentId: categoryId.nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
      /** Just these, by id, whatever the rest says. */
      ids: z.array(categoryId).max(100).optional(),
    }),
    output: z.object({ categories: z.array(category) }),
  },
  'catalog.shops': { input: z.object({}), output: z.object({ shops: z.array(shop) }) },
  'catalog.brands': { input: z.object({ text: z.string().max(100), limit: z.int().min(1).max(50).default(20) }), output: z.object({ brands: z.array(z.string()) }) },
  'catalog.views': { input: z.object({}), output: z.object({ views: z.array(savedView) }) },
  'catalog.saveView': { input: z.object({ view: savedView }), output: z.object({ views: z.array(savedView) }) },
  'catalog.removeView': { input: z.object({ id: uuid }), output: z.object({ views: z.array(savedView) }) },
  /** Records for the palette: exact hits on id, SKU, GTIN first, then words. */
  'catalog.find': {
    input: z.object({ text: z.string().max(200), locale, limit: z.int().min(1).max(50).default(12) }),
    output: z.object({ rows: z.array(productRow), exact: z.boolean() }),
  },
});
/** Rows changed by an edit here, a pull or a poke; `ids` null when too many to name. */
export const catalogEvents = events({
  'catalog.changed': z.object({ revision: z.int(), ids: z.array(productId).nullable(), total: z.int() }),
  /** How many products of a named change are written; told some times a second while it goes on. */
  'catalog.working': z.object({ work: uuid, done: z.int(), total: z.int() }),
});

export const catalogEndpoints = endpoints({
  history: {
    method: 'get', path: '/catalog/products/:id/history', auth: 'signed-in', summary: 'Who changed what on a product, newest first.',
    params: z.strictObject({ id: productId }),
    query: historyQuery,
    reply: z.object({ entries: z.array(historyEntry) }),
    errors: ['signed-out', 'not-found'],
  },
});
