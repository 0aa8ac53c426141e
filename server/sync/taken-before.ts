import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Actor, Mutation, Outcome } from '#shared/sync/model.ts';
import { slices } from './bulk-insert.ts';

/**
 * Of edits that come from a disk that was set back: those this person's consoles had already sent under another name, and which were taken in then.
 * The audit remembers them after their answers are forgotten. They are not replayed: what they came to is in the record, and the next pull brings it.
 */
export async function takenBefore(trx: ServerTransaction, actor: Actor, mutations: readonly Mutation[]): Promise<Map<string, Outcome>> {
  const mids = new Set(mutations.map(({ mid }) => mid as string));
  const taken = new Map<string, Outcome>();
  for (const slice of slices([...new Set(mutations.map(({ id }) => id))])) {
    const rows = await trx.selectFrom('change_audit').select('mid').where('entity', 'in', [...new Set(mutations.map(({ entity }) => entity))]).where('entity_id', 'in', slice)
      .where('actor_id', '=', actor.userId).where('outcome', 'in', ['applied', 'merged', 'conflict']).execute();
    // Version 0: the console puts nothing on top by itself. What came of the edit may differ from what it wrote, and the pull brings it.
    for (const { mid } of rows) if (mid !== null && mids.has(mid)) taken.set(mid, { kind: 'applied', mid, version: 0 });
  }
  return taken;
}
