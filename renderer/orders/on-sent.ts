import { listen } from '#renderer/lib/client.ts';

/**
 * Calls back when more or fewer changes wait to be sent than before: an order that was sent is the same order, only its mark goes.
 *
 * @returns how to stop
 */
export function onSent(again: () => void): () => void {
  let waiting: number | null = null;
  return listen('sync.state', ({ unsent, rejected }) => {
    const now = unsent + rejected;
    if (waiting !== now) again();
    waiting = now;
  });
}
