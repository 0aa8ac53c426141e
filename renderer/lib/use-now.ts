import { useEffect, useState } from 'react';
import type { EpochMs } from '#shared/kernel/time.ts';

const now = () => Date.now() as EpochMs;

/** The time of day, looked at again every so often, for "3 minutes ago" and countdowns. */
export function useNow(everyMs: number): EpochMs {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
