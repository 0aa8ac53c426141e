import { useCallback, useState } from 'react';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';

/** More of a list, page by page: what was read after the first page, which may be asked anew meanwhile without losing it. */
export function usePages<Row>(load: (after: Row) => Promise<Result<{ readonly rows: readonly Row[]; readonly more: boolean }, AppError>>): { readonly rows: readonly Row[]; readonly more: boolean | null; readonly isLoading: boolean; readonly error: AppError | null; readonly next: (last: Row) => void } {
  const [state, setState] = useState<{ rows: readonly Row[]; more: boolean | null; error: AppError | null }>({ rows: [], more: null, error: null });
  const [isLoading, setLoading] = useState(false);
  const next = useCallback((last: Row) => {
    setLoading(true);
    void load(last).then((told) => {
      setLoading(false);
      setState((before) => (told.ok ? { rows: [...before.rows, ...told.value.rows], more: told.value.more, error: null } : { ...before, error: told.error }));
    });
  }, [load]);
  return { ...state, isLoading, next };
}
