import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { listen, onLine, type EventName } from '#renderer/lib/client.ts';
import { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';

export type Lines<T> = { readonly rows: RowWindow<T>; readonly total: number; readonly waiting: boolean; readonly error: AppError | null; /** The line at a place, where it has arrived. */ readonly at: (index: number) => T | undefined; readonly find: (id: string) => number | null; readonly refresh: () => void };
type Load<T> = (offset: number, limit: number) => Promise<Result<{ readonly total: number; readonly rows: readonly T[] }, AppError>>;

/** While things are being sent the state changes ten times a second; the list looks again this often. */
const REFRESH_MS = 400;

const EVENTS: readonly EventName[] = ['sync.state'];

/**
 * Lines of a long list that lives in the data process: those in view and some around, asked again whenever the state of the sync says that they
 * may have changed.
 *
 * @param key another key is another list
 * @param events what else says so; the same array every time
 */
export function useLines<T>(key: string, load: Load<T>, idOf: (line: T) => string, events: readonly EventName[] = EVENTS): Lines<T> {
  const [rows] = useState(() => new RowWindow<T>());
  const loader = useRef(load);
  const revision = useRef(0);
  useEffect(() => {
    loader.current = load;
  });
  useEffect(() => {
    rows.use({
      key,
      load: async (offset, limit) => {
        const answered = await loader.current(offset, limit);
        return answered.ok ? { ok: true, value: { ...answered.value, offset, revision: ++revision.current } } : answered;
      },
    });
  }, [rows, key]);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      waiting ??= setTimeout(() => {
        waiting = null;
        void rows.refresh();
      }, REFRESH_MS);
    };
    const stops = [...events.map((event) => listen(event, refresh)), onLine((open) => open && refresh())];
    return () => {
      for (const stop of stops) stop();
      if (waiting !== null) clearTimeout(waiting);
    };
  }, [rows, events]);
  const drawing = useSyncExternalStore(rows.subscribe, rows.drawing);
  return {
    rows, total: drawing.key === key ? drawing.total : 0, waiting: drawing.first || drawing.key !== key, error: drawing.error,
    at: (index) => (drawing.key === key ? rows.row(index) : undefined),
    find: (id) => rows.find((line) => idOf(line) === id),
    refresh: () => void rows.refresh(),
  };
}
