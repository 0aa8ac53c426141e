import type { ShopId } from '#shared/auth/model.ts';
import { completeOps } from '#shared/catalog/complete-ops.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { invertOps } from '#shared/sync/invert.ts';
import { applyOps, getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import type { Edit } from './edit.ts';
import type { StepPart } from './undo-steps.ts';

/** What leads back, record by record: operations, a product that was deleted, or one that was made. */
export type WayBack =
  | { readonly what: 'edit'; readonly entity: 'product' | 'shop'; readonly id: ProductId | ShopId; readonly back: readonly FieldOp[] }
  | { readonly what: 'delete'; readonly product: Product }
  | { readonly what: 'create'; readonly product: Pick<Product, 'id' | 'shopId'> };

/** The exact way back is worked out for so few products; in a bulk edit every field had a value before. */
const EXACT = 40;

const textOf = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id')));

/** How edits of products are taken back. Call before they are written. */
export function waysBackOf(db: ReadableDb, edits: readonly Edit[]): WayBack[] {
  if (edits.length > EXACT) return edits.map(turning);
  return edits.map((edit) => exactly(db.get(textOf, { id: edit.id })?.doc, edit));
}

/** From what an edit says of itself, worked out when it is written down. */
export const turning = ({ id, ops }: Edit): WayBack => ({
  what: 'edit', entity: 'product', id,
  get back() {
    return turnedAll(ops);
  },
});

/** How a deletion is taken back. Call before the product is deleted; of several it is noted with the deletion itself (`deleteProducts`). */
export const waysBackOfDeleted = (db: ReadableDb, ids: readonly ProductId[]): WayBack[] =>
  ids.length > 1 ? [] : ids.map((id) => recordOf(db, 'product', id)?.doc).filter((doc) => doc !== undefined).map((doc) => ({ what: 'delete', product: doc as unknown as Product }));

/** The operations that take these back, the last one first; from what they say themselves. */
export const turnedAll = (ops: readonly FieldOp[]): FieldOp[] => ops.map(turned).reverse();

function turned(op: FieldOp): FieldOp {
  switch (op.op) {
    case 'set': return { op: 'set', path: op.path, base: op.value, value: op.base };
    case 'add': return { op: 'add', path: op.path, delta: -op.delta, reason: 'correction' };
    case 'members': return { op: 'members', path: op.path, add: op.remove, remove: op.add };
  }
}

/** Worked out when it is written down: nearly every edit stays, and none shall wait for it. */
function exactly(text: string | undefined, { id, ops }: Edit): WayBack {
  return {
    what: 'edit', entity: 'product', id,
    get back() {
      return text === undefined ? [] : exactOps(JSON.parse(text) as Json, ops);
    },
  };
}

function exactOps(doc: Json, asked: readonly FieldOp[]): FieldOp[] {
  const ops = completeOps(doc as unknown as Product, asked);
  const after = applyOps(doc, ops);
  const back = invertOps(doc, ops);
  // An entry the edit made (a language, a variant) goes as a whole, with every field the edit put into it.
  const made = back.filter((op) => op.op === 'set' && op.value === null && op.path.split('/').length % 2 === 0).map(({ path }) => path);
  return back.filter(({ path }) => !made.some((entry) => path.startsWith(`${entry}/`))).map((op) => (op.op === 'set' && made.includes(op.path) ? { ...op, base: getAt(after, op.path) } : op));
}

/** A way back as it is kept. */
export function partFrom(way: WayBack): StepPart {
  switch (way.what) {
    case 'edit': return { entity: way.entity, entity_id: way.id, shop_id: null, what: 'edit', back: JSON.stringify(way.back) };
    case 'delete': return { entity: 'product', entity_id: way.product.id, shop_id: way.product.shopId, what: 'delete', back: JSON.stringify(way.product) };
    case 'create': return { entity: 'product', entity_id: way.product.id, shop_id: way.product.shopId, what: 'create', back: '[]' };
  }
}
