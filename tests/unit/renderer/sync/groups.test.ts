import { expect, test } from 'vitest';
import fc from 'fast-check';
import { groupChanges, groupConflicts } from '#renderer/sync/groups.ts';
import { natureOf, placeOf } from '#renderer/sync/describe-field.ts';
import { remainingMs } from '#renderer/sync/remaining-time.ts';
import { aConflict, anUnsentChange, builderId } from '#tests/builders/window.ts';

test('SYN-12 every change is on exactly one line, and those of one bulk edit on the same', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(null, builderId(71), builderId(72), builderId(73)), { maxLength: 60 }), (groups) => {
      const changes = groups.map((group, n) => anUnsentChange(n, { group }));
      const lines = groupChanges(changes);
      expect(lines.flatMap((line) => line.changes.map((change) => change.mid)).sort()).toEqual(changes.map((change) => change.mid).sort());
      for (const line of lines) expect(new Set(line.changes.map((change) => change.group)).size).toBe(1);
      expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
    }),
  ));

test('conflicts of one record are decided together', () => {
  const records = groupConflicts([aConflict(1), aConflict(2), aConflict(1, { id: builderId(9) })]);
  expect(records.map((record) => record.conflicts.length)).toEqual([2, 1]);
});

test.each([
  { path: `variants/${builderId(1)}/price`, nature: 'money' },
  { path: `variants/${builderId(1)}/compareAt`, nature: 'money' },
  { path: `variants/${builderId(1)}/stock/${builderId(2)}/onHand`, nature: 'count' },
  { path: 'status', nature: 'status' },
  { path: 'categoryId', nature: 'category' },
  { path: 'texts/fr/description', nature: 'long' },
  { path: 'texts/fr/title', nature: 'text' },
  { path: `variants/${builderId(1)}`, nature: 'whole' },
  { path: 'attributes/price', nature: 'text' },
])('natureOf: $path', ({ path, nature }) => expect(natureOf(path)).toBe(nature));

test('a text says its language, whatever is known of the record', () =>
  expect(placeOf('texts/ar/title', { product: null, shop: null, currency: null })).toEqual(['العربية']));

test.each([
  { name: 'nothing is promised from two samples', samples: [{ at: 0, doneBytes: 0 }, { at: 1_000, doneBytes: 10 }], left: null },
  { name: 'nor within half a second', samples: [{ at: 0, doneBytes: 0 }, { at: 100, doneBytes: 5 }, { at: 200, doneBytes: 10 }], left: null },
  { name: 'nor while it stands still', samples: [{ at: 0, doneBytes: 5 }, { at: 900, doneBytes: 5 }, { at: 1_800, doneBytes: 5 }], left: null },
  { name: 'speed of the last samples', samples: [{ at: 0, doneBytes: 0 }, { at: 500, doneBytes: 10 }, { at: 1_000, doneBytes: 20 }], left: 4_000 },
])('remainingMs: $name', ({ samples, left }) => expect(remainingMs(samples, 100)).toBe(left));
