import { expect, test } from 'vitest';
import { draftKey, draftsIn } from '#renderer/lib/drafts.ts';
import { keepRefusals, recallRefusals } from '#renderer/media/kept-refusals.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';

/** What a window's session keeps over a reload: the storage, and nothing in memory. */
function aWindow() {
  const items = new Map<string, string>();
  const storage = { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, text: string) => void items.set(key, text), removeItem: (key: string) => void items.delete(key) };
  return { reloaded: () => draftsIn(storage), items };
}
const refused = (name: string, productId = null as ReturnType<typeof productIdOf> | null) => ({ shopId: shopIdOf(1), productId, name, bytes: 0, error: { code: 'rule-broken' as const, rule: 'picture-empty', field: name } });

test('IMG-02 which files were not taken, and why, is still said after a reload, to who dropped them', () => {
  const window = aWindow();
  const kept = [refused('vide.jpg'), refused('lourde.jpg', productIdOf(1))];
  keepRefusals(window.reloaded(), 'salma', [...kept, { ...refused('attend.jpg'), error: null }]);
  expect(recallRefusals(window.reloaded(), 'salma')).toEqual(kept);
  expect(recallRefusals(window.reloaded(), 'karim')).toEqual([]);
  keepRefusals(window.reloaded(), 'salma', []);
  expect([...window.items]).toEqual([]);
});

test('of thousands the last are kept, and what somebody meddled with is nothing', () => {
  const window = aWindow();
  keepRefusals(window.reloaded(), 'salma', Array.from({ length: 700 }, (_, n) => refused(`${n}.jpg`)));
  const names = recallRefusals(window.reloaded(), 'salma').map(({ name }) => name);
  expect([names.length, names[0], names.at(-1)]).toEqual([500, '200.jpg', '699.jpg']);
  for (const text of ['{', '[{"name":1}]']) {
    window.items.set(draftKey('salma', 'pictures', 'refused'), text);
    expect(recallRefusals(window.reloaded(), 'salma')).toEqual([]);
  }
});
