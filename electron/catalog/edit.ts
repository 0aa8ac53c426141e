import { sql } from 'kysely';
import type { Me } from '#shared/auth/model.ts';
import { completeOps } from '#shared/catalog/complete-ops.ts';
import { checkOp, productDescription } from '#shared/catalog/description.ts';
import type { Product, ProductId, Shop, Variant } from '#shared/catalog/model.ts';
import { checkDelete, skuKey } from '#shared/catalog/rules.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { hasZeroCharacter, type Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { applyOps, finishEdit, getAt } from '#shared/sync/merge.ts';
import type { Actor, EntityName, FieldOp } from '#shared/sync/model.ts';
import { missingEntry } from '#shared/sync/paths.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { checkFilesSent } from '../files/check-sent.ts';
import { enqueue } from '../sync/outbox.ts';
import { pathsTouched } from '../sync/store.ts';
import { putProduct, removeProduct, storedProduct, type StoredProduct } from './write-product.ts';

/** Who edits, when, and where new ids come from. */
export type EditContext = { readonly actor: Actor; readonly at: EpochMs; readonly newId: () => string };
export type Edit = { readonly id: ProductId; readonly ops: readonly FieldOp[] };

export const actorOf = (me: Me): Actor => ({ userId: me.id, role: me.role, shopIds: me.shops.map(({ id }) => id), sellerRoles: Object.fromEntries(me.shops.flatMap(({ id, sellerRole }) => (sellerRole === undefined ? [] : [[id, sellerRole] as const]))) });

const stored = reading<{ id: string }>()((q, p) => q.selectFrom('product').select(['version', 'doc']).where('id', '=', p('id')));
const shopById = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));
const skuOwner = reading<{ sku: string; shop: string; id: string }>()((_, p) =>
  sql<{ id: string }>`SELECT p.id FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE AND p.shop_id = ${p('shop')} AND p.id <> ${p('id')} LIMIT 1`.compile(builder));

/** What one mutation may weigh, so that a push always has room for it; bytes of JSON, and operations as the protocol counts them. */
const MOST_BYTES = 3 * 1024 * 1024;
const MOST_OPS = 5_000;

export function checkWeight(ops: readonly FieldOp[], doc?: Product): AppError | null {
  if (ops.length > MOST_OPS) return { code: 'too-large', rule: 'operations', details: { found: ops.length, most: MOST_OPS } };
  const bytes = Buffer.byteLength(JSON.stringify(doc ?? ops));
  return bytes > MOST_BYTES ? { code: 'too-large', rule: 'edit-bytes', details: { found: bytes, most: MOST_BYTES } } : null;
}

/** Stops the transaction with a refusal that says which record it is about. */
export function refuse(error: AppError, id: string, entity: EntityName = 'product'): never {
  throw new AppFailure({ ...error, details: { ...error.details, [entity]: id } });
}

/**
 * Writes one edit: checks it by the rules the server decides with, puts it into the outbox and the product as it looks now into the lists.
 * Inside the caller's transaction; nothing of it stays when anything is refused.
 *
 * @param known the product as it is stored now, where the caller has just looked
 * @returns the id of the mutation; null when the edit changes nothing
 * @throws AppFailure naming field, rule, figures and product
 */
export function writeEdit(db: WritableDb, { id, ops }: Edit, intent: string, group: string | null, { actor, at, newId }: EditContext, known?: StoredProduct): string | null {
  const row = known ?? storedProduct(db, id);
  if (row === undefined) refuse({ code: 'not-found' }, id);
  const { before } = row;
  const was = before as unknown as Json;
  const { ops: settled, doc: edited } = settleOps(db, { entity: 'product', id, doc: was, checkOp }, completeOps(before, ops));
  if (settled.length === 0) return null;
  const broken = productDescription.check(was, edited, actor) ?? checkSkusInShop(db, before, edited as unknown as Product) ?? checkFilesSent(db, before, edited as unknown as Product) ?? checkWeight(settled);
  if (broken) refuse(broken, id);
  const after = finishEdit(productDescription, was, edited, at) as unknown as Product;
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'product', id, baseVersion: row.version, action: 'patch', ops: settled, intent, madeAt: at }]);
  putProduct(db, after, row.version, row);
  return mid;
}

/** The record an edit is made on, and the check of each of its operations. */
type Settling = { readonly entity: EntityName; readonly id: string; readonly doc: Json; readonly checkOp: (op: FieldOp) => AppError | null };

/**
 * The operations as they go out: complete, fitting their fields, without those that change nothing, and each starting from what is there.
 *
 * A value edited here before starts from that edit, not from what the screen read some moments earlier: two edits of one person never conflict
 * with each other. Where somebody else's value came in meanwhile, the base stays what this person saw, so that the server notices.
 *
 * @returns the operations, and the record with them in it
 */
export function settleOps(db: ReadableDb, { entity, id, doc: before, checkOp }: Settling, asked: readonly FieldOp[]): { readonly ops: FieldOp[]; readonly doc: Json } {
  let doc = before;
  const mine = new Set(pathsTouched(db, entity, id));
  const settled: FieldOp[] = [];
  for (const op of asked) {
    const wrong = checkOp(op);
    if (wrong) refuse(wrong, id, entity);
    const missing = missingEntry(doc, op.path);
    if (missing !== null) refuse({ code: 'gone', field: missing }, id, entity);
    const now = getAt(doc, op.path);
    const known = [...mine].some((path) => path === op.path || op.path.startsWith(`${path}/`) || path.startsWith(`${op.path}/`));
    const next: FieldOp = op.op === 'set' && known ? { ...op, base: now } : op;
    const changed = applyOps(doc, [next]);
    // Typed, and typed back: what stays the same is no edit. A value others changed meanwhile and this person sets again is one.
    if (sameJson(getAt(changed, op.path), now) && (next.op !== 'set' || sameJson(next.base, now))) continue;
    settled.push(next);
    mine.add(op.path);
    doc = changed;
  }
  return { ops: settled, doc };
}

/** A SKU is one product's in its shop; only those this edit brings in are looked up. */
function checkSkusInShop(db: WritableDb, before: Product | null, after: Product): AppError | null {
  const earlier: Readonly<Record<string, Variant>> = before?.variants ?? {};
  const brought = Object.entries(after.variants).filter(([variantId, { sku }]) => earlier[variantId]?.sku !== sku);
  if (brought.length === 0) return null;
  const had = new Set(Object.values(earlier).map(({ sku }) => skuKey(sku)));
  for (const [variantId, { sku }] of brought) {
    if (had.has(skuKey(sku))) continue;
    const owner = db.get(skuOwner, { sku, shop: after.shopId, id: after.id });
    if (owner) return { code: 'sku-taken', field: `variants/${variantId}/sku`, rule: 'sku-unique-in-shop', details: { sku, by: owner.id } };
  }
  return null;
}

/** Writes a new product: a draft of this person in one of their shops, in the shop's currency. */
export function writeCreate(db: WritableDb, asked: Product, { actor, at, newId }: EditContext, group: string | null = null): string {
  const doc: Product = { ...asked, createdAt: at, updatedAt: at, createdBy: actor.userId as Product['createdBy'] };
  if (db.get(stored, { id: doc.id })) refuse({ code: 'conflict', field: 'id', rule: 'id-taken' }, doc.id);
  const shop = db.get(shopById, { id: doc.shopId });
  if (shop === undefined) refuse({ code: 'not-found', field: 'shopId', rule: 'shop-known' }, doc.id);
  const { currency } = JSON.parse(shop.doc) as Shop;
  if (currency !== doc.currency) refuse({ code: 'rule-broken', field: 'currency', rule: 'currency-of-the-shop', details: { expected: currency, found: doc.currency } }, doc.id);
  if (hasZeroCharacter(doc as unknown as Json)) refuse({ code: 'invalid-input', rule: 'zero-character' }, doc.id);
  const broken = productDescription.check(null, doc as unknown as Json, actor) ?? checkSkusInShop(db, null, doc) ?? checkWeight([], doc);
  if (broken) refuse(broken, doc.id);
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'product', id: doc.id, baseVersion: 0, action: 'create', ops: [], doc: doc as unknown as Json, intent: 'create', madeAt: at }]);
  putProduct(db, doc, 0);
  return mid;
}

/** Takes a product out of the lists and tells the server to; what buyers were promised is not deleted. */
export function writeDelete(db: WritableDb, id: ProductId, group: string | null, { actor, at, newId }: EditContext): string {
  const row = db.get(stored, { id });
  if (row === undefined) refuse({ code: 'not-found' }, id);
  const broken = checkDelete(JSON.parse(row.doc) as Product, actor);
  if (broken) refuse(broken, id);
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'product', id, baseVersion: row.version, action: 'delete', ops: [], intent: 'delete', madeAt: at }]);
  removeProduct(db, id);
  return mid;
}
