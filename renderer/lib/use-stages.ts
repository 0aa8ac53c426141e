import { startTransition, useEffect, useState } from 'react';

/**
 * Lets a heavy page come in pieces: a key pressed meanwhile is heard between two of them. What is drawn from the first moment on is stage 0; the next
 * is begun once the one before is on screen.
 *
 * @param last the stage at which everything is there
 * @returns the stage that may be drawn by now
 */
export function useStages(last: number): number {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    if (stage >= last) return;
    const timer = setTimeout(() => startTransition(() => setStage(stage + 1)));
    return () => clearTimeout(timer);
  }, [stage, last]);
  return stage;
}
