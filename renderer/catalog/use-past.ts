import { useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { useHistory } from './use-product.ts';

/** As many entries come at once. */
const PAGE = 500;

export type Past = {
  /** Newest first, without gaps; null until the first answer. */
  readonly entries: readonly HistoryEntry[] | null;
  readonly error: AppError | null;
  readonly retry: () => void;
  /** The server answered: what is here is what it tells. */
  readonly complete: boolean;
  /** Older entries are there to be asked for. */
  readonly hasMore: boolean;
  readonly loading: boolean;
  /** Asks for older ones until `enough` says so or there are none. @returns what is here then; null when it could not be had */
  readonly more: (enough: (entries: readonly HistoryEntry[]) => boolean) => Promise<readonly HistoryEntry[] | null>;
};

type Older = { readonly entries: readonly HistoryEntry[]; /** Where they go on; undefined: the newest page says. */ readonly next: string | null | undefined };

/** The whole history of a product, page by page: the newest follows what happens, older pages stay as they are. */
export function usePast(id: ProductId): Past {
  const newest = useHistory(id, PAGE);
  const [older, setOlder] = useState<Older>({ entries: [], next: undefined });
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [page, setPage] = useState(newest.data);
  if (newest.data !== null && page !== newest.data) {
    setPage(newest.data);
    // What new entries push out of the newest page is not forgotten; what waited here may have been taken back.
    const shown = new Set(newest.data.entries.map((entry) => entry.id));
    const pushed = page !== null && older.next !== undefined ? page.entries.filter((entry) => entry.appliedAt !== null && !shown.has(entry.id)) : [];
    if (pushed.length > 0) setOlder({ ...older, entries: joined(pushed, older.entries) });
  }
  const next = older.next === undefined ? (newest.data?.next ?? null) : older.next;
  return {
    entries: newest.data === null ? null : joined(newest.data.entries, older.entries),
    error: newest.error ?? error, complete: newest.data?.complete ?? false, hasMore: next !== null, loading,
    retry: () => {
      setError(null);
      newest.refresh();
    },
    more: async (enough) => {
      if (newest.data === null || loading) return null;
      let [all, before] = [joined(newest.data.entries, older.entries), next];
      setLoading(true);
      while (before !== null && !enough(all)) {
        const told = await ask('catalog.history', { id, limit: PAGE, before });
        if (!told.ok || !told.value.complete) {
          setLoading(false);
          if (!told.ok) setError(told.error);
          return null;
        }
        all = joined(all, told.value.entries);
        before = told.value.next;
      }
      setOlder({ entries: all, next: before });
      setLoading(false);
      return all;
    },
  };
}

/** Two stretches of one history, the newer first; what is in both stands in the newer. */
function joined(newer: readonly HistoryEntry[], older: readonly HistoryEntry[]): readonly HistoryEntry[] {
  if (older.length === 0) return newer;
  const known = new Set(newer.map((entry) => entry.id));
  return [...newer, ...older.filter((entry) => !known.has(entry.id) && entry.appliedAt !== null)];
}
