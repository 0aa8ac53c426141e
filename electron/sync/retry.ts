import type { ShopId } from '#shared/auth/model.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { ConversationId, Message, MessageId } from '#shared/messaging/model.ts';
import type { OrderId } from '#shared/orders/model.ts';
import { setAt } from '#shared/sync/merge.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { writeCreate, writeDelete, writeEdit, type EditContext } from '../catalog/edit.ts';
import { writeShopEdit } from '../catalog/shop-edit.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { writeConversationEdit } from '../messaging/conversation-edit.ts';
import { writeMessage } from '../messaging/message-edit.ts';
import { writeOrderEdit } from '../orders/order-edit.ts';
import { recordOf } from './records.ts';
import { deleteEdit, editOf } from './store.ts';

export type Correction = { readonly path: string; readonly value: Json };

/**
 * Makes a refused edit again, with corrected values where given. It starts from what stands in the record now; the draft goes in
 * the same transaction. When a rule refuses it again nothing changes and the draft stays.
 *
 * @returns the new edit; null when the record says all of it already
 */
export async function retry(cache: CacheDb, mid: string, corrections: readonly Correction[], context: EditContext): Promise<Result<{ mid: string | null }, AppError>> {
  try {
    return ok({ mid: await cache.inTurn((db) => again(db, mid, corrections, context)) });
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

function again(db: WritableDb, mid: string, corrections: readonly Correction[], context: EditContext): string | null {
  const draft = editOf(db, mid);
  if (draft?.state !== 'rejected') throw new AppFailure({ code: 'not-found', attempted: 'sync.retry', rule: 'draft-gone' });
  const { entity, id, action, ops, doc, intent } = draft.mutation;
  deleteEdit(db, mid);
  switch (action) {
    case 'create':
      if (entity === 'message') return writeMessage(db, { ...(doc as unknown as Message), id: context.newId() as MessageId }, context);
      return writeCreate(db, corrections.reduce((made, { path, value }) => setAt(made, path, value), doc ?? null) as unknown as Product, context);
    case 'delete': return writeDelete(db, id as ProductId, null, context);
    case 'patch': {
      const record = recordOf(db, entity, id);
      if (!record) throw new AppFailure({ code: 'gone', attempted: 'sync.retry' });
      const again = ops.map((op) => corrected(record.doc, op, corrections));
      if (entity === 'conversation') return writeConversationEdit(db, { id: id as unknown as ConversationId, ops: again }, intent, null, context);
      if (entity === 'order') return writeOrderEdit(db, { id: id as unknown as OrderId, ops: again }, intent, null, context);
      return entity === 'shop' ? writeShopEdit(db, { id: id as unknown as ShopId, ops: again }, intent, null, context) : writeEdit(db, { id: id as ProductId, ops: again }, intent, null, context);
    }
  }
}

function corrected(doc: Json, op: FieldOp, corrections: readonly Correction[]): FieldOp {
  const found = corrections.find(({ path }) => path === op.path);
  switch (op.op) {
    // From what is there now: whoever looks at the draft sees that value beside it.
    case 'set': return { ...op, base: getAt(doc, op.path), value: found ? found.value : op.value };
    case 'add': return { ...op, delta: typeof found?.value === 'number' ? found.value : op.delta };
    case 'members': return op;
  }
}
