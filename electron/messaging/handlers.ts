import type { Me, ShopId } from '#shared/auth/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { messagingChannels, ConversationFilter } from '#shared/messaging/contract.ts';
import { joined } from '#shared/messaging/joined.ts';
import { conversation as conversationSchema, message as messageSchema, MOST_TEXT, type Conversation, type Message, type MessageId } from '#shared/messaging/model.ts';
import { actorOf, refuse, type EditContext } from '../catalog/edit.ts';
import { answered } from '../catalog/edits.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { Desk } from '../data-process/ground.ts';
import { enqueue } from '../sync/outbox.ts';
import { putRecord } from '../sync/records.ts';
import { cannedHere, keepCanned, knownColleagues, noteColleagues } from './colleagues.ts';
import { conversationHere, writeConversationCommand } from './conversation-edit.ts';
import { conversationDetail } from './detail.ts';
import { draftOf, keepDraft, putLeaving, takeLeaving } from './drafts.ts';
import { count, window } from './list.ts';
import { checkHere, writeMessage } from './message-edit.ts';
import { conversationRows } from './rows.ts';
import { keepSending, UNDO_SEND_MS } from './sending.ts';
import { messagesBefore, messagesNamed, noteRead } from './thread.ts';

type C = typeof messagingChannels;
export type MessagingDeps = Pick<Desk, 'cache' | 'me' | 'scheduler' | 'random' | 'tell' | 'broken' | 'http' | 'people'> & {
  /** The one shop this person looks at, of several; null: whatever is theirs. */
  readonly shopShown: () => ShopId | null;
};

/** More than this and a screen asks anew instead of looking who is meant. */
const MOST_NAMED = 500;

/** Everything a window asks about conversations, answered from the cache of whoever is signed in; only who is there now comes over the live line. */
export function createMessaging(deps: MessagingDeps): { readonly handlers: Handlers<C>; cacheChanged(): void; close(): void } {
  const { scheduler, random } = deps;
  let open: { readonly cache: CacheDb; readonly deaf: () => void } | null = null;
  let revision = 0;
  const contextOf = (me: Me): EditContext => ({ actor: actorOf(me), at: scheduler.now(), newId: () => uuidv7(scheduler.now, random) });
  const sending = keepSending({ ...deps, context: () => { const me = deps.me(); return me === null ? null : contextOf(me); } });

  const close = (): void => {
    open?.deaf();
    open = null;
  };
  const cacheNow = (): CacheDb | null => {
    const cache = deps.cache();
    if (open !== null && open.cache === cache && cache.isOpen) return cache;
    close();
    if (cache === null || !cache.isOpen) return null;
    const deaf = cache.onChange((changes) => {
      if (!changes.everything && changes.conversations.size === 0) return;
      const named = !changes.everything && changes.conversations.size <= MOST_NAMED;
      deps.tell('messaging.changed', { revision: ++revision, ids: named ? [...changes.conversations] as never[] : null });
    });
    open = { cache, deaf };
    sending.look();
    return cache;
  };
  const within = (filter: ConversationFilter): ConversationFilter => {
    const shop = deps.shopShown();
    return shop === null ? filter : { ...filter, shopId: shop };
  };
  const answer = <T>(work: (cache: CacheDb, me: Me) => Result<T, AppError>): Result<T, AppError> => {
    const [cache, me] = [cacheNow(), deps.me()];
    return cache === null || me === null ? err({ code: 'signed-out' }) : work(cache, me);
  };
  const change = async <T>(work: (cache: CacheDb, context: EditContext, me: Me) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const [cache, me] = [cacheNow(), deps.me()];
    return cache === null || me === null ? err({ code: 'signed-out' }) : work(cache, contextOf(me), me);
  };

  const handlers: Handlers<C> = {
    'messaging.page': ({ query, offset, limit }) => answer((cache) => {
      const { rids, total } = window(cache, { ...query, filter: within(query.filter) }, offset, limit, scheduler.now());
      return ok({ total, offset, rows: conversationRows(cache, rids), revision });
    }),
    'messaging.counts': ({ filters }) => answer((cache) => ok({ counts: filters.map((filter) => count(cache, within(filter), scheduler.now())) })),
    'messaging.conversation': ({ id }) => answer((cache, me) => conversationDetail(cache, id, me, scheduler.now())),
    'messaging.messages': ({ id, before, limit }) => answer((cache) => ok(messagesBefore(cache, id, before, limit))),
    'messaging.answers': ({ ids }) => answer((cache) => ok({ messages: messagesNamed(cache, ids) })),
    'messaging.draft': ({ id, kind, body, seen }) => change((cache, { at }) => answered(cache.inTurn((db) => {
      const here = conversationHere(db, id);
      if (here === null) refuse({ code: 'not-found' }, id, 'conversation');
      const before = draftOf(db, id);
      keepDraft(db, here.conversation, { kind, body, seen: before?.kind === kind ? before.seen : seen, at });
      return {};
    }))),
    'messaging.send': ({ id, kind, body, mentions, seen, over, leaveAt }) => change(async (cache, context) => {
      const sent = await answered(cache.inTurn((db) => {
        const here = conversationHere(db, id);
        if (here === null) refuse({ code: 'not-found' }, id, 'conversation');
        if (body.length > MOST_TEXT) refuse({ code: 'too-large', field: 'body', rule: 'message-too-long', details: { found: body.length, most: MOST_TEXT } }, id, 'conversation');
        const { shopId, channel } = here.conversation;
        const { actor, at, newId } = context;
        const message: Message = { id: newId() as MessageId, conversationId: id, shopId, channel, kind, by: { id: actor.userId, role: actor.role }, at, body: body.trim() === '' ? body : body.trim(), mentions, seen, over };
        checkHere(db, message, context);
        // A note is read by colleagues alone: it goes at once.
        const leaves = kind === 'note' ? at : ((leaveAt ?? at + UNDO_SEND_MS) as EpochMs);
        if (leaves <= at) writeMessage(db, message, context);
        else putLeaving(db, { message, leaveAt: leaves, later: leaveAt !== null });
        keepDraft(db, here.conversation, { kind, body: '', seen: null, at });
        return { message: message.id, leaveAt: leaves };
      }));
      sending.look();
      return sent;
    }),
    'messaging.unsend': ({ message }) => change((cache, { at }) => answered(cache.inTurn((db) => {
      const taken = takeLeaving(db, message);
      if (taken === null) refuse({ code: 'gone', rule: 'message-left' }, message, 'message');
      const { conversationId, kind, body, seen } = taken.message;
      const begun = draftOf(db, conversationId);
      // What was begun since stays, below what comes back.
      keepDraft(db, { id: conversationId, shopId: taken.message.shopId }, { ...joined({ kind, body }, begun), seen, at });
      return { id: conversationId };
    }))),
    'messaging.do': ({ ids, command }) => change((cache, context) => {
      const group = ids.length > 1 ? context.newId() : null;
      return answered(cache.inSlices(function* (db) {
        const mids: string[] = [];
        for (const [i, id] of ids.entries()) {
          const mid = writeConversationCommand(db, id, command, group, context);
          if (mid !== null) mids.push(mid);
          if (i % 20 === 19) yield;
        }
        return { mids };
      }));
    }),
    'messaging.begin': ({ shopId, subject, body, orderId }) => change((cache, context) => answered(cache.inTurn((db) => {
      const { actor, at, newId } = context;
      const begun: Conversation = conversationSchema.parse({
        id: newId(), shopId, channel: 'support', customer: null, subject, orderId, orderNumber: null, productId: null, read: null, facts: {}, createdAt: at, updatedAt: at,
      });
      enqueue(db, [{ mid: newId(), group: null, entity: 'conversation', id: begun.id, baseVersion: 0, action: 'create', ops: [], doc: begun as unknown as Json, intent: 'conversation-begin', madeAt: at }]);
      putRecord(db, { entity: 'conversation', id: begun.id, version: 0, doc: begun as unknown as Json });
      writeMessage(db, messageSchema.parse({ id: newId(), conversationId: begun.id, shopId, channel: 'support', kind: 'message', by: { id: actor.userId, role: actor.role }, at, body, mentions: [], seen: null, over: [] }), context);
      return { id: begun.id };
    }))),
    'messaging.read': ({ id, upTo }) => change((cache) => answered(cache.inTurn((db) => {
      noteRead(db, id, upTo);
      return {};
    }))),
    'messaging.colleagues': () => change(async (cache) => {
      const asked = await deps.http('colleagues', {});
      if (asked.ok && cache.isOpen) {
        await cache.inTurn((db) => noteColleagues(db, asked.value.colleagues));
        return ok(asked.value);
      }
      return ok({ colleagues: cache.isOpen ? knownColleagues(cache) : [] });
    }),
    'messaging.canned': () => answer((cache) => ok({ replies: cannedHere(cache) })),
    'messaging.keepCanned': ({ replies }) => change((cache) => answered(cache.inTurn((db) => {
      keepCanned(db, replies);
      return {};
    }))),
    'messaging.here': ({ id, doing }) => answer((cache) => {
      const shop = id === null ? null : (conversationHere(cache, id)?.conversation.shopId ?? null);
      deps.people.here(id === null || shop === null || doing === 'gone' ? null : { conversation: id, shop, doing });
      return ok({});
    }),
  };
  return {
    handlers,
    cacheChanged: () => {
      cacheNow();
      deps.tell('messaging.changed', { revision: ++revision, ids: null });
    },
    close: () => {
      sending.close();
      close();
    },
  };
}
