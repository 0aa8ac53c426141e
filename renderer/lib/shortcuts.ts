import { useEffect, useRef, useSyncExternalStore } from 'react';
import { matches, parseKeys, sameKeys } from './keys.ts';

/**
 * Every key of the console is declared here or by a capability, once: the sheet, the foot bar and the remapping page
 * read the same list. `id` is `capability.verb`; its words are `<capability>.json` under `shortcut.<verb>`.
 *
 * - `scope` the place whose keys these are: `global`, or the name given to `useScope`
 * - `keys` may be empty: then the action is found in the palette only
 * - `inFields` also while typing (only sensible with a modifier, or for Escape)
 * - `hint` shown in the foot bar while it works
 * - `fixed` answered by the control that has the focus (the cells of a list), with the keys every program has: shown on the sheet, never remapped
 */
export type Shortcut = { readonly id: string; readonly keys: string; readonly scope: string; readonly inFields?: boolean; readonly hint?: boolean; readonly fixed?: boolean };

const declared = new Map<string, Shortcut>();
let remapped: Readonly<Record<string, string>> = {};

/** Adds the keys of one capability to the list; two shortcuts of one scope on the same keys are a mistake of ours. */
export function declareShortcuts(shortcuts: readonly Shortcut[]): void {
  for (const shortcut of shortcuts) declared.set(shortcut.id, shortcut);
}

/** All of them, in the order they were declared. */
export const allShortcuts = (): readonly Shortcut[] => [...declared.values()];

/** The keys of an action as this person has them. */
export const keysOf = (id: string): string => (declared.get(id)?.fixed ? undefined : remapped[id]) ?? declared.get(id)?.keys ?? '';

/** Whether an action still has the keys it came with. */
export const sameAsDeclared = (id: string): boolean => remapped[id] === undefined || sameKeys(remapped[id], declared.get(id)?.keys ?? '');

/** Takes over the keys a person chose; `{}` is what came with the console. */
export function remapShortcuts(changed: Readonly<Record<string, string>>): void {
  remapped = changed;
  notify();
}

/** The shortcut that already has these keys where `id` would fire; null when they are free. */
export function takenBy(id: string, keys: string): Shortcut | null {
  const own = declared.get(id);
  if (!own || keys === '') return null;
  return (
    allShortcuts().find(
      (other) => other.id !== id && (other.scope === own.scope || other.scope === 'global' || own.scope === 'global') && sameKeys(keysOf(other.id), keys),
    ) ?? null
  );
}

// ── who listens right now ─────────────────────────────────────────────────────────────────────────

type Handler = (event: KeyboardEvent) => void;
type Binding = { id: string; handler: Handler };
type Scope = { name: string; modal: boolean };

const bindings: Binding[] = [];
const scopes: Scope[] = [];
const watchers = new Set<() => void>();
/** Raised with every change, so that sheets and hints know to look again. */
let revision = 0;
function notify() {
  revision++;
  for (const watcher of watchers) watcher();
}
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Scopes whose keys work now, the innermost first; a modal one hides all behind it, the global ones too. */
export function activeScopes(): readonly string[] {
  const names: string[] = [];
  for (let i = scopes.length - 1; i >= 0; i--) {
    names.push(scopes[i]!.name);
    if (scopes[i]!.modal) return names;
  }
  return [...names, 'global'];
}

/** Shortcuts that would do something if pressed now. */
export function liveShortcuts(): readonly Shortcut[] {
  const names = activeScopes();
  const bound = new Set(bindings.map((binding) => binding.id));
  return allShortcuts()
    .filter((shortcut) => bound.has(shortcut.id) && names.includes(shortcut.scope))
    .sort((one, other) => names.indexOf(one.scope) - names.indexOf(other.scope));
}

const textual = new Set(['text', 'search', 'email', 'password', 'number', 'tel', 'url', 'date', 'time', 'datetime-local', 'month', 'week', '']);

/** Whether keys typed here are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest('input, textarea, select, [contenteditable], [role="textbox"], [role="searchbox"], [role="combobox"]');
  if (!field) return false;
  if (field.tagName === 'INPUT') return textual.has((field.getAttribute('type') ?? '').toLowerCase());
  if (field.hasAttribute('contenteditable')) return field.getAttribute('contenteditable') !== 'false';
  // A closed select button opens on letters; it is not a place to type.
  return field.tagName === 'TEXTAREA' || field.tagName === 'SELECT' || (field.getAttribute('role') !== 'combobox' || field.tagName === 'INPUT');
}

/**
 * Answers one key press: the innermost scope first, and at most one action.
 * Nothing fires in a text field (unless declared so), with a modifier that is not part of it, while an accent is composed,
 * or when a control has already taken the key.
 */
export function dispatchKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === 'Process' || event.getModifierState('AltGraph')) return false;
  const typing = isTextField(event.target);
  for (const scope of activeScopes()) {
    for (let i = bindings.length - 1; i >= 0; i--) {
      const { id, handler } = bindings[i]!;
      const shortcut = declared.get(id);
      if (!shortcut || shortcut.fixed || shortcut.scope !== scope) continue;
      if (typing && !shortcut.inFields) continue;
      const chord = parseKeys(keysOf(id));
      if (!chord || !matches(chord, event)) continue;
      event.preventDefault();
      if (!event.repeat || chord.key.startsWith('arrow') || chord.key === 'j' || chord.key === 'k') handler(event);
      return true;
    }
  }
  return false;
}

/** Does what a key would do; used by the palette. */
export function runShortcut(id: string): void {
  const binding = bindings.findLast((candidate) => candidate.id === id);
  binding?.handler(new KeyboardEvent('keydown'));
}

let listening = 0;
const listener = (event: KeyboardEvent) => void dispatchKey(event);

/** Listens on the window; called once by the app. */
export function listenForShortcuts(): () => void {
  if (listening++ === 0) window.addEventListener('keydown', listener);
  return () => {
    if (--listening === 0) window.removeEventListener('keydown', listener);
  };
}

/** Binds an action to its keys while this component is there. */
export function useShortcut(id: string, handler: Handler, { enabled = true }: { enabled?: boolean } = {}): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    const binding: Binding = { id, handler: (event) => latest.current(event) };
    bindings.push(binding);
    notify();
    return () => {
      bindings.splice(bindings.indexOf(binding), 1);
      notify();
    };
  }, [id, enabled]);
}

/** Makes the keys of a place work while it is on screen; a modal place (a dialog) silences those behind it. */
export function useScope(name: string, { modal = false, enabled = true }: { modal?: boolean; enabled?: boolean } = {}): void {
  useEffect(() => {
    if (!enabled) return;
    const scope: Scope = { name, modal };
    scopes.push(scope);
    notify();
    return () => {
      scopes.splice(scopes.indexOf(scope), 1);
      notify();
    };
  }, [name, modal, enabled]);
}

/** Draws again whenever keys or places change. */
export function useShortcutRevision(): number {
  return useSyncExternalStore(watch, () => revision);
}
