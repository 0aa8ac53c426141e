import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assert, assertNever, BrokenPromise } from '#shared/kernel/assert.ts';
import { uuid, uuidv7 } from '#shared/kernel/ids.ts';
import { reachableFrom, transition, type Transitions } from '#shared/kernel/state-machine.ts';
import { fold } from '#shared/kernel/text.ts';
import type { EpochMs } from '#shared/kernel/time.ts';

describe('uuidv7', () => {
  const zeros = (bytes: Uint8Array) => bytes.fill(0);
  test('the example of RFC 9562, appendix A.6', () => {
    const random = (bytes: Uint8Array) => {
      bytes.set([0x7c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
      bytes[0] = 0x0c;
      return bytes;
    };
    expect(uuidv7(() => 0x017f22e279b0 as EpochMs, random)).toMatch(/^017f22e2-79b0-7cc3-98c4-dc0c0c07398f$/);
  });
  test('ids sort by the time they were made, and carry version and variant', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), fc.nat({ max: 1_000_000 }), (early, later) => {
        const one = uuidv7(() => early as EpochMs, zeros);
        const two = uuidv7(() => (early + later + 1) as EpochMs, zeros);
        expect(one < two).toBe(true);
        expect(uuid.safeParse(one).success).toBe(true);
        expect(one[14]).toBe('7');
        expect('89ab').toContain(one[19]);
      }),
    );
  });
});

describe('state machine', () => {
  const lamp: Transitions<'off' | 'on' | 'broken'> = { off: ['on'], on: ['off', 'broken'], broken: [] };
  test('a legal move', () => expect(transition(lamp, 'off', 'on')).toEqual({ ok: true, value: 'on' }));
  test('an illegal one names the legal choices', () => {
    expect(transition(lamp, 'off', 'broken')).toEqual({ ok: false, error: { code: 'illegal-transition', from: 'off', to: 'broken', legal: ['on'] } });
  });
  test('what can be reached', () => {
    expect([...reachableFrom(lamp, 'off')].sort()).toEqual(['broken', 'off', 'on']);
    expect([...reachableFrom(lamp, 'broken')]).toEqual(['broken']);
  });
});

describe('fold', () => {
  test.each([
    ['Éclair', 'eclair'], ['ŒUVRE', 'oeuvre'], ['Straße', 'strasse'], ['STRAẞE', 'strasse'], ['  deux   mots ', 'deux mots'], ['أحمد', 'احمد'], ['إبريق', 'ابريق'], ['مَدْرَسَة', 'مدرسه'], ['مصطفى', 'مصطفي'],
    ['بابـــوش', 'بابوش'], ['ﬁl', 'fil'], ['Ｎｏｕｒ', 'nour'],
  ])('%s becomes %s', (text, folded) => expect(fold(text)).toBe(folded));
  test('folding twice changes nothing more', () => fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text))));
});

test('assert and assertNever name the broken promise', () => {
  expect(() => assert(false, () => 'order 7 has no lines')).toThrow(new BrokenPromise('order 7 has no lines'));
  expect(() => assertNever('x' as never)).toThrow('unexpected case "x"');
});
