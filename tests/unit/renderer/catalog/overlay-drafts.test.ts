import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draftKey, draftsIn } from '#renderer/lib/drafts.ts';
import { handleOf } from '#shared/catalog/handle.ts';
import { Overlay } from '#renderer/catalog/overlay.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { Minor } from '#shared/kernel/money.ts';

const row = { id: 'p1', price: 32_900, compareAt: null, title: 'Babouche', marks: {} } as unknown as ProductRow;

test('an edit is seen at once, marked as unsent, and the line keeps its identity while nothing more happens', () => {
  const overlay = new Overlay();
  expect(overlay.over(row)).toBe(row);
  overlay.show('p1', { price: 29_900 as Minor });
  const shown = overlay.over(row);
  expect(shown).toMatchObject({ price: 29_900, marks: { price: 'unsent' } });
  expect(overlay.over(row)).toBe(shown);
});

test('a settled edit gives the line back; an earlier answer does not take a later edit away', () => {
  const overlay = new Overlay();
  const first = overlay.show('p1', { price: 29_900 as Minor });
  const second = overlay.show('p1', { title: 'Babouche tressée' });
  overlay.settle('p1', first);
  expect(overlay.over(row)).toMatchObject({ price: 29_900, title: 'Babouche tressée' });
  overlay.settle('p1', second);
  expect(overlay.over(row)).toBe(row);
});

test('a draft outlives the page and is forgotten when it is saved; accounts and fields do not mix', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) };
  const key = draftKey('salma', 'p1', 'texts/fr/title');
  draftsIn(storage).set(key, 'Babouche en cu');
  const later = draftsIn(storage);
  expect(later.get(key)).toBe('Babouche en cu');
  expect(later.get(draftKey('karim', 'p1', 'texts/fr/title'))).toBeNull();
  later.remove(key);
  expect(draftsIn(storage).get(key)).toBeNull();
});

test('typing goes on in memory when the browser keeps nothing', () => {
  const full = { getItem: () => null, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); }, removeItem: () => undefined };
  const drafts = draftsIn(full);
  drafts.set('k', 'typed');
  expect(drafts.get('k')).toBe('typed');
});

test.each([
  { title: 'Écharpe rayée, laine & coton', handle: 'echarpe-rayee-laine-coton' },
  { title: '  Œuvre n° 7  ', handle: 'oeuvre-n-7' },
  { title: 'ملصق مذهب', handle: 'p-890abcdef012' },
])('the address of "$title" is $handle', ({ title, handle }) => expect(handleOf(title, '01890000-0000-7000-8000-890abcdef012')).toBe(handle));

test('whatever the title, its address is one', () =>
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (title) => {
    expect(handleOf(title, '01890000-0000-7000-8000-000000000001')).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  })));
