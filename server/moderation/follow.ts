import type { ServerTransaction } from '#server/db/transaction.ts';
import { systemRandom } from '#server/random.ts';
import type { Change } from '#server/sync/entity-store.ts';
import type { Product } from '#shared/catalog/model.ts';
import { stageOf } from '#shared/catalog/listing-states.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { mainLocale, waitsFor } from '#shared/moderation/listing-words.ts';
import type { CaseEventKind, CaseReason } from '#shared/moderation/model.ts';
import { priorityOf } from '#shared/moderation/priority.ts';

/** Transactions in which a listing takes several steps at once: cases follow the whole of them, at the end. */
export const followingLater = new WeakSet<ServerTransaction>();

/** The priority a case starts with, before anything was looked at. */
const firstPriority = (reason: CaseReason) => priorityOf({ reason, findings: [], timedOut: 0, reports: 0, reportsRight: 0, reportsDecided: 0, strikePoints: 0, valueAtRisk: 0 });

/**
 * Lets cases follow their listings, in the transaction in which those change: what waits for the marketplace has a case, what changes while it waits is
 * looked at again, and what waits no longer has none. Told of every written product, whoever writes it; most need nothing.
 */
export async function casesFollow(trx: ServerTransaction, changes: readonly Change[]): Promise<void> {
  if (followingLater.has(trx)) return;
  for (const { id, before, after, version } of changes) {
    const [was, is] = [before as Product | null, after as Product | null];
    const [waited, waits] = [was === null ? null : waitsFor(was), is === null ? null : waitsFor(is)];
    if (waits !== null && is !== null) {
      if (waited === null || (was!.review?.changedAt ?? null) !== (is.review?.changedAt ?? null) || waited !== waits) await open(trx, is, version, waits);
    } else if (was !== null && (waited !== null || is === null)) await close(trx, id, was, is);
  }
}

const eventRow = (kind: CaseEventKind, caseId: string, product: Pick<Product, 'id' | 'shopId'>, at: number, reason: string) =>
  ({ id: uuidv7(() => at as EpochMs, systemRandom), case_id: caseId, product_id: product.id, shop_id: product.shopId, kind, actor_id: null, reason, at, details: '{}' });

/** The case of a listing that waits: a new one, or the one there is, with what changed. */
export async function open(trx: ServerTransaction, product: Product, version: number, reason: CaseReason): Promise<void> {
  const at = product.review?.changedAt ?? product.updatedAt;
  const now = { category_id: product.categoryId, locale: mainLocale(product), product_version: version, changed_at: at, look_due: at, shop_id: product.shopId, reason };
  const known = await trx.updateTable('moderation_case').set(now).where('product_id', '=', product.id).where('is_waiting', '=', 1).returning('id').executeTakeFirst();
  if (known !== undefined) return void (await trx.insertInto('moderation_event').values(eventRow('changed', known.id, product, at, 'listing-changed')).execute());
  const id = uuidv7(() => at as EpochMs, systemRandom);
  const { total, lines } = firstPriority(reason);
  await trx.insertInto('moderation_case').values({
    ...now, id, product_id: product.id, state: 'new', is_waiting: 1, opened_at: at, closed_at: null, priority: total, doc: JSON.stringify({ priority: lines, run: null, hidesPictures: false }),
    claimed_by: null, claim_until: null, muted_until: null, decision_id: null,
  }).execute();
  await trx.insertInto('moderation_event').values(eventRow('opened', id, product, at, reason)).execute();
}

/** The vendor took it back, or somebody of the marketplace decided on the product page; a decision of the case itself then writes its own end. */
async function close(trx: ServerTransaction, productId: string, was: Product, is: Product | null): Promise<void> {
  const at = is?.updatedAt ?? was.updatedAt;
  // Buyers still see it, and somebody said that it breaks a rule: taking an edit back does not answer that.
  if (is !== null && stageOf(is.status) === 'online' && (await trx.selectFrom('moderation_report').select('id').where('product_id', '=', productId).where('outcome', 'is', null).limit(1).executeTakeFirst()) !== undefined) {
    const kept = await trx.updateTable('moderation_case').set({ reason: 'report', changed_at: at, look_due: at }).where('product_id', '=', productId).where('is_waiting', '=', 1).returning('id').executeTakeFirst();
    if (kept !== undefined) await trx.insertInto('moderation_event').values(eventRow('changed', kept.id, was, at, 'report-waits')).execute();
    return;
  }
  const isAnswered = is !== null && (stageOf(is.status) === 'answered' || (stageOf(is.status) === 'online' && (is.review?.state === 'declined' || is.review?.state === 'changes_requested' || stageOf(was.status) === 'looked-at')));
  const known = await trx.updateTable('moderation_case').set({ state: isAnswered ? 'decided' : 'withdrawn', is_waiting: 0, closed_at: at, look_due: null, claimed_by: null, claim_until: null })
    .where('product_id', '=', productId).where('is_waiting', '=', 1).returning('id').executeTakeFirst();
  if (known === undefined) return;
  await trx.insertInto('moderation_event').values(eventRow(isAnswered ? 'decided-directly' : 'withdrawn', known.id, was, at, is?.review?.note?.trim().slice(0, 500) || (isAnswered ? 'on-product-page' : 'taken-back'))).execute();
}
