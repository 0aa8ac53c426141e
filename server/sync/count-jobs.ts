import { sql } from 'kysely';
import type { ChangeAuditTable, ChangeJobTable } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';

/** Counts changes of a batch that were done at once into the line of their group; a group may come in many batches. */
export async function countJobs(trx: ServerTransaction, lines: readonly Omit<ChangeAuditTable, 'sealed_in'>[]): Promise<void> {
  const jobs = new Map<string, ChangeJobTable>();
  for (const { group_id, shop_id, actor_id, actor_name, device, intent, outcome, made_at, applied_at } of lines) {
    if (group_id === null || shop_id === null) continue;
    const key = `${group_id} ${shop_id}`;
    const job = jobs.get(key) ?? { group_id, shop_id, actor_id, actor_name, device, intent, edits: 0, refused: 0, made_at, applied_at };
    const taken = outcome === 'applied' || outcome === 'merged' || outcome === 'conflict';
    jobs.set(key, { ...job, edits: job.edits + (taken ? 1 : 0), refused: job.refused + (taken ? 0 : 1), made_at: Math.min(job.made_at, made_at) });
  }
  // In one order for everybody, so that nobody waits in a circle.
  for (const job of [...jobs.values()].sort((a, b) => (`${a.group_id} ${a.shop_id}` < `${b.group_id} ${b.shop_id}` ? -1 : 1))) {
    await trx.insertInto('change_job').values(job)
      .onConflict((conflict) => conflict.columns(['group_id', 'shop_id', 'actor_id']).doUpdateSet({
        edits: sql<number>`change_job.edits + excluded.edits`, refused: sql<number>`change_job.refused + excluded.refused`,
        made_at: sql<number>`CASE WHEN excluded.made_at < change_job.made_at THEN excluded.made_at ELSE change_job.made_at END`, applied_at: sql<number>`excluded.applied_at`,
      }))
      .execute();
  }
}
