import type { ServerDeps } from '#server/deps.ts';
import { customerReads, customerSays } from '#server/messaging/customer.ts';
import { SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { Presence } from '#shared/messaging/live.ts';
import type { Conversation, MessageId, Stamp } from '#shared/messaging/model.ts';
import { customerReplies } from './talk-words.ts';

export type CustomerDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'live' | 'log'> & {
  readonly customerDoes: (shop: string, presence: Presence) => void;
  /** How long the customer takes to read, and then to type, milliseconds. */
  readonly pace?: { readonly lookMs: number; readonly readMs: number; readonly typeMs: number };
};

const PACE = { lookMs: SECOND_MS, readMs: 1.5 * SECOND_MS, typeMs: 3 * SECOND_MS };

/**
 * The customers of the demo answer: what is written to one after this start is read, they type for a moment and write back in their language, three times; then they are content.
 * With it one person alone can try a conversation. Only a demo marketplace has it.
 */
export function scriptedCustomer(deps: CustomerDeps): { close(): Promise<void> } {
  const { db, clock, log } = deps;
  const { lookMs, readMs, typeMs } = deps.pace ?? PACE;
  const since = clock();
  const known = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let closed = false;

  const later = (ms: number, what: () => Promise<void>): void => {
    if (closed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const work = what().catch((cause: unknown) => log.warn({ err: cause }, 'the customer of the demo could not answer')).finally(() => underWay.delete(work));
      underWay.add(work);
    }, ms);
    timer.unref();
    timers.add(timer);
  };
  const typing = (id: Conversation['id'], shop: string, name: string, doing: Presence['doing']): void => deps.customerDoes(shop, { conversation: id, userId: null, name, doing });

  const reply = ({ id, shopId, customer }: Conversation, answer: Stamp): void => {
    later(readMs, async () => {
      await customerReads(deps, id, answer);
      const [{ said }] = await db.kysely.selectFrom('message').select((eb) => eb.fn.countAll<number>().as('said')).where('conversation_id', '=', id).where('part', '=', 'ask').where('at', '>', since).execute() as [{ said: number }];
      const body = customerReplies[customer!.locale ?? 'fr'][Number(said)];
      if (body === undefined) return;
      typing(id, shopId, customer!.name, 'typing');
      later(typeMs, async () => {
        typing(id, shopId, customer!.name, 'gone');
        const done = await customerSays(deps, id, body);
        if (!done.ok) log.debug({ error: done.error }, 'the customer of the demo found a closed door');
      });
    });
  };

  const look = async (): Promise<void> => {
    const rows = await db.kysely.selectFrom('conversation').select(['id', 'last_answer_at', 'last_answer_id', 'doc']).where('last_answer_at', '>=', since).where('last_part', '=', 'answer').where('channel', '=', 'customer').orderBy('last_answer_at', 'desc').limit(200).execute();
    for (const row of rows) {
      if (row.last_answer_id === null || known.has(row.last_answer_id)) continue;
      known.add(row.last_answer_id);
      reply(JSON.parse(row.doc) as Conversation, { at: row.last_answer_at as EpochMs, id: row.last_answer_id as MessageId });
    }
  };
  const again = (): void => later(lookMs, () => look().finally(again));
  again();
  return {
    close: async () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
