import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKeys } from '#renderer/catalog/key-input.ts';
import { movementsOf } from '#renderer/catalog/movements.ts';
import { readStretches, readTime, stretchesText, timeText } from '#renderer/catalog/time-input.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { Json } from '#shared/kernel/json.ts';
import { at, aVariant, id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';

describe('CAT-03 times of day as people type them', () => {
  test.each([
    ['9', 540], ['9h', 540], ['9h30', 570], ['09:30', 570], ['9.05', 545], [' 18:45 ', 1_125], ['٩:٣٠', 570], ['24:00', 1_440], ['0', 0],
    ['24:01', null], ['25', null], ['9:60', null], ['', null], ['-1', null], ['9:3', null], ['midi', null],
  ])('%j', (text, minute) => expect(readTime(text)).toEqual(minute === null ? { ok: false, error: null } : { ok: true, value: minute }));
  test('what is written is read', () => fc.assert(fc.property(fc.nat(1_440), (minute) => { expect(readTime(timeText(minute))).toEqual({ ok: true, value: minute }); })));
  test.each([
    ['', []], ['9:00–12:00', [{ from: 540, to: 720 }]], ['9-12, 14h - 18h30', [{ from: 540, to: 720 }, { from: 840, to: 1_110 }]], ['9–12، 14–18', [{ from: 540, to: 720 }, { from: 840, to: 1_080 }]],
    ['9', null], ['9-12-14', null], ['9-midi', null],
  ])('stretches %j', (text, stretches) => {
    const read = readStretches(text);
    expect(read).toEqual(stretches === null ? { ok: false, error: null } : { ok: true, value: stretches });
    if (read.ok) expect(readStretches(stretchesText(read.value))).toEqual(read);
  });
});

describe('CAT-03 pasted licence keys', () => {
  test.each([
    { name: 'one a line', text: 'A-1\r\n A-2 \n\nA-3', fresh: ['A-1', 'A-2', 'A-3'], doubled: [] },
    { name: 'those that are there, and those twice in the text', text: 'OLD\nA\nA', fresh: ['A'], doubled: ['OLD', 'A'] },
    { name: 'capitals tell keys apart', text: 'old', fresh: ['old'], doubled: [] },
  ])('$name', ({ text, fresh, doubled }) => expect(readKeys(text, ['OLD'])).toEqual({ fresh, doubled, tooLong: null }));
  test('one too long is named', () => expect(readKeys(`A\n${'x'.repeat(201)}`, []).tooLong).toBe('x'.repeat(201)));
});

describe('CAT-07 movements out of a history', () => {
  const v = variantIdOf(1);
  const [here, there] = [locationIdOf(1), locationIdOf(2)];
  type Change = HistoryEntry['changes'][number];
  const entry = (n: number, changes: readonly Partial<Change>[], state: HistoryEntry['state'] = 'applied'): HistoryEntry => ({
    id: id(n), at: at(n), appliedAt: null, by: 'Salma', device: null, intent: 'edit-stock', group: null, state,
    changes: changes.map((change) => ({ path: '', before: null, after: null, delta: null, reason: null, ...change })),
  });
  const onHand = (place: string) => `variants/${v}/stock/${place}/onHand`;
  const variant = aVariant({ stock: { [here]: { onHand: 7, reserved: 0, incoming: 0 }, [there]: { onHand: 3, reserved: 0, incoming: 0 } } });

  test('newest first, with what was there after each', () => {
    const moves = movementsOf([
      entry(4, [{ path: onHand(here), delta: -3, reason: 'transfer' }, { path: onHand(there), delta: 3, reason: 'transfer' }]),
      entry(3, [{ path: onHand(here), delta: 99, reason: 'receipt' }], 'rejected'),
      entry(2, [{ path: `variants/${v}/price`, before: 1, after: 2 }, { path: onHand(here), before: 4, after: 10 }]),
      entry(1, [{ path: `variants/${v}`, before: null, after: aVariant({ onHand: 4 }) as unknown as Json }]),
    ], v, variant);
    expect(moves.map(({ delta, why, balance, place }) => [delta, why, balance, place])).toEqual([
      [-3, 'transfer', 10, here], [3, 'transfer', 13, there], [6, 'counted', 10, here], [4, 'created', 4, null],
    ]);
  });
  test('other variants, ordered pieces and changes of nothing are no movements', () =>
    expect(movementsOf([entry(1, [{ path: `variants/${variantIdOf(2)}/stock/${here}/onHand`, delta: 5, reason: 'sale' }, { path: `variants/${v}/stock/${here}/incoming`, delta: 5, reason: 'receipt' }, { path: onHand(here), delta: 0, reason: 'sale' }])], v, variant)).toEqual([]));
});
