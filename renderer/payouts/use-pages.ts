import { useCallback, useState } from 'react';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';

type Loaded<Row> = { readonly rows: readonly Row[]; readonly more: boolean | null; readonly error: AppError | null; /** Where the first page ended when they were read. */ readonly after: string | number | null };

/**
 * More of a list, page by page: what was read after the first page, which may be asked anew meanwhile without losing it. Where the first page ends elsewhere
 * since, something came in before them: they are read anew, so that none is missing between the two.
 *
 * @param end what tells the last row of the first page from others
 */
export function usePages<Row>(end: string | number | null, load: (after: Row) => Promise<Result<{ readonly rows: readonly Row[]; readonly more: boolean }, AppError>>): { readonly rows: readonly Row[]; readonly more: boolean | null; readonly isLoading: boolean; readonly error: AppError | null; readonly next: (last: Row) => void } {
  const [state, setState] = useState<Loaded<Row>>({ rows: [], more: null, error: null, after: end });
  const [isLoading, setLoading] = useState(false);
  const next = useCallback((last: Row) => {
    setLoading(true);
    void load(last).then((told) => {
      setLoading(false);
      setState((before) => {
        const { rows, more } = before.after === end ? before : { rows: [], more: null };
        return told.ok ? { rows: [...rows, ...told.value.rows], more: told.value.more, error: null, after: end } : { rows, more, error: told.error, after: end };
      });
    });
  }, [load, end]);
  const { rows, more, error } = state.after === end ? state : { rows: [], more: null, error: null };
  return { rows, more, error, isLoading, next };
}
