import { useEffect } from 'react';
import { SECOND_MS } from '#shared/kernel/time.ts';

const EVERY_MS = 10 * SECOND_MS;

/** Asks again now and then while the window is looked at: somebody else decides on the same runs at another console. */
export function useFresh(refresh: () => void): void {
  useEffect(() => {
    const again = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    const timer = setInterval(again, EVERY_MS);
    window.addEventListener('focus', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', again);
    };
  }, [refresh]);
}
