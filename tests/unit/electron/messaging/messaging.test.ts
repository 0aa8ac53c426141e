import { describe, expect, onTestFinished, test } from 'vitest';
import { beatHere } from '#electron/messaging/beat-here.ts';
import { conversationDetail } from '#electron/messaging/detail.ts';
import { createMessaging } from '#electron/messaging/handlers.ts';
import { PeopleLine } from '#electron/messaging/people-line.ts';
import { UNDO_SEND_MS } from '#electron/messaging/sending.ts';
import { putRecord } from '#electron/sync/records.ts';
import { nextEdits, updateEdit } from '#electron/sync/store.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { Me } from '#shared/auth/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { beatOf } from '#shared/messaging/beat.ts';
import { conversationQuery, type ConversationFilter } from '#shared/messaging/contract.ts';
import type { HereSaid, Presence } from '#shared/messaging/live.ts';
import type { Conversation, Message, MessageId, Speaker } from '#shared/messaging/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aConversation, aMessage, stampOf, TALK_AT } from '#tests/builders/talks.ts';

const salma = { id: '01980009-0000-7000-8000-000000000001', name: 'Salma', email: 's@example.test', role: 'vendor', locale: 'fr', shops: [{ id: shopIdOf(1), name: 'Atlas' }] } as unknown as Me;
const KARIM: Speaker = { id: '01980009-0000-7000-8000-000000000002' as Speaker['id'], role: 'vendor' };

/** A clock that only moves when it is told, with its alarms. */
function timeFrom(start: number) {
  let now = start;
  let alarms: { at: number; run: () => void }[] = [];
  return {
    now: () => now as EpochMs,
    after: (ms: number, run: () => void) => {
      const alarm = { at: now + ms, run };
      alarms.push(alarm);
      return () => void (alarms = alarms.filter((one) => one !== alarm));
    },
    pass: (ms: number) => {
      now += ms;
      const due = alarms.filter(({ at }) => at <= now);
      alarms = alarms.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
}

const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

function aDesk(given: { cache?: CacheDb; talks?: readonly Conversation[]; messages?: readonly Message[] } = {}) {
  const cache = given.cache ?? aCache();
  const clock = timeFrom(TALK_AT + 3_600_000);
  const said: HereSaid[] = [];
  const people = new PeopleLine(clock, () => undefined);
  people.line((one) => void said.push(one));
  let seed = 0;
  const desk = createMessaging({
    cache: () => cache, me: () => salma, scheduler: clock, random: (bytes) => bytes.fill(++seed % 256), tell: () => undefined, broken: (cause) => { throw cause; }, people, shopShown: () => null,
    http: (() => Promise.resolve({ ok: false, error: { code: 'offline' } })) as never,
  });
  onTestFinished(() => desk.close());
  cache.now((db) => {
    for (const talk of given.talks ?? []) putRecord(db, { entity: 'conversation', id: talk.id as never, version: 1, doc: talk as unknown as Json });
    for (const message of given.messages ?? []) putRecord(db, { entity: 'message', id: message.id as never, version: 1, doc: message as unknown as Json });
  });
  const h = desk.handlers;
  const ids = async (filter: Partial<ConversationFilter>) => must(await h['messaging.page']({ query: conversationQuery.parse({ filter, sort: { by: 'lastAt', dir: 'desc' } }), offset: 0, limit: 50 })).rows.map(({ id }) => id);
  const talk = async (n = 1) => must(await h['messaging.conversation']({ id: aConversation({ n }).id }));
  const waiting = () => nextEdits(cache, 100, 1_000_000, 0).map(({ mutation }) => mutation);
  const send = (body: string, more: object = {}) => h['messaging.send']({ id: aConversation().id, kind: 'message', body, mentions: [], seen: null, over: [], leaveAt: null, ...more });
  return { cache, clock, h, ids, talk, waiting, send, said, people };
}

describe('conversations in the cache', () => {
  test('what an index says of messages is what all of them come to, in whichever order they arrive', () => {
    const messages = [aMessage({ n: 1 }), aMessage({ n: 2, at: 5, by: KARIM }), aMessage({ n: 3, at: 9 }), aMessage({ n: 4, at: 9 }), aMessage({ n: 5, at: 12, by: KARIM, kind: 'note' })];
    const cache = aCache();
    for (let known = 0; known <= messages.length; known++) {
      expect(beatHere(cache, aConversation().id)).toEqual(beatOf(messages.slice(messages.length - known)));
      const next = messages[messages.length - known - 1];
      if (next) cache.now((db) => putRecord(db, { entity: 'message', id: next.id as never, version: 1, doc: next as unknown as Json }));
    }
  });

  test('every filter, and words in messages with accents and Arabic letter forms folded', async () => {
    const { ids, h } = aDesk({
      talks: [aConversation({ n: 1 }), aConversation({ n: 2, name: 'Élodie Petit', number: 'C-77', done: [{ kind: 'assigned', to: salma.id, how: 'taken' }, { kind: 'prioritised', priority: 'urgent' }, { kind: 'tagged', tag: 'Retour' }] }), aConversation({ n: 3, done: [{ kind: 'resolved', askedAt: TALK_AT }] })],
      messages: [aMessage({ n: 1, body: 'Le colis est abîmé' }), aMessage({ n: 2, talk: 2, at: 5, body: 'أين الطلبيّة؟' }), aMessage({ n: 3, talk: 3 })],
    });
    const [one, two, three] = [1, 2, 3].map((n) => aConversation({ n }).id);
    expect(await ids({})).toEqual([two, one, three]);
    expect(await ids({ text: 'ABIME' })).toEqual([one]);
    expect(await ids({ text: 'طلبية' })).toEqual([two]);
    expect(await ids({ text: 'طلبيه elodie' })).toEqual([two]);
    expect(await ids({ text: 'c-7' })).toEqual([two]);
    expect(await ids({ state: ['resolved'] })).toEqual([three]);
    expect(await ids({ assignee: salma.id as never })).toEqual([two]);
    expect(await ids({ assignee: 'none' })).toEqual([one, three]);
    expect(await ids({ priority: ['urgent'] })).toEqual([two]);
    expect(await ids({ tag: 'retour' })).toEqual([two]);
    expect(await ids({ dueBefore: (TALK_AT + 90 * 60_000) as EpochMs })).toEqual([two]);
    await h['messaging.read']({ id: two!, upTo: stampOf(aMessage({ n: 2, at: 5 })) });
    expect(await ids({ unread: true })).toEqual([one, three]);
    expect(must(await h['messaging.counts']({ filters: [{ text: '' }, { text: '', state: ['resolved'] }].map((filter) => conversationQuery.parse({ filter, sort: { by: 'lastAt', dir: 'desc' } }).filter) })).counts).toEqual([3, 1]);
  });

  test('messages come page by page from the end, none twice and none left out', async () => {
    const messages = Array.from({ length: 25 }, (_, n) => aMessage({ n: n + 1, at: Math.floor(n / 3) }));
    const { h } = aDesk({ talks: [aConversation()], messages });
    const seen: string[] = [];
    let before: ReturnType<typeof stampOf> | null = null;
    for (let more = true; more;) {
      const page: { messages: { message: Message }[]; more: boolean } = must(await h['messaging.messages']({ id: aConversation().id, before, limit: 10 }));
      seen.unshift(...page.messages.map(({ message }) => message.id));
      before = stampOf(page.messages[0]!.message);
      more = page.more;
    }
    expect(seen).toEqual(messages.map(({ id }) => id));
  });
});

describe('writing', () => {
  test('a message can be taken back for ten seconds, then it is in the outbox, once, in the order written', async () => {
    const { send, waiting, clock, h, talk, cache } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    const first = must(await send('un'));
    must(await send('deux'));
    expect(waiting()).toEqual([]);
    expect((await talk()).leaving.map(({ message }) => message.body)).toEqual(['un', 'deux']);
    must(await h['messaging.unsend']({ message: first.message }));
    expect((await talk()).draft).toMatchObject({ kind: 'message', body: 'un' });
    must(await send('trois'));
    clock.pass(UNDO_SEND_MS);
    await expect.poll(() => waiting().map(({ doc }) => (doc as { body: string }).body)).toEqual(['deux', 'trois']);
    expect(await h['messaging.unsend']({ message: (await talk()).conversation.id as unknown as MessageId })).toMatchObject({ ok: false, error: { rule: 'message-left' } });
    expect((await talk()).standing.state).toBe('pending');
    expect(cache.sqlite.prepare('SELECT count(*) FROM message_leaving').pluck().get()).toBe(0);
  });

  test('what is taken back beside a note is a note with it: none leaves for the customer by itself', async () => {
    const { send, h, talk } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    const { message } = must(await send('Bonjour'));
    await h['messaging.draft']({ id: aConversation().id, kind: 'note', body: 'entre nous', seen: null });
    must(await h['messaging.unsend']({ message }));
    expect((await talk()).draft).toMatchObject({ kind: 'note', body: 'Bonjour\n\nentre nous' });
  });

  test('an answer of mine that waits is not what was seen last: a colleague\'s before it still stops the next', async () => {
    const { send, clock, talk, cache, waiting } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    must(await send('moi'));
    clock.pass(UNDO_SEND_MS);
    await expect.poll(() => waiting().length).toBe(1);
    expect((await talk()).lastAnswer).toBeNull();
    const theirs = aMessage({ n: 2, at: 9, by: KARIM });
    cache.now((db) => putRecord(db, { entity: 'message', id: theirs.id as never, version: 1, doc: theirs as unknown as Json }));
    expect((await talk()).lastAnswer).toEqual(stampOf(theirs));
  });

  test('whoever works in the shop as something else may not answer', () => {
    const { cache } = aDesk({ talks: [aConversation()] });
    const as = (sellerRole: string): Me => ({ ...salma, shops: [{ ...salma.shops[0]!, sellerRole }] }) as Me;
    const mayAnswer = (me: Me): boolean => must(conversationDetail(cache, aConversation().id, me, TALK_AT)).mayAnswer;
    expect([salma, as('support'), as('orders'), as('inventory'), as('accounting')].map(mayAnswer)).toEqual([true, true, true, false, false]);
  });

  test('a message for later leaves at its moment, also when the console was off then', async () => {
    const { send, waiting, clock, cache } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    must(await send('demain', { leaveAt: clock.now() + 86_400_000 }));
    clock.pass(UNDO_SEND_MS);
    expect(waiting()).toEqual([]);
    const next = aDesk({ cache });
    next.clock.pass(2 * 86_400_000);
    await next.h['messaging.canned']({});
    await expect.poll(() => next.waiting().length).toBe(1);
  });

  test('an answer of a colleague that comes before mine has left stops it, and both can be read', async () => {
    const { send, clock, talk, cache, waiting, h } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    must(await send('moi'));
    const theirs = aMessage({ n: 2, at: 9, by: KARIM, body: 'lui' });
    cache.now((db) => putRecord(db, { entity: 'message', id: theirs.id as never, version: 1, doc: theirs as unknown as Json }));
    clock.pass(UNDO_SEND_MS);
    await expect.poll(async () => (await talk()).refused.length).toBe(1);
    const [{ message, error, answers }] = (await talk()).refused as [Awaited<ReturnType<typeof talk>>['refused'][number]];
    expect([message.body, error?.rule, answers.map(({ body }) => body)]).toEqual(['moi', 'colleague-answered', ['lui']]);
    expect(waiting()).toEqual([]);
    expect(await send('encore')).toMatchObject({ ok: false, error: { rule: 'colleague-answered' } });
    must(await send('encore', { over: [theirs.id] }));
    expect(must(await h['messaging.messages']({ id: aConversation().id, before: null, limit: 10 })).messages).toHaveLength(2);
  });

  test('a draft keeps what was seen when it was begun; a note goes at once and is no answer', async () => {
    const { h, talk, send, waiting } = aDesk({ talks: [aConversation()], messages: [aMessage({ n: 1 })] });
    const draft = (body: string, seen: ReturnType<typeof stampOf> | null, kind: Message['kind'] = 'message') => h['messaging.draft']({ id: aConversation().id, kind, body, seen });
    await draft('Bon', null);
    await draft('Bonj', stampOf(aMessage({ n: 4, at: 4 })));
    expect((await talk()).draft).toMatchObject({ body: 'Bonj', seen: null });
    await draft('', null);
    expect((await talk()).draft).toBeNull();
    must(await send('entre nous', { kind: 'note' }));
    expect(waiting()).toHaveLength(1);
    expect((await talk()).standing.state).toBe('new');
    expect(await send('x'.repeat(20_001))).toMatchObject({ ok: false, error: { rule: 'message-too-long' } });
    expect(await send('{{order.number}}')).toMatchObject({ ok: false, error: { rule: 'variable-open' } });
  });

  test('many at once: snoozed, then woken by the next question; what a rule stands against leaves all as they were', async () => {
    const { h, ids, cache, waiting } = aDesk({ talks: [aConversation({ n: 1 }), aConversation({ n: 2 })], messages: [aMessage({ n: 1 }), aMessage({ n: 2, talk: 2 })] });
    const both = [1, 2].map((n) => aConversation({ n }).id);
    must(await h['messaging.do']({ ids: both, command: { do: 'snooze', until: null } }));
    expect(await ids({ asleep: 'without' })).toEqual([]);
    const again = aMessage({ n: 3, at: 60 });
    cache.now((db) => putRecord(db, { entity: 'message', id: again.id as never, version: 1, doc: again as unknown as Json }));
    expect(await ids({ asleep: 'without' })).toEqual([both[0]]);
    const before = waiting().length;
    expect(await h['messaging.do']({ ids: both, command: { do: 'merge', into: both[0]! } })).toMatchObject({ ok: false, error: { rule: 'merged-into-itself' } });
    expect(waiting()).toHaveLength(before);
    for (const { mid } of waiting()) cache.now((db) => updateEdit(db, mid, { state: 'sending' }));
  });

  test('two conversations do not go on in each other', async () => {
    const { h } = aDesk({ talks: [aConversation({ n: 1 }), aConversation({ n: 2 })] });
    const [one, two] = [1, 2].map((n) => aConversation({ n }).id);
    must(await h['messaging.do']({ ids: [one!], command: { do: 'merge', into: two! } }));
    expect(await h['messaging.do']({ ids: [two!], command: { do: 'merge', into: one! } })).toMatchObject({ ok: false, error: { rule: 'merged-already' } });
  });

  test('a shop begins a conversation with the marketplace', async () => {
    const { h, waiting } = aDesk();
    const { id } = must(await h['messaging.begin']({ shopId: shopIdOf(1), subject: 'Versement', body: 'Quand ?', orderId: null }));
    expect(waiting().map(({ entity }) => entity)).toEqual(['conversation', 'message']);
    expect(must(await h['messaging.conversation']({ id })).standing.state).toBe('new');
  });
});

test('colleagues hear where somebody is, again and again, and forget who says nothing', async () => {
  const { h, clock, said, people } = aDesk({ talks: [aConversation()], messages: [] });
  const id = aConversation().id;
  await h['messaging.here']({ id, doing: 'viewing' });
  // The same word is not said for each key.
  await h['messaging.here']({ id, doing: 'viewing' });
  clock.pass(10_000);
  await h['messaging.here']({ id: null, doing: 'gone' });
  expect(said.map(({ doing }) => doing)).toEqual(['viewing', 'viewing', 'gone']);
  const karim: Presence = { conversation: id, userId: KARIM.id, name: 'Karim', doing: 'typing' };
  people.heard(karim);
  expect(people.people()).toEqual([karim]);
  clock.pass(5_000);
  expect(people.people()).toHaveLength(1);
  for (let i = 0; i < 5; i++) clock.pass(5_000);
  expect(people.people()).toEqual([]);
});
