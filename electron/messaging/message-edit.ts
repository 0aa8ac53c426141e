import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { partOf } from '#shared/messaging/beat.ts';
import { messageDescription } from '#shared/messaging/description.ts';
import type { Answer } from '#shared/messaging/collision.ts';
import type { Message } from '#shared/messaging/model.ts';
import { checkCollision, checkFits } from '#shared/messaging/rules.ts';
import { sql } from 'kysely';
import { refuse, type EditContext } from '../catalog/edit.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { enqueue } from '../sync/outbox.ts';
import { putRecord } from '../sync/records.ts';
import { conversationHere } from './conversation-edit.ts';
import { standingHere } from './standing-here.ts';

const newestAt = reading<{ id: string }>()((_, p) => sql<{ at: number | null }>`SELECT max(at) AS at FROM message INDEXED BY message_place WHERE conversation_id = ${p('id')}`.compile(builder));
const answers = reading<{ id: string; after: number }>()((_, p) => sql<{ doc: string }>`SELECT doc FROM message INDEXED BY message_part WHERE conversation_id = ${p('id')} AND part = 'answer' AND at >= ${p('after')} ORDER BY at DESC, id DESC LIMIT 50`.compile(builder));

/** Stops a message that the server would stop, by what is known here. @throws AppFailure naming the rule */
export function checkHere(db: ReadableDb, message: Message, { actor }: Pick<EditContext, 'actor'>): void {
  const here = conversationHere(db, message.conversationId);
  const said = (): Answer[] => db.all(answers, { id: message.conversationId, after: message.seen?.at ?? 0 }).map(({ doc }) => JSON.parse(doc) as Message);
  const broken = messageDescription.check(null, message as unknown as Json, actor)
    ?? checkFits(message, here?.conversation ?? null, here === null ? '' : standingHere(db, here.conversation).state)
    ?? (partOf(message) === 'answer' ? checkCollision(message, said()) : null);
  if (broken) refuse(broken, message.id, 'message');
}

/**
 * Puts a message into the outbox and its conversation, at its end. On disk once the transaction is; sent once, in the order written.
 *
 * @returns the id of the mutation, which is that of the message
 * @throws AppFailure naming the rule that stands against it
 */
export function writeMessage(db: WritableDb, given: Message, context: EditContext): string {
  const at = Math.max(context.at, (db.get(newestAt, { id: given.conversationId })?.at ?? 0) + 1) as EpochMs;
  const message: Message = { ...given, at };
  checkHere(db, message, context);
  const { id } = message;
  enqueue(db, [{ mid: context.newId(), group: null, entity: 'message', id: id as never, baseVersion: 0, action: 'create', ops: [], doc: message as unknown as Json, intent: `send-${message.kind}`, madeAt: context.at }]);
  putRecord(db, { entity: 'message', id: id as never, version: 0, doc: message as unknown as Json });
  return id;
}
