import type { Live } from '#server/socket/live.ts';
import type { ScopeName, Step, SyncRow } from '#shared/sync/model.ts';

/** Rows travel with the news while they are small; more is fetched by whoever wants it. */
const MOST_INLINE_BYTES = 16 * 1024;
const MOST_INLINE_ROWS = 64;

/** After the commit: tells the readers of each scope that it moved, with the rows where they are few. Losing this is harmless. */
export function announce(live: Live, steps: readonly Step[], rows: ReadonlyMap<ScopeName, readonly SyncRow[]>): void {
  for (const step of steps) {
    const news = rows.get(step.scope) ?? [];
    const small = news.length <= MOST_INLINE_ROWS && Buffer.byteLength(JSON.stringify(news)) <= MOST_INLINE_BYTES;
    live.poke({ ...step, rows: small ? [...news] : null });
  }
}
