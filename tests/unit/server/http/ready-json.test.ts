import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonOf, readyJson } from '#server/http/ready-json.ts';

const ready = <T>(list: T[]) => readyJson(list, JSON.stringify(list));
test.each([
  { name: 'no such list', value: { a: [1], b: null } },
  { name: 'one among others', value: { a: 1, rows: ready([{ id: 'x' }]), z: undefined } },
  { name: 'nothing but lists', value: { rows: ready([1]), more: ready([]) } },
  { name: 'a list by itself', value: ready([1, 2]) },
  { name: 'no object at all', value: 'text' },
])('an answer says the same with lists that are text already: $name', ({ value }) => expect(JSON.parse(jsonOf(value))).toEqual(JSON.parse(JSON.stringify(value))));

test('whatever stands beside them', () =>
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.array(fc.jsonValue())), (plain, lists) => {
    const value = { ...plain, ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, ready(list)])) };
    expect(JSON.parse(jsonOf(value))).toEqual(JSON.parse(JSON.stringify(value)));
  })));
test('the text is taken as it is', () => expect(jsonOf({ rows: readyJson([], '["as it lies"]') })).toBe('{"rows":["as it lies"]}'));
