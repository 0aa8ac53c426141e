import { describe, expect, test } from 'vitest';
import { keyParts, matches, parseKeys, sameKeys, writeKeys } from '#renderer/lib/keys.ts';

const press = (key: string, held: { ctrl?: boolean; meta?: boolean; alt?: boolean; shift?: boolean; code?: string } = {}) => ({
  key, code: held.code ?? (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : ''),
  ctrlKey: held.ctrl ?? false, metaKey: held.meta ?? false, altKey: held.alt ?? false, shiftKey: held.shift ?? false,
});
const fires = (written: string, event: ReturnType<typeof press>, mac = false) => matches(parseKeys(written, mac)!, event);

describe('PLT-03 which keys an action answers to', () => {
  test.each([
    { name: 'the letter alone', written: 'J', event: press('j'), yes: true },
    { name: 'not with Ctrl', written: 'J', event: press('j', { ctrl: true }), yes: false },
    { name: 'not with Alt', written: 'J', event: press('j', { alt: true }), yes: false },
    { name: 'not with the Meta key', written: 'J', event: press('j', { meta: true }), yes: false },
    { name: 'not with Shift', written: 'J', event: press('J', { shift: true }), yes: false },
    { name: 'a question mark is typed with Shift', written: '?', event: press('?', { shift: true }), yes: true },
    { name: 'the Arabic question mark', written: '?', event: press('؟', { shift: true }), yes: true },
    { name: 'Ctrl K on an Arabic keyboard, found by its place', written: 'Mod+K', event: press('ن', { ctrl: true, code: 'KeyK' }), yes: true },
    { name: 'a French keyboard keeps its own letters', written: 'A', event: press('a', { code: 'KeyQ' }), yes: true },
    { name: 'and is not read by place', written: 'Q', event: press('a', { code: 'KeyQ' }), yes: false },
    { name: 'Shift Enter is not Enter', written: 'Enter', event: press('Enter', { shift: true }), yes: false },
    { name: 'Ctrl Shift S', written: 'Mod+Shift+S', event: press('S', { ctrl: true, shift: true }), yes: true },
  ])('$name', ({ written, event, yes }) => expect(fires(written, event)).toBe(yes));

  test('Mod is ⌘ on a Mac', () => {
    expect(fires('Mod+K', press('k', { meta: true }), true)).toBe(true);
    expect(fires('Mod+K', press('k', { ctrl: true }), true)).toBe(false);
  });
});

test.each(['', 'Ctrl', 'Mod+Shift', 'Hyper+K'])('"%s" is no combination', (written) => expect(parseKeys(written, false)).toBeNull());

test('what is written down from a press fires on the same press', () => {
  for (const event of [press('j'), press('K', { ctrl: true, shift: true }), press('?', { shift: true }), press('ن', { ctrl: true, code: 'KeyK' }), press('F6'), press(' '), press('+', { ctrl: true })]) {
    const written = writeKeys(event, false);
    expect(written, event.key).not.toBeNull();
    expect(fires(written!, event), written!).toBe(true);
  }
});

test('modifiers alone are not written down', () => expect(writeKeys(press('Control', { ctrl: true }), false)).toBeNull());

test('two spellings are the same keys', () => {
  expect(sameKeys('mod+shift+s', 'Mod+Shift+S')).toBe(true);
  expect(sameKeys('Mod+S', 'Mod+Shift+S')).toBe(false);
});

test('drawn as signs and words', () => {
  expect(keyParts('Mod+K', false)).toEqual([{ kind: 'sign', sign: 'Ctrl' }, { kind: 'sign', sign: 'K' }]);
  expect(keyParts('Mod+K', true)).toEqual([{ kind: 'sign', sign: '⌘' }, { kind: 'sign', sign: 'K' }]);
  expect(keyParts('Space', false)).toEqual([{ kind: 'word', name: 'space' }]);
  expect(keyParts('Enter', false)).toEqual([{ kind: 'sign', sign: '⏎' }]);
});
