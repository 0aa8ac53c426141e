import { expect, test } from 'vitest';
import fc from 'fast-check';
import { themeOf } from '#renderer/app/appearance.ts';
import { matchActions } from '#renderer/app/palette/match-actions.ts';
import type { PaletteEntry } from '#renderer/app/palette/palette-entry.ts';
import { hrefOf, parseHash } from '#renderer/app/router.ts';
import { Sun } from 'lucide-react';

test.each([
  { hash: '', parts: [] },
  { hash: '#/', parts: [] },
  { hash: '#/catalog/0190', parts: ['catalog', '0190'] },
  { hash: '#catalog', parts: ['catalog'] },
  { hash: '#/catalog/%', parts: ['catalog', '%'] },
])('parseHash: "$hash"', ({ hash, parts }) => expect(parseHash(hash).parts).toEqual(parts));

test('what is written into an address is read back out of it', () =>
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' })), fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 }), (parts, query) => {
      const read = parseHash(hrefOf(parts, query));
      expect(read.parts).toEqual(parts);
      expect(Object.fromEntries(read.query)).toEqual({ ...query });
    }),
  ));

test.each([
  { choice: 'system', dark: false, more: false, theme: 'light' },
  { choice: 'system', dark: true, more: false, theme: 'dark' },
  { choice: 'system', dark: true, more: true, theme: 'contrast-dark' },
  { choice: 'light', dark: true, more: false, theme: 'light' },
  { choice: 'dark', dark: false, more: true, theme: 'dark' },
  { choice: 'high-contrast', dark: false, more: false, theme: 'contrast-light' },
  { choice: 'high-contrast', dark: true, more: false, theme: 'contrast-dark' },
] as const)('themeOf: $choice on a system with dark $dark, more contrast $more', ({ choice, dark, more, theme }) => expect(themeOf(choice, { dark, moreContrast: more })).toBe(theme));

const action = (label: string): PaletteEntry => ({ id: label, kind: 'action', label, icon: Sun, run: () => undefined });
const actions = ['Couleurs : Sombre', 'Couleurs : Clair', 'Aller à la synchronisation', 'المزامنة الآن'].map(action);
test.each([
  { text: '', found: 4 },
  { text: 'sombre', found: ['Couleurs : Sombre'] },
  { text: 'cou cl', found: ['Couleurs : Clair'] },
  { text: 'a synch', found: ['Aller à la synchronisation'] },
  { text: 'المزامنه', found: ['المزامنة الآن'] },
  { text: 'ombre', found: [] },
])('matchActions: "$text"', ({ text, found }) => {
  const labels = matchActions(actions, text).map(({ label }) => label);
  if (typeof found === 'number') expect(labels).toHaveLength(found);
  else expect(labels).toEqual(found);
});
