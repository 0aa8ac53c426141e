import { editable } from '#shared/contract/editable.ts';
import type { Json } from '#shared/kernel/json.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '#shared/kernel/time.ts';
import { finishEdit } from '#shared/sync/apply.ts';
import type { Preflight } from '#shared/sync/sync-state.ts';
import { replay } from '#shared/sync/merge.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { pause, type Scheduler } from '../runtime/scheduler.ts';
import { editsAfter } from './outbox-lines.ts';
import { countUnsent, shadowOf } from './store.ts';

/** So long without a word from the server counts as having been away: a coffee is not, a train ride is. */
export const AWAY_MS = HOUR_MS;
/** When something needs somebody, sending waits this long for them to look; nobody at the console holds it up for good. */
export const HOLD_MS = MINUTE_MS;
/** And what became of it stays on screen so long after everything is sent. */
const SHOWN_MS = 2 * MINUTE_MS;
const AT_ONCE = 25;

export type PreflightDesk = {
  /** Somebody was away and has edits that wait: what would become of them is looked at before they are sent. */
  due(lastSyncAt: EpochMs | null): boolean;
  /** Replays what waits on the server's copies as they are here now: call it after a pull. */
  look(lastSyncAt: EpochMs): Promise<Preflight>;
  /** Sending waits for somebody to look. */
  held(): boolean;
  /** "Send now". */
  release(): void;
  /** Something was sent; with nothing left the summary stays for some minutes. */
  sent(): void;
  current(): Preflight | null;
};

/** Tells what sending would lead to after a time away, before it is sent. */
export function preflightDesk({ db, actor, scheduler }: { readonly db: () => CacheDb; readonly actor: () => Actor | null; readonly scheduler: Scheduler }): PreflightDesk {
  let now: Preflight | null = null;
  let doneAt: EpochMs | null = null;
  let lookedAt = 0 as EpochMs;
  const longAgo = (at: EpochMs): boolean => scheduler.now() - at >= AWAY_MS;
  return {
    // A look from before another time away says nothing about what is there now.
    due: (lastSyncAt) => (now === null || doneAt !== null || longAgo(lookedAt)) && lastSyncAt !== null && longAgo(lastSyncAt) && countUnsent(db()) > 0,
    look: async (awaySince) => {
      doneAt = null;
      lookedAt = scheduler.now();
      const counts = await lookAhead(db(), actor(), scheduler);
      now = { awaySince, ...counts, heldUntil: counts.conflicts + counts.refused > 0 ? ((scheduler.now() + HOLD_MS) as EpochMs) : null };
      return now;
    },
    // A clock that was set back to before the look has nothing to say about how long is left.
    held: () => now !== null && now.heldUntil !== null && scheduler.now() >= lookedAt && scheduler.now() < now.heldUntil,
    release: () => {
      if (now !== null) now = { ...now, heldUntil: null };
    },
    sent: () => {
      if (now === null || countUnsent(db()) > 0) return;
      doneAt ??= scheduler.now();
      if (scheduler.now() - doneAt >= SHOWN_MS) now = null;
    },
    current: () => (doneAt !== null && scheduler.now() - doneAt >= SHOWN_MS ? null : now),
  };
}

type Counts = Pick<Preflight, 'total' | 'applies' | 'merges' | 'conflicts' | 'refused'>;

/**
 * Replays the waiting edits in order on the server's copies, with the merge and the rules the server uses. Nothing is written. What only the
 * server knows (codes of products this person does not see, other consoles' edits on their way) it decides when they arrive.
 */
export async function lookAhead(db: CacheDb, actor: Actor | null, scheduler: Scheduler): Promise<Counts> {
  const counts = { total: 0, applies: 0, merges: 0, conflicts: 0, refused: 0 };
  if (actor === null) return counts;
  const docs = new Map<string, Json | null>();
  for (let after = 0; ; ) {
    const page = editsAfter(db, after, AT_ONCE);
    for (const { mutation, state } of page) {
      after = mutation.cseq;
      const description = editable[mutation.entity]?.description;
      if (state === 'rejected' || description === undefined) continue;
      const key = mutation.id;
      const before = docs.has(key) ? docs.get(key)! : (shadowOf(db, mutation.entity, key)?.doc ?? null);
      const result = replay(description, before, mutation, actor);
      counts.total++;
      if (result.kind === 'applied') counts.applies++;
      else if (result.kind === 'merged') counts.merges++;
      else if (result.kind === 'conflict') counts.conflicts++;
      else counts.refused++;
      docs.set(key, result.kind === 'rejected' ? before : result.doc === null ? null : before === null ? result.doc : finishEdit(description, before, result.doc, mutation.madeAt));
    }
    if (page.length < AT_ONCE) return counts;
    await pause(scheduler);
    if (!db.isOpen) return counts;
  }
}
