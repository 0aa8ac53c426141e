import type { ServerTransaction } from '#server/db/transaction.ts';
import { releaseInside } from '#server/payouts/holds.ts';
import { announce } from '#server/sync/announce.ts';
import { stageOf } from '#shared/catalog/listing-states.ts';
import type { Product } from '#shared/catalog/model.ts';
import { decide } from '#shared/catalog/review-ops.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { checkAppeal, checkAppealReviewer } from '#shared/moderation/appeals.ts';
import { checkCaseStep, checkHolder } from '#shared/moderation/case-states.ts';
import type { DecisionView } from '#shared/moderation/contract.ts';
import { wordAt } from '#shared/moderation/listing-words.ts';
import type { AppealOutcome } from '#shared/moderation/model.ts';
import { takenAway } from '#shared/moderation/strikes.ts';
import { contentBack, overturnedStatus, stepsTo } from '#shared/moderation/way-back.ts';
import type { Actor } from '#shared/sync/model.ts';
import { atOnce, hold, logEvent, refuse, type ModerationDeps } from './acts.ts';
import { checkWorksThere, nameOf } from './decide.ts';
import { viewOf, type DecisionRow } from './decision-view.ts';
import { claimOf, holdCase } from './step.ts';
import { openListing, type ListingDesk } from './write-listing.ts';

/** A vendor contradicts a decision about their listing: the case opens again, for somebody else. A refused listing shows that it is contested. */
export async function appealDecision(deps: ModerationDeps, by: Actor, id: string, text: string): Promise<Result<DecisionView, AppError>> {
  const done = await atOnce(deps, async (trx) => {
    const now = deps.clock();
    const found = await trx.selectFrom('moderation_decision').selectAll().where('id', '=', id).executeTakeFirst();
    if (found === undefined || !by.shopIds.includes(found.shop_id)) return refuse({ code: 'not-found', field: 'decision' });
    const held = await holdCase(trx, deps, found.case_id);
    // Held by its case: two appeals of the same moment come one after the other.
    const row = await trx.selectFrom('moderation_decision').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    hold(checkAppeal({ action: row.action, decidedAt: row.decided_at, decidedBy: row.decided_by, appealedAt: row.appealed_at }, now));
    hold(checkCaseStep(held.now, 'appealed'));
    await trx.updateTable('moderation_decision').set({ appealed_at: now, appealed_by: by.userId, appeal_text: text }).where('id', '=', id).execute();
    await trx.updateTable('moderation_case').set({ state: 'appealed', reason: 'appeal', closed_at: null, claimed_by: null, claim_until: null, priority: Math.max(held.priority, 40), changed_at: now }).where('id', '=', held.id).execute();
    await logEvent(trx, deps, by, { caseId: held.id, productId: row.product_id, shopId: row.shop_id, kind: 'appealed', reason: text });
    const listing = await listingIfThere(trx, deps, by, row.product_id);
    if (listing?.product.status === 'rejected') await listing.write([{ op: 'set', path: 'status', base: 'rejected', value: 'appealed' }], 'appeal');
    return { row: { ...row, appealed_at: now, appealed_by: by.userId, appeal_text: text }, told: await listing?.end() };
  });
  if (!done.ok) return done;
  if (done.value.told) await announce(deps, done.value.told.advanced, done.value.told.rows);
  return ok(viewOf(done.value.row, null));
}

/**
 * Decides about an appeal, by another person. Overturned: the listing as it was decided about, its visibility, the points, the sanction and the money held
 * with it come back in one step. Partly: points, sanction and money do, the decision about the listing stays. Each outcome has a reason the vendor reads.
 */
export async function decideAppeal(deps: ModerationDeps, by: Actor, caseId: string, outcome: AppealOutcome, reason: string): Promise<Result<DecisionView, AppError>> {
  const done = await atOnce(deps, async (trx) => {
    const now = deps.clock();
    const held = await holdCase(trx, deps, caseId);
    hold(checkHolder(claimOf(held), by.userId, now));
    hold(checkWorksThere(by, held.shop_id));
    hold(checkCaseStep(held.now, 'closed'));
    const row = await trx.selectFrom('moderation_decision').selectAll().where('id', '=', held.decision_id ?? '').executeTakeFirst();
    if (row === undefined) return refuse({ code: 'not-found', field: 'decision' });
    hold(checkAppealReviewer({ decidedBy: row.decided_by }, by.userId));
    await trx.updateTable('moderation_case').set({ state: 'closed', closed_at: now, claimed_by: null, claim_until: null }).where('id', '=', caseId).execute();
    const appeal = { appeal_outcome: outcome, appeal_reason: reason, appeal_by: by.userId, appeal_at: now };
    await trx.updateTable('moderation_decision').set(appeal).where('id', '=', row.id).execute();
    if (outcome !== 'upheld') await takeBackFromShop(trx, deps, by, row, reason, now);
    const listing = await listingIfThere(trx, deps, by, row.product_id);
    const restored = listing === null ? 'gone' : outcome === 'overturned' ? await restore(listing, row, now) : await leaveRefused(listing, reason, now);
    await logEvent(trx, deps, by, { caseId, productId: row.product_id, shopId: row.shop_id, kind: 'appeal-decided', reason, details: { outcome, listing: restored } });
    return { row: { ...row, ...appeal }, told: await listing?.end() };
  });
  if (!done.ok) return done;
  if (done.value.told) await announce(deps, done.value.told.advanced, done.value.told.rows);
  return ok(viewOf(done.value.row, await nameOf(deps, { userId: done.value.row.decided_by })));
}

async function listingIfThere(trx: ServerTransaction, deps: ModerationDeps, by: Actor, productId: string): Promise<ListingDesk | null> {
  const there = await trx.selectFrom('product').select('id').where('id', '=', productId).executeTakeFirst();
  return there === undefined ? null : openListing(trx, deps, by, productId);
}

/** Points as a strike of as many less, the sanction lifted, the money let go that is not let go yet. */
async function takeBackFromShop(trx: ServerTransaction, deps: ModerationDeps, by: Actor, row: DecisionRow, reason: string, now: number): Promise<void> {
  for (const strike of await trx.selectFrom('moderation_strike').selectAll().where('decision_id', '=', row.id).where('points', '>', 0).execute()) {
    const { points, at, expiresAt } = takenAway({ points: strike.points, at: strike.at, expiresAt: strike.expires_at }, now);
    await trx.insertInto('moderation_strike').values({ id: uuidv7(deps.clock, deps.random), shop_id: row.shop_id, decision_id: row.id, points, at, expires_at: expiresAt }).execute();
  }
  for (const sanction of await trx.selectFrom('moderation_sanction').selectAll().where('decision_id', '=', row.id).where('lifted_at', 'is', null).execute()) {
    await trx.updateTable('moderation_sanction').set({ lifted_at: now }).where('id', '=', sanction.id).execute();
    for (const id of JSON.parse(sanction.hold_ids) as string[]) {
      const stands = await trx.selectFrom('payout_hold').select('id').where('id', '=', id).where('released_at', 'is', null).executeTakeFirst();
      if (stands !== undefined) await releaseInside(trx, deps, by, id);
    }
    await logEvent(trx, deps, by, { caseId: row.case_id, productId: row.product_id, shopId: row.shop_id, kind: 'sanction-lifted', reason, details: { sanction: sanction.kind } });
  }
}

/** The listing as it was decided about, and visible as it would have been. @returns what became of it, for the log */
async function restore(listing: ListingDesk, row: DecisionRow, now: number): Promise<'restored' | 'left-away'> {
  const decided = JSON.parse(row.product_doc) as Product;
  const isFirstLook = stageOf(decided.status) === 'looked-at';
  const way = stepsTo(listing.product.status, overturnedStatus(row.action, decided, isFirstLook));
  // The vendor has put it away meanwhile: it is not brought out behind their back.
  if (way === null) return 'left-away';
  if (row.action !== 'suspend') await listing.write(contentBack(listing.product, decided), 'overturn');
  for (const status of way) {
    const ops = status === 'approved' ? decide(listing.product, { kind: 'confirm' }, wordAt(listing.product, now)) : [{ op: 'set' as const, path: 'status', base: listing.product.status, value: status }];
    await listing.write(ops, 'overturn');
  }
  // An edit that was declined, or asked to be mended, is what buyers see from now on.
  if (!isFirstLook && row.action !== 'suspend' && listing.product.review) await listing.write(decide(listing.product, { kind: 'confirm' }, wordAt(listing.product, now)), 'overturn');
  return 'restored';
}

/** The decision about the listing stays; one that showed as contested is refused again, with the reason. */
async function leaveRefused(listing: ListingDesk, reason: string, now: number): Promise<'refused'> {
  if (listing.product.status !== 'appealed') return 'refused';
  await listing.write([{ op: 'set', path: 'status', base: 'appealed', value: 'in_review' }], 'appeal');
  await listing.write(decide(listing.product, { kind: 'decline', note: reason }, wordAt(listing.product, now)), 'appeal');
  return 'refused';
}
