import type { Product } from '#shared/catalog/model.ts';
import { projectProduct } from '#shared/catalog/projection.ts';
import type { Order } from '#shared/orders/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { EntityName, SyncRow } from '#shared/sync/model.ts';
import { listingFacts } from '../catalog/listing-facts.ts';
import { removeProduct, restoreProduct, storedIfReadable } from '../catalog/write-product.ts';
import type { WritableDb } from '../db/connection.ts';
import { isConversationDerived, putConversation, removeConversation } from '../messaging/write-conversation.ts';
import { isMessageDerived, putMessage, removeMessage } from '../messaging/write-message.ts';
import { isOrderDerived, putOrder, removeOrder } from '../orders/write-order.ts';
import { noteWipe } from '../db/wipe.ts';
import { keepOwnWords } from './own-words.ts';
import { withEdits } from './rebase.ts';
import { putRecord, recordOf, recordVersion } from './records.ts';
import { dropShadow, hasEdits, putShadow, selectUnanswered, shadowOf } from './store.ts';

/**
 * Writes a record as the server has it over whatever is here, also over a "newer" version: what is here was found to be damaged.
 * Edits that wait are put on top again.
 *
 * @returns true, for counting
 */
export function rewriteRow(db: WritableDb, row: SyncRow, now: EpochMs): true {
  const { entity, id, version, doc } = row;
  const copy = shadowOf(db, entity, id);
  if (copy) putShadow(db, { entity, id, version, doc, lostAt: doc === null && copy.doc !== null ? now : copy.lostAt });
  writeWhole(db, { entity, id, version, doc: copy ? withEdits(doc, selectUnanswered(db, entity, id)) : doc });
  if (copy && !hasEdits(db, entity, id)) dropShadow(db, entity, id);
  if (doc === null) {
    // It had left, and the news of that was passed over for the damage: what others wrote goes now.
    noteWipe(db);
    keepOwnWords(db, entity, id);
  }
  return true;
}

/** A product with everything derived from it, believing nothing of what is here. */
function writeWhole(db: WritableDb, row: SyncRow): true {
  if (row.entity !== 'product') putRecord(db, row);
  else if (row.doc === null) removeProduct(db, row.id);
  else restoreProduct(db, row.doc as unknown as Product, row.version);
  return true;
}

/**
 * Puts right what is derived from a record that is itself whole: columns of lists, and the record as it looks with edits on top.
 *
 * @returns whether anything was wrong
 */
export function mendDerived(db: WritableDb, { entity, id }: { readonly entity: EntityName; readonly id: string }): boolean {
  if (entity === 'order') return mendOrder(db, id);
  if (entity === 'conversation' || entity === 'message') return mendSpoken(db, entity, id);
  if (entity !== 'product') return false;
  const copy = shadowOf(db, entity, id);
  const stored = storedIfReadable(db, id);
  // Without a copy the record itself is compared with the server's, by what it says.
  const meant = copy ? (withEdits(copy.doc, selectUnanswered(db, entity, id)) as unknown as Product | null) : (stored?.before ?? null);
  const there = recordVersion(db, entity, id);
  if (meant === null) {
    if (copy && there !== null) removeProduct(db, id);
    return copy !== undefined && there !== null;
  }
  const columns = projectProduct(meant, listingFacts(db, meant));
  const same = stored !== null && JSON.stringify(stored.before) === JSON.stringify(meant) && Object.entries(columns).every(([name, value]) => stored[name as keyof typeof columns] === value);
  if (!same) restoreProduct(db, meant, copy?.version ?? there!);
  return !same;
}

const spoken = {
  conversation: { isDerived: isConversationDerived, put: putConversation, remove: removeConversation },
  message: { isDerived: isMessageDerived, put: putMessage, remove: removeMessage },
};

function mendSpoken(db: WritableDb, entity: keyof typeof spoken, id: string): boolean {
  const copy = shadowOf(db, entity, id);
  const meant = copy ? withEdits(copy.doc, selectUnanswered(db, entity, id)) : (recordOf(db, entity, id)?.doc ?? null);
  const there = recordVersion(db, entity, id);
  const { isDerived, put, remove } = spoken[entity];
  if (meant === null) {
    if (copy && there !== null) remove(db, id);
    return copy !== undefined && there !== null;
  }
  if (isDerived(db, meant)) return false;
  remove(db, id);
  put(db, meant, copy?.version ?? there!);
  return true;
}

function mendOrder(db: WritableDb, id: string): boolean {
  const copy = shadowOf(db, 'order', id);
  const meant = copy ? withEdits(copy.doc, selectUnanswered(db, 'order', id)) : (recordOf(db, 'order', id)?.doc ?? null);
  const there = recordVersion(db, 'order', id);
  if (meant === null) {
    if (copy && there !== null) removeOrder(db, id);
    return copy !== undefined && there !== null;
  }
  if (isOrderDerived(db, meant as unknown as Order)) return false;
  removeOrder(db, id);
  putOrder(db, meant, copy?.version ?? there!);
  return true;
}
