import type { ServerDb } from '#server/db/open.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';

/** A job this process has taken. `attempts` tells its run from others of the same job. */
export type Claimed = { readonly id: string; readonly type: string; readonly payload: Json; readonly attempts: number; readonly mostAttempts: number };

/** How many due jobs are looked at before one of them is taken: of several processes each finds one nobody has taken yet. */
const CHOICE = 8;

/**
 * Takes the job that is due first. One whose process said nothing for longer than its lease is due again: that process ended in the middle.
 *
 * Two that want the same job both try to count up its attempts from what they saw; only one finds it still so.
 */
export async function claimDue(db: ServerDb, types: readonly string[], now: number, leaseMs: number): Promise<Claimed | null> {
  for (;;) {
    const due = await dueOf(db, types).select(['id', 'type', 'payload', 'state', 'attempts', 'most_attempts', 'cancel_asked']).where('due_at', '<=', now).limit(CHOICE).execute();
    if (due.length === 0) return null;
    for (const row of due) {
      const seen = db.kysely.updateTable('server_job').where('id', '=', row.id).where('state', '=', row.state).where('attempts', '=', row.attempts).where('due_at', '<=', now);
      // Its process ended while it was to stop: nobody goes on with it.
      if (row.cancel_asked === 1) {
        await seen.set({ state: 'cancelled', ended_at: now }).execute();
        continue;
      }
      // Each of its runs ended its process: it is not taken for ever.
      if (row.attempts >= row.most_attempts) {
        await seen.set({ state: 'dead', ended_at: now, error: JSON.stringify({ code: 'internal', attempted: row.type, rule: 'never-ended' } satisfies AppError) }).execute();
        continue;
      }
      const attempts = row.attempts + 1;
      const { numUpdatedRows } = await seen.set({ state: 'running', attempts, due_at: now + leaseMs }).executeTakeFirst();
      if (numUpdatedRows === 1n) return { id: row.id, type: row.type, payload: JSON.parse(row.payload) as Json, attempts, mostAttempts: row.most_attempts };
    }
  }
}

/** When the next job will be due; null: there is none. */
export async function nextDue(db: ServerDb, types: readonly string[]): Promise<number | null> {
  const first = await dueOf(db, types).select('due_at').limit(1).executeTakeFirst();
  return first?.due_at ?? null;
}

const dueOf = (db: ServerDb, types: readonly string[]) =>
  db.kysely.selectFrom('server_job').where('state', 'in', ['queued', 'running']).where('type', 'in', types.length === 0 ? [''] : [...types]).orderBy('due_at');

/** Says that a job is still being worked on. `stop`: it was cancelled, or another process has it now. */
export async function holdOn(db: ServerDb, job: Claimed, until: number, progress?: { readonly done: number; readonly total: number }): Promise<'go-on' | 'stop'> {
  const row = await db.kysely.updateTable('server_job').set({ due_at: until, ...progress }).where('id', '=', job.id).where('state', '=', 'running').where('attempts', '=', job.attempts).returning('cancel_asked').executeTakeFirst();
  return row === undefined || row.cancel_asked === 1 ? 'stop' : 'go-on';
}
