import type { ServerTransaction } from '#server/db/transaction.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuid } from '#shared/kernel/ids.ts';
import type { Conversation } from '#shared/messaging/model.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Mutation } from '#shared/sync/model.ts';

/** Where a conversation belongs, as far as a merge asks. */
type Place = Pick<Conversation, 'shopId' | 'channel'>;

/** The conversations others are to go on in: those that are there, and those the same batch begins. */
export async function mergeTargets(trx: ServerTransaction, mutations: readonly Mutation[]): Promise<ReadonlyMap<string, Place>> {
  const asked = new Set<string>();
  const places = new Map<string, Place>();
  for (const { action, id, doc, ops } of mutations) {
    if (action === 'create' && doc !== undefined) places.set(id, { shopId: getAt(doc, 'shopId'), channel: getAt(doc, 'channel') } as Place);
    for (const op of ops) {
      const into = op.op === 'set' && op.value !== null ? uuid.safeParse(getAt(op.value, 'into')) : null;
      if (into?.success) asked.add(into.data);
    }
  }
  for (const slice of slices([...asked].sort())) {
    const rows = await trx.selectFrom('conversation').select(['id', 'shop_id', 'channel']).where('id', 'in', slice).execute();
    for (const { id, shop_id: shopId, channel } of rows) places.set(id, { shopId, channel } as Place);
  }
  return places;
}

/** Stops a merge into a conversation of another shop or kind, or into none: where a console has them all it stops there already. */
export function checkMergeTargets(before: Conversation, after: Conversation, places: ReadonlyMap<string, Place>): AppError | null {
  for (const [id, fact] of Object.entries(after.facts)) {
    if (fact.kind !== 'merged' || Object.hasOwn(before.facts, id)) continue;
    const place = places.get(fact.into);
    if (place?.shopId !== after.shopId || place.channel !== after.channel) return { code: 'rule-broken', field: `facts/${id}`, rule: 'merged-elsewhere' };
  }
  return null;
}
