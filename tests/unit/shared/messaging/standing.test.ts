import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beatOf, NO_BEAT } from '#shared/messaging/beat.ts';
import type { Speaker } from '#shared/messaging/model.ts';
import { conversationStates, conversationTransitions, isAsleep, standingOf } from '#shared/messaging/states.ts';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import { aConversation, aMessage, TALK_AT } from '#tests/builders/talks.ts';

const SHOP: Speaker = { id: '01980009-0000-7000-8000-000000000001', role: 'vendor' };
const ask = (n: number, at: number) => aMessage({ n, at });
const answer = (n: number, at: number) => aMessage({ n, at, by: SHOP });
const asked = (at: number) => ({ askedAt: TALK_AT + at });
const LATER = 2_000_000;

test.each([
  { name: 'nobody has done anything', messages: [ask(1, 0)], done: [], state: 'new' },
  { name: 'somebody took it', messages: [ask(1, 0)], done: [{ kind: 'assigned', to: SHOP.id, how: 'taken' }], state: 'open' },
  { name: 'the shop answered', messages: [ask(1, 0), answer(2, 10)], done: [], state: 'pending' },
  { name: 'the customer asks again', messages: [ask(1, 0), answer(2, 10), ask(3, 20)], done: [], state: 'open' },
  { name: 'a note answers nobody', messages: [ask(1, 0), aMessage({ n: 2, at: 5, by: SHOP, kind: 'note' })], done: [], state: 'new' },
  { name: 'resolved, and nothing came since', messages: [ask(1, 0)], done: [{ kind: 'resolved', ...asked(0) }], state: 'resolved' },
  { name: 'a question nobody had seen opens it, whatever the clock of who resolved it says', messages: [ask(1, 0), ask(2, 10)], done: [{ kind: 'resolved', ...asked(0) }], state: 'open' },
  { name: 'closed stays closed', messages: [ask(1, 0), ask(2, 10)], done: [{ kind: 'closed', ...asked(0) }], state: 'closed' },
  { name: 'opened again by hand', messages: [ask(1, 0)], done: [{ kind: 'resolved', ...asked(0) }, { kind: 'reopened' }], state: 'open' },
  { name: 'spam goes before everything', messages: [ask(1, 0)], done: [{ kind: 'resolved', ...asked(0) }, { kind: 'spam-marked' }], state: 'spam' },
  { name: 'it was no spam', messages: [ask(1, 0)], done: [{ kind: 'spam-marked' }, { kind: 'spam-cleared' }], state: 'new' },
] as const)('the state: $name', ({ messages, done, state }) => {
  expect(standingOf(aConversation({ done }), beatOf(messages)).state).toBe(state);
});

test('out of sight until a moment, or until somebody asks', () => {
  const until = TALK_AT + LATER;
  const snoozed = aConversation({ done: [{ kind: 'snoozed', until, ...asked(0) }] });
  const asleep = standingOf(snoozed, beatOf([ask(1, 0)]));
  expect([isAsleep(asleep, until - 1), isAsleep(asleep, until)]).toEqual([true, false]);
  expect(standingOf(snoozed, beatOf([ask(1, 0), ask(2, 5)])).snoozedUntil).toBeNull();
  const forever = standingOf(aConversation({ done: [{ kind: 'snoozed', until: null, ...asked(0) }] }), beatOf([ask(1, 0)]));
  expect(isAsleep(forever, TALK_AT + 10 * 365 * 86_400_000)).toBe(true);
});

test('tags, subject, priority and assignee are the last that were said', () => {
  const done = [{ kind: 'tagged', tag: 'b' }, { kind: 'tagged', tag: 'a' }, { kind: 'untagged', tag: 'b' }, { kind: 'renamed', subject: 'Autre' }, { kind: 'prioritised', priority: 'high' }, { kind: 'assigned', to: SHOP.id, how: 'person' }, { kind: 'assigned', to: null, how: 'person' }] as const;
  expect(standingOf(aConversation({ done }), NO_BEAT)).toMatchObject({ tags: ['a'], subject: 'Autre', priority: 'high', assigneeId: null });
});

test('every state can be reached', () => expect([...reachableFrom(conversationTransitions, 'new')].sort()).toEqual([...conversationStates].sort()));

test('what messages come to does not depend on the order they arrive in, and nobody waits after the last word was an answer', () =>
  fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), shop: fc.boolean(), note: fc.boolean() }), { maxLength: 12 }), fc.infiniteStream(fc.nat(11)), (said, order) => {
    const messages = said.map(({ at, shop, note }, n) => aMessage({ n: n + 1, at, by: shop || note ? SHOP : aMessage({ n: 1 }).by, kind: note ? 'note' : 'message' }));
    const shuffled = messages.map((one) => ({ one, key: order.next().value })).sort((a, b) => a.key - b.key).map(({ one }) => one);
    const beat = beatOf(messages);
    expect(beatOf(shuffled)).toEqual(beat);
    expect(beat.waitingSince === null).toBe(beat.last === null || beat.last.part === 'answer');
  })));
