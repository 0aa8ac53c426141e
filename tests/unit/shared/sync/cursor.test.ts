import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '#shared/sync/cursor.ts';

const epochs = fc.stringMatching(/^[\w-]{1,40}$/);
const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

test('SYN-02 a cursor comes back as it was written and fits in a URL', () =>
  fc.assert(fc.property(epochs, whole, (epoch, seq) => {
    const text = encodeCursor({ epoch, seq });
    expect(text).toMatch(/^[\w-]{4,80}$/);
    expect(text).toBe(Buffer.from(`${epoch}.${seq}`).toString('base64url'));
    expect(decodeCursor(text)).toEqual({ epoch, seq });
  })));

test('SYN-02 so does one of a scope that is ordered by transactions', () =>
  fc.assert(fc.property(epochs, whole, whole, (epoch, xid, seq) => {
    const text = encodeCursor({ epoch, xid, seq });
    expect(text).toMatch(/^[\w-]{4,110}$/);
    expect(decodeCursor(text)).toEqual({ epoch, xid, seq });
  })));

test('SYN-02 anything else is nothing, and never throws', () => {
  for (const text of ['', 'x', '....', 'MS4', 'MS4xe30', '../../etc', 'é', `${encodeCursor({ epoch: 'e', seq: 2 })}A`]) expect(decodeCursor(text)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => {
    const position = decodeCursor(text);
    expect(position === null || encodeCursor(position) === text).toBe(true);
  }));
});
