import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, listen, onLine } from '#renderer/lib/client.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** Where a job stands, followed while something goes on; null without a job, and until it answered. */
export function useHead(id: string | null): { head: PlanHead | null; error: AppError | null; setHead: (head: PlanHead) => void } {
  const [known, setKnown] = useState<{ id: string; head: PlanHead | null; error: AppError | null } | null>(null);
  const isApplied = useRef(false);
  const setHead = useCallback((head: PlanHead) => setKnown({ id: head.id, head, error: null }), []);
  useEffect(() => {
    if (id === null) return;
    let isHere = true;
    const look = (): void => void ask('bulk.look', { plan: id }).then((looked) => {
      if (isHere) setKnown((before) => (looked.ok ? { id, head: looked.value, error: null } : { id, head: before?.id === id ? before.head : null, error: looked.error }));
    });
    look();
    const deaf = listen('bulk.changed', (told) => {
      if (told.id === id) setHead(told);
    });
    // What was applied may be taken back anywhere: by Ctrl+Z in the list, from another machine.
    const deafToo = listen('catalog.changed', () => {
      if (isApplied.current) look();
    });
    // The data process came back: what it was computing begins again.
    const offLine = onLine((open) => {
      if (open) look();
    });
    return () => {
      isHere = false;
      deaf();
      deafToo();
      offLine();
    };
  }, [id, setHead]);
  const mine = known?.id === id ? known : null;
  useEffect(() => {
    isApplied.current = mine?.head?.state === 'applied';
  });
  return { head: mine?.head ?? null, error: mine?.error ?? null, setHead };
}
