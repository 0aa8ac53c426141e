import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ConversationCommand } from '#shared/messaging/contract.ts';
import { checkConversationOp, conversationDescription } from '#shared/messaging/description.ts';
import { happenedTo } from '#shared/messaging/happened.ts';
import type { Conversation, ConversationFact, ConversationId } from '#shared/messaging/model.ts';
import { finishEdit } from '#shared/sync/merge.ts';
import type { EntityDescription, FieldOp } from '#shared/sync/model.ts';
import { refuse, settleOps, type EditContext } from '../catalog/edit.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { enqueue } from '../sync/outbox.ts';
import { putRecord, recordOf } from '../sync/records.ts';
import { beatHere } from './beat-here.ts';
import { standingHere } from './standing-here.ts';

const description: EntityDescription = conversationDescription;

/** A conversation as it stands here, edits included; null when it is not in this cache. */
export function conversationHere(db: ReadableDb, id: string): { readonly version: number; readonly conversation: Conversation } | null {
  const record = recordOf(db, 'conversation', id);
  return record === undefined ? null : { version: record.version, conversation: record.doc as unknown as Conversation };
}

/**
 * Writes things done that are known already (a refused edit that is tried again), by the rules the server decides with.
 *
 * @returns the id of the mutation; null when the conversation knows all of it
 * @throws AppFailure naming the rule that stands against it
 */
export function writeConversationEdit(db: WritableDb, { id, ops }: { readonly id: ConversationId; readonly ops: readonly FieldOp[] }, intent: string, group: string | null, { actor, at, newId }: EditContext): string | null {
  const record = recordOf(db, 'conversation', id);
  if (record === undefined) refuse({ code: 'not-found' }, id, 'conversation');
  const { doc, version } = record;
  const { ops: settled, doc: edited } = settleOps(db, { entity: 'conversation', id, doc, checkOp: checkConversationOp }, ops);
  if (settled.length === 0) return null;
  const broken = description.check(doc, edited, actor);
  if (broken) refuse(broken, id, 'conversation');
  const mid = newId();
  enqueue(db, [{ mid, group, entity: 'conversation', id, baseVersion: version, action: 'patch', ops: settled, intent, madeAt: at }]);
  putRecord(db, { entity: 'conversation', id, version, doc: finishEdit(description, doc, edited, at) });
  return mid;
}

/** Does what somebody asked for to one conversation. It comes after everything that is known of it, whatever the clock says. */
export function writeConversationCommand(db: WritableDb, id: ConversationId, command: ConversationCommand, group: string | null, context: EditContext): string | null {
  const here = conversationHere(db, id);
  if (here === null) refuse({ code: 'not-found' }, id, 'conversation');
  const { conversation } = here;
  const at = Math.max(context.at, (happenedTo(conversation).at(-1)?.fact.at ?? 0) + 1) as EpochMs;
  const fact = { ...factOf(command, beatHere(db, id).lastAskedAt ?? 0, context.actor.userId), at, by: { id: context.actor.userId, role: context.actor.role } } as ConversationFact;
  if (command.do === 'merge') checkMerge(db, conversation, command.into);
  return writeConversationEdit(db, { id, ops: [{ op: 'set', path: `facts/${context.newId()}`, base: null, value: fact as unknown as Json }] }, `conversation-${command.do}`, group, context);
}

/** Only of one shop and one kind, and not into one that has gone on elsewhere itself. */
function checkMerge(db: ReadableDb, from: Conversation, into: string): void {
  const other = conversationHere(db, into)?.conversation;
  const broken: AppError | null = other === undefined ? { code: 'not-found', field: 'into' }
    : other.shopId !== from.shopId || other.channel !== from.channel ? { code: 'rule-broken', rule: 'merged-elsewhere' }
    : standingHere(db, other).state === 'merged' ? { code: 'rule-broken', field: 'into', rule: 'merged-already' } : null;
  if (broken) refuse(broken, from.id, 'conversation');
}

function factOf(command: ConversationCommand, askedAt: number, me: string): object {
  switch (command.do) {
    case 'assign': return { kind: 'assigned', to: command.to, how: command.to === me ? 'taken' : 'person' };
    case 'prioritise': return { kind: 'prioritised', priority: command.priority };
    case 'tag': return { kind: 'tagged', tag: command.tag };
    case 'untag': return { kind: 'untagged', tag: command.tag };
    case 'rename': return { kind: 'renamed', subject: command.subject };
    case 'snooze': return { kind: 'snoozed', until: command.until, askedAt };
    case 'wake': return { kind: 'woken' };
    case 'resolve': return { kind: 'resolved', askedAt };
    case 'reopen': return { kind: 'reopened' };
    case 'close': return { kind: 'closed', askedAt };
    case 'spam': return { kind: 'spam-marked' };
    case 'not-spam': return { kind: 'spam-cleared' };
    case 'merge': return { kind: 'merged', into: command.into };
    case 'unmerge': return { kind: 'unmerged' };
  }
}
