import { useEffect, useState } from 'react';
import type { EpochMs } from '#shared/kernel/time.ts';

const now = () => Date.now() as EpochMs;

/** The time of day, looked at again every so often, for "3 minutes ago" and countdowns. */
export function useNow(everyMs: number): EpochMs {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const look = () => setAt(now());
    const timer = setInterval(look, everyMs);
    // A window that was hidden, or a machine that slept, has had no ticks.
    const back = () => { if (document.visibilityState === 'visible') look(); };
    document.addEventListener('visibilitychange', back);
    window.addEventListener('focus', back);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', back);
      window.removeEventListener('focus', back);
    };
  }, [everyMs]);
  return at;
}
