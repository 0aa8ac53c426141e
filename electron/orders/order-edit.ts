import { AppFailure } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { OrderCommand, Ran } from '#shared/orders/commands/run.ts';
import { addFacts, runCommand } from '#shared/orders/commands/run.ts';
import { waysBack } from '#shared/orders/commands/way-back.ts';
import { checkOrderOp, orderDescription } from '#shared/orders/description.ts';
import type { Order, OrderId } from '#shared/orders/model.ts';
import { finishEdit } from '#shared/sync/merge.ts';
import type { EntityDescription, FieldOp } from '#shared/sync/model.ts';
import { refuse, settleOps, type EditContext } from '../catalog/edit.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { enqueue } from '../sync/outbox.ts';
import { putRecord, recordOf } from '../sync/records.ts';

const description: EntityDescription = orderDescription;

/** An order as it stands here, edits included; null when it is not in this cache. */
export function orderHere(db: ReadableDb, id: string): { readonly version: number; readonly order: Order } | null {
  const record = recordOf(db, 'order', id);
  return record === undefined ? null : { version: record.version, order: record.doc as unknown as Order };
}

/**
 * Writes facts that are known already (a refused edit that is tried again): checks them by the rules the server decides with, puts them into the outbox
 * and the order as it looks now into the cache. Inside the caller's transaction; nothing of it stays when anything is refused.
 *
 * @returns the id of the mutation; null when the order knows all of it
 * @throws AppFailure naming rule, figures and order
 */
export function writeOrderEdit(db: WritableDb, { id, ops }: { readonly id: OrderId; readonly ops: readonly FieldOp[] }, intent: string, group: string | null, { actor, at, newId }: EditContext): string | null {
  const record = recordOf(db, 'order', id);
  if (record === undefined) refuse({ code: 'not-found' }, id, 'order');
  const { doc, version } = record;
  const { ops: settled, doc: edited } = settleOps(db, { entity: 'order', id, doc, checkOp: checkOrderOp }, ops);
  if (settled.length === 0) return null;
  const broken = description.check(doc, edited, actor);
  if (broken) refuse(broken, id, 'order');
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'order', id, baseVersion: version, action: 'patch', ops: settled, intent, madeAt: at }]);
  putRecord(db, { entity: 'order', id, version, doc: finishEdit(description, doc, edited, at) });
  return mid;
}

/** Does what somebody asked for to one order; on disk once the transaction is. @throws AppFailure naming the rule that stands against it */
export const writeCommand = (db: WritableDb, id: OrderId, command: OrderCommand, group: string | null, context: EditContext): string =>
  writeRan(db, id, command.do, group, context, (order) => runCommand(order, command, doingOf(context)));

/** Takes back facts that were sent already, by their opposites. @throws AppFailure `no-way-back` where one of them stands */
export const writeWayBack = (db: WritableDb, id: OrderId, facts: readonly string[], group: string | null, context: EditContext): string =>
  writeRan(db, id, 'undo', group, context, (order) => {
    const said = waysBack(order, facts);
    return said.ok ? addFacts(order, said.value, doingOf(context)) : said;
  });

const doingOf = ({ actor, at, newId }: EditContext) => ({ by: { id: actor.userId, role: actor.role }, at, newId });

function writeRan(db: WritableDb, id: OrderId, intent: string, group: string | null, context: EditContext, run: (order: Order) => Result<Ran, AppError>): string {
  const here = orderHere(db, id);
  if (here === null) refuse({ code: 'not-found' }, id, 'order');
  const ran = run(here.order);
  if (!ran.ok) refuse(ran.error, id, 'order');
  const broken = description.check(here.order as unknown as Json, ran.value.order as unknown as Json, context.actor);
  if (broken) throw new AppFailure({ ...broken, details: { ...broken.details, order: id } });
  const mid = context.newId();
  enqueue(db, [{ mid, group, entity: 'order', id, baseVersion: here.version, action: 'patch', ops: ran.value.ops, intent, madeAt: context.at }]);
  putRecord(db, { entity: 'order', id, version: here.version, doc: finishEdit(description, here.order as unknown as Json, ran.value.order as unknown as Json, context.at) });
  return mid;
}
