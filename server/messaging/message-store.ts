import type { MessageTable } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { EntityStore, Guard, Stored } from '#server/sync/entity-store.ts';
import { jsonText } from '#server/sync/json-text.ts';
import { uuid } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { partOf } from '#shared/messaging/beat.ts';
import { projectMessage } from '#shared/messaging/columns.ts';
import type { Answer } from '#shared/messaging/collision.ts';
import { checkMessageOp, messageDescription } from '#shared/messaging/description.ts';
import type { Conversation, Message } from '#shared/messaging/model.ts';
import { checkCollision, checkFits } from '#shared/messaging/rules.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Mutation } from '#shared/sync/model.ts';
import { writeConversations } from './conversation-store.ts';

export const messageColumns = ['id', 'shop_id', 'version', 'conversation_id', 'at', 'part', 'seen', 'author', 'search', 'doc'] as const satisfies readonly (keyof MessageTable)[];
export const insertMessages = bulkInsert('message', messageColumns);

/** The row of a message: its record and what is derived from it. */
export const messageRow = (message: Message, version: number) => ({ ...projectMessage(message), version, doc: jsonText(message) });

/** A conversation while messages are taken in: held against others who write into it, so that the order of messages is the order they came in. */
type Held = { readonly conversation: Conversation; readonly version: number; readonly state: string; latestAt: number; readonly answers: Answer[] };

/** Holds conversations and reads the answers in them that somebody may not have seen. */
export async function holdConversations(trx: ServerTransaction, dialect: Dialect, ids: readonly string[]): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (const slice of slices([...new Set(ids)].sort())) {
    const rows = await dialect.lockRows(trx.selectFrom('conversation').select(['id', 'version', 'state', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
    for (const { id, version, state, doc } of rows) {
      const newest = await trx.selectFrom('message').select('at').where('conversation_id', '=', id).orderBy('at', 'desc').limit(1).executeTakeFirst();
      held.set(id, { conversation: JSON.parse(doc) as Conversation, version, state, latestAt: newest?.at ?? 0, answers: [] });
    }
  }
  return held;
}

/** So many answers back are looked at: whoever began before that has not seen the first of these either. */
const ANSWERS_BACK = 50;

async function readAnswers(trx: ServerTransaction, held: ReadonlyMap<string, Held>): Promise<void> {
  for (const [id, { answers }] of held) {
    const rows = await trx.selectFrom('message').select(['id', 'at', 'doc']).where('conversation_id', '=', id).where('part', '=', 'answer').orderBy('at', 'desc').orderBy('id', 'desc').limit(ANSWERS_BACK).execute();
    for (const row of rows) answers.push({ id: row.id as Answer['id'], at: row.at as EpochMs, by: (JSON.parse(row.doc) as Message).by });
  }
}

/** Places a message after everything that is in its conversation. */
export function placed(held: Held | undefined, message: Message, now: number): Message {
  const at = Math.max(now, (held?.latestAt ?? 0) + 1) as EpochMs;
  return { ...message, at };
}

/** Messages as consoles send them: added, each once, in the order the server took them in. */
export const messageStore: EntityStore = {
  description: messageDescription,
  checkOp: checkMessageOp,

  load: async (trx, dialect, ids) => {
    const found = new Map<string, Stored>();
    for (const slice of slices(ids.toSorted())) {
      const rows = await dialect.lockRows(trx.selectFrom('message').select(['id', 'version', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
      for (const row of rows) found.set(row.id, { version: row.version, doc: JSON.parse(row.doc) as Json });
    }
    return found;
  },

  guard: async (trx, dialect, mutations): Promise<Guard> => {
    const held = await holdConversations(trx, dialect, mutations.flatMap(conversationNamed));
    await readAnswers(trx, held);
    return {
      check: (before, after) => {
        const message = after as unknown as Message;
        const there = held.get(message.conversationId);
        if (before !== null) return null;
        return checkFits(message, there?.conversation ?? null, there?.state ?? '') ?? (partOf(message) === 'answer' ? checkCollision(message, there!.answers) : null);
      },
      admit: (doc, now) => placed(held.get((doc as unknown as Message).conversationId), doc as unknown as Message, now) as unknown as Json,
      accepted: (_before, after) => {
        const message = after as unknown as Message;
        const there = held.get(message.conversationId);
        if (there === undefined) return;
        there.latestAt = message.at;
        if (partOf(message) === 'answer') there.answers.push(message);
      },
    };
  },

  admit: (doc) => doc,

  save: async (trx, dialect, changes) => {
    const messages = changes.flatMap(({ after, version }) => (after === null ? [] : [{ message: after as unknown as Message, version }]));
    await addMessages(trx, dialect, messages);
  },

  shopOf: (doc) => getAt(doc, 'shopId') as string,
};

/** Writes new messages, and what their conversations come to with them. */
export async function addMessages(trx: ServerTransaction, dialect: Dialect, messages: readonly { readonly message: Message; readonly version: number }[]): Promise<void> {
  if (messages.length === 0) return;
  await insertMessages(trx, dialect, messages.map(({ message, version }) => messageRow(message, version)));
  const held = await holdConversations(trx, dialect, messages.map(({ message }) => message.conversationId));
  await writeConversations(trx, dialect, [...held.values()]);
}

const conversationNamed = ({ action, doc }: Mutation): string[] => {
  const named = action === 'create' && doc !== undefined ? getAt(doc, 'conversationId') : null;
  const id = uuid.safeParse(named);
  return id.success ? [id.data] : [];
};
