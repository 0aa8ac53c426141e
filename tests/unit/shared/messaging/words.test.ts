import { expect, test } from 'vitest';
import { checkCollision } from '#shared/messaging/collision.ts';
import type { Speaker } from '#shared/messaging/model.ts';
import { joined } from '#shared/messaging/joined.ts';
import { calm, glimpse, readable } from '#shared/messaging/readable.ts';
import { fillIn, openVariables } from '#shared/messaging/variables.ts';
import { aMessage, stampOf } from '#tests/builders/talks.ts';

const ME: Speaker = { id: '01980009-0000-7000-8000-000000000001', role: 'vendor' };
const YOU: Speaker = { id: '01980009-0000-7000-8000-000000000002', role: 'vendor' };

test.each([
  { name: 'a plain link', body: 'see https://example.test/a?b=1.', links: ['https://example.test/a?b=1'] },
  { name: 'a file, a script, a mail: words', body: 'file:///etc/passwd javascript:alert(1) mailto:a@b.test', links: [] },
  { name: 'HTML is words', body: '<a href="https://bad.test">ok</a><script>x</script>', links: ['https://bad.test'] },
  { name: 'a row of brackets is the sentence\'s, and in the middle the address\'s', body: `http://a.test/x${')'.repeat(50)} http://b.test/${'}'.repeat(50)}y`, links: ['http://a.test/x', `http://b.test/${'}'.repeat(50)}y`] },
  { name: 'in brackets, at the end of a sentence', body: '(http://a.test/x).', links: ['http://a.test/x'] },
])('links: $name', ({ body, links }) => {
  const pieces = readable(body);
  expect(pieces.filter(({ kind }) => kind === 'link').map(({ text }) => text)).toEqual(links);
  expect(pieces.map(({ text }) => text).join('')).toBe(body);
});

test('a text cannot turn round, hide in control characters, or tower over its neighbours', () => {
  expect(calm('annexe\u202egpj.exe')).toBe('annexegpj.exe');
  expect(calm('a\u0000\u0007b\nc')).toBe('ab\nc');
  expect(calm(`Z${'\u0301'.repeat(500)}`)).toHaveLength(7);
  expect(glimpse('\u0301'.repeat(1_000_000)).length).toBeLessThan(10);
  expect(glimpse(`a\n\n b ${'c'.repeat(1_000_000)}`).startsWith('a b ccc')).toBe(true);
});

test.each([
  { name: 'nothing was begun', kind: 'message', begun: null, becomes: { kind: 'message', body: 'A' } },
  { name: 'an answer was begun', kind: 'message', begun: { kind: 'message', body: 'B' }, becomes: { kind: 'message', body: 'A\n\nB' } },
  { name: 'a note was begun', kind: 'message', begun: { kind: 'note', body: 'B' }, becomes: { kind: 'note', body: 'A\n\nB' } },
  { name: 'a note comes back to an answer', kind: 'note', begun: { kind: 'message', body: 'B' }, becomes: { kind: 'note', body: 'A\n\nB' } },
  { name: 'an empty field is nothing begun', kind: 'message', begun: { kind: 'note', body: '' }, becomes: { kind: 'message', body: 'A' } },
] as const)('a text comes back: $name', ({ kind, begun, becomes }) => expect(joined({ kind, body: 'A' }, begun)).toEqual(becomes));

test('what has no value stays to be seen, and is named', () => {
  const values = { 'customer.name': 'Nadia Berrada', 'customer.first': 'Nadia', 'order.number': null, 'shop.name': 'Atlas', 'my.name': 'Salma' };
  const text = fillIn('{{customer.first}}, {{ order.number }}: {{Shop.Name}} {{else.where}}', values);
  expect(text).toBe('Nadia, {{ order.number }}: Atlas {{else.where}}');
  expect(openVariables(text)).toEqual(['order.number', 'else.where']);
});

test.each([
  { name: 'nobody else answered', answers: [], seen: null, over: [], stopped: [] },
  { name: 'a colleague answered since', answers: [aMessage({ n: 1, at: 5, by: YOU })], seen: null, over: [], stopped: [1] },
  { name: 'what was seen before it was begun', answers: [aMessage({ n: 1, at: 5, by: YOU })], seen: stampOf(aMessage({ n: 1, at: 5 })), over: [], stopped: [] },
  { name: 'one of the same moment, later by its id', answers: [aMessage({ n: 2, at: 5, by: YOU })], seen: stampOf(aMessage({ n: 1, at: 5 })), over: [], stopped: [2] },
  { name: 'my own', answers: [aMessage({ n: 1, at: 5, by: ME })], seen: null, over: [], stopped: [] },
  { name: 'sent all the same', answers: [aMessage({ n: 1, at: 5, by: YOU })], seen: null, over: [1], stopped: [] },
  { name: 'a second one since', answers: [aMessage({ n: 1, at: 5, by: YOU }), aMessage({ n: 2, at: 6, by: YOU })], seen: null, over: [1], stopped: [2] },
])('an answer is stopped: $name', ({ answers, seen, over, stopped }) => {
  const broken = checkCollision(aMessage({ n: 9, by: ME, seen, over: over.map((n) => aMessage({ n }).id) }), answers);
  expect(broken?.details?.['answers'] ?? []).toEqual(stopped.map((n) => aMessage({ n }).id));
  expect(checkCollision(aMessage({ n: 9, by: ME, kind: 'note', seen }), answers)).toBeNull();
});
