import fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '#shared/kernel/json.ts';

test('everything JSON can say is taken as it is', () =>
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    const parsed = JSON.parse(JSON.stringify(value)) as unknown;
    if (JSON.stringify(parsed).includes('__proto__')) return;
    expect(json.parse(parsed)).toBe(parsed);
  })));

test.each([
  ['undefined', undefined], ['a function', () => 1], ['not a number', Number.NaN], ['endless', Number.POSITIVE_INFINITY], ['a big integer', 1n], ['a symbol inside', { a: [Symbol('x')] }],
  ['the prototype as a key', JSON.parse('{"a":{"__proto__":{"isAdmin":true}}}')], ['nested without end', JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
])('%s is refused, and does not throw', (_, value) => expect(json.safeParse(value).success).toBe(false));
