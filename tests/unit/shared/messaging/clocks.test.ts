import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '#shared/kernel/time.ts';
import { beatOf } from '#shared/messaging/beat.ts';
import { partOf } from '#shared/messaging/beat.ts';
import { answerDueAt, clocksOf } from '#shared/messaging/clocks.ts';
import type { Message, Speaker } from '#shared/messaging/model.ts';
import { standingOf } from '#shared/messaging/states.ts';
import { afterWork, workBetween } from '#shared/messaging/work-hours.ts';
import { workHours } from '#shared/messaging/clock-policy.ts';
import { aConversation, aMessage, TALK_AT } from '#tests/builders/talks.ts';

const SHOP: Speaker = { id: '01980009-0000-7000-8000-000000000001', role: 'vendor' };
const utc = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 5, day, hour, minute);

test.each([
  { name: 'within a day', from: utc(1, 9), hours: 4, to: utc(1, 13) },
  { name: 'over the night', from: utc(1, 16), hours: 2, to: utc(2, 9) },
  { name: 'over Saturday afternoon and Sunday', from: utc(6, 11), hours: 2, to: utc(8, 9) },
  { name: 'from the middle of a night', from: utc(2, 1), hours: 1, to: utc(2, 9) },
])('work takes time: $name', ({ from, hours, to }) => expect(afterWork(workHours, from, hours * HOUR_MS)).toBe(to));

test('a day off does not count, nor does the hour by which Ramadan moves the clocks', () => {
  // The first of May 2026 is a Friday.
  expect(workBetween(workHours, Date.UTC(2026, 4, 1, 0), Date.UTC(2026, 4, 2, 0))).toBe(0);
  expect(workBetween(workHours, Date.UTC(2026, 1, 20, 0), Date.UTC(2026, 1, 21, 0))).toBe(9 * HOUR_MS);
});

test('what is due after some work is due when that much work was done', () =>
  fc.assert(fc.property(fc.integer({ min: TALK_AT, max: TALK_AT + 40 * 24 * HOUR_MS }), fc.integer({ min: 1, max: 60 * HOUR_MS }), (from, ms) => {
    expect(workBetween(workHours, from, afterWork(workHours, from, ms)!)).toBe(ms);
  }), { numRuns: 60 }));

const look = (messages: readonly Message[], done: Parameters<typeof aConversation>[0] = {}, now = utc(1, 14)) => {
  const talk = aConversation(done);
  const beat = beatOf(messages);
  return { due: answerDueAt(talk, beat, standingOf(talk, beat)), clocks: clocksOf(talk, beat, messages.map((one) => ({ at: one.at, id: one.id, part: partOf(one) })), now) };
};

test('the first answer is due four hours of work after the question, the next one later, and none while the customer has to answer', () => {
  const ask = aMessage({ n: 1 });
  const answer = aMessage({ n: 2, at: HOUR_MS, by: SHOP });
  expect(look([ask]).due).toBe(utc(1, 13));
  expect(look([ask], { done: [{ kind: 'prioritised', priority: 'urgent' }] }).due).toBe(utc(1, 10));
  expect(look([ask, answer]).due).toBeNull();
  expect(look([ask, answer, aMessage({ n: 3, at: 2 * HOUR_MS })]).due).toBe(utc(2, 11));
  expect(look([ask], { done: [{ kind: 'resolved', askedAt: TALK_AT }] }).due).toBeNull();
});

test('the time the customer takes does not count, and the clock says so', () => {
  const messages = [aMessage({ n: 1 }), aMessage({ n: 2, at: HOUR_MS, by: SHOP }), aMessage({ n: 3, at: 4 * HOUR_MS })];
  const [first, next, resolved] = look(messages, {}, utc(1, 14)).clocks;
  expect(first).toMatchObject({ kind: 'first', usedMs: HOUR_MS, metAt: TALK_AT + HOUR_MS, breached: false });
  expect(next).toMatchObject({ kind: 'next', startedAt: TALK_AT + 4 * HOUR_MS, usedMs: HOUR_MS, metAt: null });
  expect(resolved).toMatchObject({ kind: 'resolved', usedMs: 2 * HOUR_MS, pauses: [{ from: TALK_AT + HOUR_MS, to: TALK_AT + 4 * HOUR_MS, why: 'waiting' }] });
});

test('what a clock that is wrong by ages says was done then is done now: nobody counts the days of work until then', () => {
  const [, resolved] = look([aMessage({ n: 1 }), aMessage({ n: 2, at: HOUR_MS, by: SHOP })], { done: [{ kind: 'resolved', askedAt: TALK_AT, at: 8_640_000_000_000_000 }] }).clocks;
  expect(resolved).toMatchObject({ kind: 'resolved', usedMs: HOUR_MS, metAt: utc(1, 14) });
});

test('what is late was due in the past, and each night is named', () => {
  const [first] = look([aMessage({ n: 1 })], {}, utc(2, 10)).clocks;
  expect(first).toMatchObject({ breached: true, usedMs: 10 * HOUR_MS, pauses: [{ from: utc(1, 17), to: utc(2, 8), why: 'closed' }] });
  expect(first!.dueAt!).toBeLessThan(utc(2, 10));
});
