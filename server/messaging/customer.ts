import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import { announce } from '#server/sync/announce.ts';
import type { Moved } from '#server/sync/moved.ts';
import { advance } from '#server/sync/positions.ts';
import { noteMoves } from '#server/sync/push.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { message as messageSchema, type Conversation, type MessageId, type Stamp } from '#shared/messaging/model.ts';
import { checkFits } from '#shared/messaging/rules.ts';
import { finishEdit } from '#shared/sync/merge.ts';
import type { ScopeName, SyncRow } from '#shared/sync/model.ts';
import { conversationStore } from './conversation-store.ts';
import { addMessages, holdConversations, messageStore, placed } from './message-store.ts';

type Deps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'live' | 'log'>;

/**
 * A customer writes into their conversation: placed after everything that was said, seen by every console that reads it.
 *
 * @returns the message; `not-found` without such a conversation, `rule-broken` in one that is closed, `invalid-input` for what is no text
 */
export async function customerSays(deps: Deps, conversationId: string, body: string): Promise<Result<{ readonly id: MessageId }, AppError>> {
  const done = await inTransaction(deps.db, async (trx) => {
    const { dialect } = deps.db;
    const held = (await holdConversations(trx, dialect, [conversationId])).get(conversationId);
    const { customer, shopId } = held?.conversation ?? { customer: null, shopId: null };
    if (held === undefined || customer === null || shopId === null) return err<AppError>({ code: 'not-found', field: 'conversationId' });
    const parsed = messageSchema.safeParse({
      id: uuidv7(deps.clock, deps.random), conversationId, shopId, channel: 'customer', kind: 'message', by: { id: customer.id, role: 'customer' }, at: deps.clock(), body, mentions: [], seen: null, over: [],
    });
    if (!parsed.success || body.trim() === '' || body.includes('\0')) return err<AppError>({ code: 'invalid-input', field: 'body' });
    const broken = checkFits(parsed.data, held.conversation, held.state);
    if (broken) return err(broken);
    const message = placed(held, parsed.data, deps.clock());
    await addMessages(trx, dialect, [{ message, version: 1 }]);
    const moved = new Map<ScopeName, Moved[]>();
    const rows = new Map<ScopeName, SyncRow[]>();
    noteMoves(messageStore, { id: message.id, before: null, after: message as unknown as Json, was: 0, version: 1 }, moved, rows);
    return ok({ id: message.id, rows, advanced: await advance(trx, dialect, moved, deps.clock()) });
  });
  if (!done.ok) return done;
  await announce(deps, done.value.advanced, done.value.rows);
  return ok({ id: done.value.id });
}

/** A customer has read up to an answer; never goes back. */
export async function customerReads(deps: Deps, conversationId: string, upTo: Stamp): Promise<void> {
  const done = await inTransaction(deps.db, async (trx) => {
    const { dialect } = deps.db;
    const stored = (await conversationStore.load(trx, dialect, [conversationId])).get(conversationId);
    if (stored === undefined) return null;
    const conversation = stored.doc as unknown as Conversation;
    if (conversation.read !== null && conversation.read.at >= upTo.at) return null;
    const now = deps.clock();
    const after = finishEdit(conversationStore.description, stored.doc, { ...conversation, read: upTo } as unknown as Json, now);
    const change = { id: conversationId, before: stored.doc, after, was: stored.version, version: stored.version + 1 };
    await conversationStore.save(trx, dialect, [change]);
    const moved = new Map<ScopeName, Moved[]>();
    const rows = new Map<ScopeName, SyncRow[]>();
    noteMoves(conversationStore, change, moved, rows);
    return { rows, advanced: await advance(trx, dialect, moved, now) };
  });
  if (done !== null) await announce(deps, done.advanced, done.rows);
}
