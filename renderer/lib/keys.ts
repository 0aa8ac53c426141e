/**
 * Keys as we write them down: `Mod+K`, `?`, `Shift+Enter`, `j`. `Mod` is Ctrl, or ⌘ on a Mac.
 * A single letter means that key alone; capitals only make them easier to read.
 */
export const keyNames = ['space', 'escape', 'enter', 'tab', 'backspace', 'delete', 'home', 'end', 'pageup', 'pagedown'] as const;
export type KeyName = (typeof keyNames)[number];

export type Chord = {
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Lower case, as `KeyboardEvent.key`; `escape`, `arrowup`, `f6`, `?`. */
  readonly key: string;
};

export const onMac = (): boolean => typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

/** Reads a written combination; null when it names no key or a modifier we do not know. */
export function parseKeys(written: string, mac = onMac()): Chord | null {
  const plus = written.endsWith('+');
  const parts = (plus ? written.slice(0, -1) : written).split('+').filter((part) => part !== '');
  if (plus) parts.push('+');
  const key = parts.pop()?.toLowerCase();
  if (key === undefined || ['ctrl', 'mod', 'alt', 'shift', 'meta'].includes(key)) return null;
  const held = parts.map((part) => part.toLowerCase());
  if (held.some((part) => !['ctrl', 'mod', 'alt', 'shift', 'meta'].includes(part))) return null;
  return {
    ctrl: held.includes('ctrl') || (held.includes('mod') && !mac),
    meta: held.includes('meta') || (held.includes('mod') && mac),
    alt: held.includes('alt'),
    shift: held.includes('shift'),
    key: key === 'space' ? ' ' : key === 'esc' ? 'escape' : key,
  };
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Whether these keys were pressed, and nothing with them.
 * On a keyboard with another script (Arabic, Cyrillic) a letter is found by its place, so that Ctrl K stays Ctrl K.
 */
export function matches(chord: Chord, event: Pressed): boolean {
  if (event.ctrlKey !== chord.ctrl || event.metaKey !== chord.meta || event.altKey !== chord.alt) return false;
  const key = event.key.toLowerCase();
  const letter = /^[a-z]$/.test(chord.key);
  // Shift makes `?` on most keyboards: for signs it is part of typing them, for letters and named keys it must be meant.
  if ((letter || chord.key.length > 1 || chord.key === ' ') && event.shiftKey !== chord.shift) return false;
  if (key === chord.key) return true;
  if (letter && key.length === 1 && !/[a-z]/.test(key)) return event.code === `Key${chord.key.toUpperCase()}`;
  // The Arabic keyboard has its own question mark.
  return chord.key === '?' && key === '؟';
}

/** Writes down what was pressed, for remapping; null while only modifiers are held. */
export function writeKeys(event: Pressed, mac = onMac()): string | null {
  const key = event.key;
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'].includes(key)) return null;
  const latin = /^Key([A-Z])$/.exec(event.code)?.[1];
  const name = key === ' ' ? 'Space' : key.length === 1 ? (latin && !/[a-z]/i.test(key) ? latin : key.toUpperCase()) : key;
  const shiftMatters = name.length > 1 || /[A-Z]/.test(name);
  return [
    event.ctrlKey ? (mac ? 'Ctrl' : 'Mod') : '',
    event.metaKey ? (mac ? 'Mod' : 'Meta') : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && shiftMatters ? 'Shift' : '',
    name,
  ]
    .filter((part) => part !== '')
    .join('+');
}

/** Two ways of writing the same keys compare equal: `mod+k` and `Mod+K`. */
export function sameKeys(one: string, other: string): boolean {
  return JSON.stringify(parseKeys(one)) === JSON.stringify(parseKeys(other));
}

export type KeyPart = { readonly kind: 'sign'; readonly sign: string } | { readonly kind: 'word'; readonly name: KeyName };

const signs: Readonly<Record<string, string>> = {
  arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→', enter: '⏎', backspace: '⌫', tab: '⇥',
};

/** What to draw for a combination: signs everybody knows, words (in the reader's language) for the rest. */
export function keyParts(written: string, mac = onMac()): KeyPart[] {
  const chord = parseKeys(written, mac);
  if (!chord) return [{ kind: 'sign', sign: written }];
  const parts: KeyPart[] = [];
  if (chord.ctrl) parts.push({ kind: 'sign', sign: mac ? '⌃' : 'Ctrl' });
  if (chord.alt) parts.push({ kind: 'sign', sign: mac ? '⌥' : 'Alt' });
  if (chord.shift) parts.push({ kind: 'sign', sign: mac ? '⇧' : 'Shift' });
  if (chord.meta) parts.push({ kind: 'sign', sign: '⌘' });
  const name = chord.key === ' ' ? 'space' : chord.key;
  const sign = signs[name];
  const word = keyNames.find((known) => known === name);
  parts.push(sign !== undefined ? { kind: 'sign', sign } : word ? { kind: 'word', name: word } : { kind: 'sign', sign: name.toUpperCase() });
  return parts;
}
