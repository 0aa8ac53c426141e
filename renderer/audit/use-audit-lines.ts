import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditLine } from '#shared/audit/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ask, type Input } from '#renderer/lib/client.ts';

export type AuditFilter = Pick<Input<'audit.lines'>, 'kind' | 'area' | 'by' | 'shop' | 'object' | 'from'>;

/** Lines of the journal for a filter, page after page; what is on screen stays until the first page of another filter is there. */
export function useAuditLines(filter: AuditFilter) {
  const [shown, setShown] = useState<{ key: string; lines: readonly AuditLine[]; more: boolean } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [pending, setPending] = useState(false);
  const turn = useRef(0);
  const key = JSON.stringify(filter);
  const load = useCallback((after: readonly AuditLine[]) => {
    const mine = ++turn.current;
    const last = after.at(-1);
    void ask('audit.lines', { ...(JSON.parse(key) as AuditFilter), ...(last === undefined ? {} : { before: last.id }) }).then((page) => {
      if (mine !== turn.current) return;
      setPending(false);
      setError(page.ok ? null : page.error);
      if (page.ok) setShown({ key, lines: [...after, ...page.value.lines], more: page.value.more });
    });
  }, [key]);
  useEffect(() => load([]), [load]);
  const again = (after: readonly AuditLine[]) => {
    setPending(true);
    load(after);
  };
  const next = () => {
    // Lines of the filter before are no beginning for those of this one.
    if (shown?.key === key) again(shown.lines);
  };
  return { lines: shown?.lines ?? null, more: shown?.more ?? false, error, pending, next, refresh: () => again([]) };
}
