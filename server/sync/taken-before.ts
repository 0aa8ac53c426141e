import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { Actor, Mutation, Outcome } from '#shared/sync/model.ts';
import { slices } from './bulk-insert.ts';
import { rememberResults } from './push-client.ts';

/** Version 0: the console puts nothing on top by itself. What came of the edit may differ from what it wrote, and the pull brings it. */
const takenIn = (mid: Mutation['mid']): Outcome => ({ kind: 'applied', mid, version: 0 });

/**
 * Of edits that come from another disk than the one they were made on (set back, or imported from a file): those this person's consoles had already
 * sent under another name, and which were taken in then. The audit remembers them after their answers are forgotten. They are not replayed: what
 * they came to is in the record, and the next pull brings it.
 */
export async function takenBefore(trx: ServerTransaction, actor: Actor, mutations: readonly Pick<Mutation, 'mid' | 'entity' | 'id'>[]): Promise<Map<string, Outcome>> {
  const mids = new Set(mutations.map(({ mid }) => mid as string));
  const taken = new Map<string, Outcome>();
  for (const slice of slices([...new Set(mutations.map(({ id }) => id))])) {
    const rows = await trx.selectFrom('change_audit').select('mid').where('entity', 'in', [...new Set(mutations.map(({ entity }) => entity))]).where('entity_id', 'in', slice)
      .where('actor_id', '=', actor.userId).where('outcome', 'in', ['applied', 'merged', 'conflict']).execute();
    for (const { mid } of rows) if (mid !== null && mids.has(mid)) taken.set(mid, takenIn(mid as Mutation['mid']));
  }
  return taken;
}

/**
 * Remembers edits that were taken in from another disk, for the day on which the disk they were made on sends them too: it knows nothing of the
 * other and does not ask for a look into the audit. They stand among the answers under the person's own id and are kept: they are few.
 */
export const rememberCarried = (trx: ServerTransaction, dialect: Dialect, actor: Actor, answered: readonly { readonly mutation: Mutation; readonly outcome: Outcome }[], now: number): Promise<void> =>
  rememberResults(trx, dialect, actor.userId, answered.filter(({ outcome }) => 'version' in outcome).map(({ mutation }) => ({ mutation, outcome: takenIn(mutation.mid) })), now);

/** Of these edits, those that another disk of this person has brought before. */
export async function carriedBefore(trx: ServerTransaction, actor: Actor, mutations: readonly Pick<Mutation, 'mid'>[]): Promise<Map<string, Outcome>> {
  const carried = new Map<string, Outcome>();
  // Nearly nobody has any: one look at the index says so.
  const any = await trx.selectFrom('sync_result').select('mid').where('client', '=', actor.userId).limit(1).executeTakeFirst();
  if (any === undefined) return carried;
  for (const slice of slices(mutations.map(({ mid }) => mid))) {
    const rows = await trx.selectFrom('sync_result').select('mid').where('client', '=', actor.userId).where('mid', 'in', slice).execute();
    for (const { mid } of rows) carried.set(mid, takenIn(mid as Mutation['mid']));
  }
  return carried;
}
