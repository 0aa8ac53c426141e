import { AppFailure } from '#shared/kernel/errors.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { Message } from '#shared/messaging/model.ts';
import type { EditContext } from '../catalog/edit.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { insertEdit, lastCseq } from '../sync/store.ts';
import { refuse } from '../sync/refuse.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import { dueToLeave, nextToLeave, takeLeaving } from './drafts.ts';
import { writeMessage } from './message-edit.ts';

/** How long a message can be taken back after it was sent off. */
export const UNDO_SEND_MS = 10 * SECOND_MS;

/**
 * Lets go of every message whose time has come: out of those that wait here and into the outbox in one transaction, so that a crash sends it once or later, never twice.
 * One that a rule has come to stand against (a colleague answered) is kept as refused, with its text.
 *
 * @returns how many left or were refused
 */
export function letGo(db: WritableDb, context: EditContext): number {
  const due = dueToLeave(db, context.at);
  for (const { message } of due) {
    takeLeaving(db, message.id);
    try {
      writeMessage(db, message, context);
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      keepRefused(db, message, cause.error, context);
    }
  }
  return due.length;
}

function keepRefused(db: WritableDb, message: Message, error: AppFailure['error'], { at, newId }: EditContext): void {
  const mid = newId() as never;
  insertEdit(db, { mid, cseq: lastCseq(db) + 1, group: null, entity: 'message', id: message.id as never, baseVersion: 0, action: 'create', ops: [], doc: message as never, intent: `send-${message.kind}`, madeAt: at });
  refuse(db, mid, error);
  db.notes.conversation(message.conversationId);
}

/** The longest pause between two looks: a machine that slept comes back later than its timer. */
const LOOK_MS = 30 * SECOND_MS;

/** Looks when the next message is due, as long as a cache is open. */
export function keepSending(deps: { readonly cache: () => CacheDb | null; readonly context: () => EditContext | null; readonly scheduler: Scheduler; readonly broken: (cause: unknown, what: string) => void }): { look(): void; close(): void } {
  let cancel = (): void => undefined;
  let closed = false;
  const look = (): void => {
    cancel();
    if (closed) return;
    const [cache, context] = [deps.cache(), deps.context()];
    if (cache === null || context === null) return;
    const next = nextToLeave(cache);
    if (next === null) return;
    const due = next - context.at;
    if (due > 0) {
      cancel = deps.scheduler.after(Math.min(due, LOOK_MS), look);
      return;
    }
    cache.inTurn((db) => letGo(db, context)).then(look, (cause: unknown) => {
      deps.broken(cause, 'messages that are due could not leave');
      cancel = deps.scheduler.after(LOOK_MS, look);
    });
  };
  return {
    look,
    close: () => {
      closed = true;
      cancel();
    },
  };
}
