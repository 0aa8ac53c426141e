import { useSyncExternalStore } from 'react';

/** Where the window is: the parts of the path after `#/`, and the query behind it. */
export type Location = { readonly parts: readonly string[]; readonly query: URLSearchParams; readonly href: string };

/** Reads `#/catalog/0190…?view=low`; anything that is not a path of ours is the start page. */
export function parseHash(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '').map(decode);
  return { parts, query: new URLSearchParams(query), href: hash };
}

// A hand-edited address may hold a lone percent sign; it is then taken as it stands.
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `#/catalog/0190…?from=palette` */
export function hrefOf(parts: readonly string[], query?: Readonly<Record<string, string>>): string {
  const path = parts.map(encodeURIComponent).join('/');
  const search = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : '';
  return `#/${path}${search}`;
}

/** Goes somewhere; `replace` leaves no step to come back to (a filter that changes while typing). */
export function navigate(href: string, { replace = false }: { replace?: boolean } = {}): void {
  if (href === location.hash) return;
  if (replace) {
    history.replaceState(null, '', href);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else location.hash = href;
}

let current = parseHash(typeof location === 'undefined' ? '' : location.hash);
const watchers = new Set<() => void>();

function onHash() {
  const next = location.hash;
  if (next === current.href) return;
  current = parseHash(next);
  for (const watcher of watchers) watcher();
}

function subscribe(changed: () => void) {
  if (watchers.size === 0) {
    // Nobody looked while the sign-in page was up: the place may have changed (the next person starts at the start page).
    if (location.hash !== current.href) current = parseHash(location.hash);
    window.addEventListener('hashchange', onHash);
  }
  watchers.add(changed);
  return () => {
    watchers.delete(changed);
    if (watchers.size === 0) window.removeEventListener('hashchange', onHash);
  };
}

/** The place on screen; draws again when it changes. */
export const useLocation = (): Location => useSyncExternalStore(subscribe, () => current);
