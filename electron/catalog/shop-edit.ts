import { sql } from 'kysely';
import type { ShopId } from '#shared/auth/model.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { heldAt, leavingPlaces, placeHoldsStock } from '#shared/catalog/place-rules.ts';
import { checkShopOp, shopDescription } from '#shared/catalog/shop-description.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { finishEdit } from '#shared/sync/merge.ts';
import type { EntityDescription, FieldOp } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { enqueue } from '../sync/outbox.ts';
import { putRecord, recordOf } from '../sync/records.ts';
import { checkWeight, refuse, settleOps, type EditContext } from './edit.ts';

// Looked at inside SQLite: only the one product found is read as a record.
const holder = reading<{ shop: string; place: string }>()((_, p) =>
  sql<{ doc: string }>`SELECT p.doc FROM product AS p WHERE p.shop_id = ${p('shop')} AND instr(p.doc, ${p('place')}) > 0 AND EXISTS (
    SELECT 1 FROM json_each(p.doc, '$.variants') AS v, json_each(v.value, '$.stock') AS s
    WHERE s.key = ${p('place')} AND (s.value ->> '$.onHand' <> 0 OR s.value ->> '$.reserved' <> 0 OR s.value ->> '$.incoming' <> 0)) LIMIT 1`.compile(builder));

const description: EntityDescription = shopDescription;

/** Refuses to take out a place at which pieces still lie. */
function checkPlaces(db: ReadableDb, shop: string, ops: readonly FieldOp[]): AppError | null {
  for (const place of leavingPlaces(ops)) {
    const found = db.get(holder, { shop, place });
    const held = found && heldAt(JSON.parse(found.doc) as Product, place);
    if (held) return placeHoldsStock(place, held);
  }
  return null;
}

/**
 * Writes one edit of a shop: checks it by the rules the server decides with, puts it into the outbox and the shop as it looks now into the cache.
 * Inside the caller's transaction; nothing of it stays when anything is refused.
 *
 * @returns the id of the mutation; null when the edit changes nothing
 * @throws AppFailure naming field, rule, figures and shop
 */
export function writeShopEdit(db: WritableDb, { id, ops }: { readonly id: ShopId; readonly ops: readonly FieldOp[] }, intent: string, group: string | null, { actor, at, newId }: EditContext): string | null {
  const record = recordOf(db, 'shop', id);
  if (record === undefined) refuse({ code: 'not-found' }, id, 'shop');
  const { doc, version } = record;
  const { ops: settled, doc: edited } = settleOps(db, { entity: 'shop', id, doc, checkOp: checkShopOp }, ops);
  if (settled.length === 0) return null;
  const broken = description.check(doc, edited, actor) ?? checkPlaces(db, id, settled) ?? checkWeight(settled);
  if (broken) refuse(broken, id, 'shop');
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'shop', id, baseVersion: version, action: 'patch', ops: settled, intent, madeAt: at }]);
  putRecord(db, { entity: 'shop', id, version, doc: finishEdit(description, doc, edited, at) });
  return mid;
}

/** A shop as it stands here, edits included; null when it is not in this cache. */
export const shopHere = (db: ReadableDb, id: string): { readonly version: number; readonly shop: Shop } | null => {
  const record = recordOf(db, 'shop', id);
  return record === undefined ? null : { version: record.version, shop: record.doc as unknown as Shop & Json };
};
