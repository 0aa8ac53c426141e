import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let watched: MediaQueryList | null = null;

/** A query tells only that this density is left; the next one is watched by a query of its own. */
function watch(): void {
  watched = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  watched.addEventListener('change', changed, { once: true });
}
function changed(): void {
  watch();
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  if (watched === null) watch();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Device pixels per CSS pixel; another after zooming or on another screen. */
export const useDensity = (): number => useSyncExternalStore(subscribe, () => devicePixelRatio);
