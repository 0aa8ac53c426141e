import { useEffect } from 'react';
import { onLine } from '../client.ts';
import type { RowWindow } from './row-window.ts';

/** What says that lines may have changed: calls back each time, until the answer is called. The same function every time. */
export type Telling = (changed: () => void) => () => void;

/** Keeps a list up to date: it looks again when it is shown, when something says that lines changed, and when the data process came back. */
export function useRefreshed<Row>(rows: RowWindow<Row>, tells: Telling): void {
  useEffect(() => {
    let waiting: number | null = null;
    // A pull of a thousand records tells it many times: the list looks again once a frame at most.
    const refresh = () => {
      waiting ??= requestAnimationFrame(() => {
        waiting = null;
        void rows.refresh();
      });
    };
    const stop = tells(refresh);
    const stopLine = onLine((open) => {
      if (open) refresh();
    });
    void rows.refresh();
    return () => {
      stop();
      stopLine();
      if (waiting !== null) cancelAnimationFrame(waiting);
    };
  }, [rows, tells]);
}
