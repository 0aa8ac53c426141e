import { sql } from 'kysely';
import type { Mutation } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { editOf, nextEdits, updateEdit } from './store.ts';

/** At most so many edits, and so many bytes of them, travel in one request. */
export const BATCH_EDITS = 500;
export const BATCH_BYTES = 1024 * 1024;

const markSending = writing<{ numbers: string }>()((_, p) => sql`UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE cseq IN (SELECT value FROM json_each(${p('numbers')}))`.compile(builder));

/**
 * Marks the next edits as on their way, durably, before the first byte leaves: from here on they cannot be undone.
 *
 * @param after only edits with a higher number: those before are on their way already
 */
export function takeBatch(db: CacheDb, most: number, after = 0): Promise<Mutation[]> {
  return db.inTurn((writable) => {
    const batch = nextEdits(writable, most, BATCH_BYTES, after).map(({ mutation }) => mutation);
    if (batch.length === 0) return batch;
    writable.run(markSending, { numbers: JSON.stringify(batch.map(({ cseq }) => cseq)) });
    writable.notes.part('outbox');
    return batch;
  });
}

const anyDeferred = reading()(() => sql<{ cseq: number }>`SELECT cseq FROM outbox WHERE state IN ('queued', 'sending') AND error IS NOT NULL LIMIT 1`.compile(builder));
const forgetDeferral = writing()(() => sql`UPDATE outbox SET error = NULL WHERE state IN ('queued', 'sending') AND error IS NOT NULL`.compile(builder));

/** Edits a server was too old for are offered again, once per sending: it may have been renewed meanwhile. */
export async function offerDeferred(db: CacheDb): Promise<void> {
  if (db.get(anyDeferred) === undefined) return;
  await db.inTurn((writable) => {
    writable.run(forgetDeferral);
    writable.notes.part('outbox');
  });
}

/** The server has certainly not seen these: they wait again, unless an earlier try may have arrived. */
export function giveBack(db: CacheDb, batch: readonly Mutation[]): Promise<void> {
  return db.inTurn((writable) => {
    for (const { mid } of batch) {
      const edit = editOf(writable, mid);
      if (edit?.state === 'sending' && edit.attempts === 1) updateEdit(writable, mid, { state: 'queued', attempts: 0 });
      else if (edit?.state === 'sending') updateEdit(writable, mid, { attempts: edit.attempts - 1 });
    }
  });
}
