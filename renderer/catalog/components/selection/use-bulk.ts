import { useEffect, useState } from 'react';
import { ask, listen } from '#renderer/lib/client.ts';
import { freshId } from '../views/use-views.ts';

export type Bulk = { readonly work: string; readonly done: number; readonly total: number; readonly stopping: boolean };

/** A change of many products under way: how far it is, and the way to stop it. Nothing of a stopped one stays. */
export function useBulk(): { bulk: Bulk | null; run: <T>(total: number, change: (work: string) => Promise<T>) => Promise<T>; stop: () => void } {
  const [bulk, setBulk] = useState<Bulk | null>(null);
  useEffect(() => listen('catalog.working', ({ work, done, total }) => setBulk((now) => (now?.work === work ? { ...now, done, total } : now))), []);
  return {
    bulk,
    run: async (total, change) => {
      const work = freshId();
      setBulk({ work, done: 0, total, stopping: false });
      const answer = await change(work);
      setBulk(null);
      return answer;
    },
    stop: () => {
      if (bulk === null) return;
      setBulk({ ...bulk, stopping: true });
      void ask('catalog.cancel', { work: bulk.work });
    },
  };
}
