import type { ServerTransaction } from '#server/db/transaction.ts';
import { holdInside } from '#server/payouts/holds.ts';
import { announce } from '#server/sync/announce.ts';
import { locales, type Locale, type ShopId } from '#shared/auth/model.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { decide } from '#shared/catalog/review-ops.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { appealUntil } from '#shared/moderation/appeals.ts';
import { checkCaseStep, checkHolder, isAppeal } from '#shared/moderation/case-states.ts';
import type { DecisionView, Verdict } from '#shared/moderation/contract.ts';
import { titleIn, waitsFor, wordAt } from '#shared/moderation/listing-words.ts';
import type { StatementTexts } from '#shared/moderation/model.ts';
import { statementOf } from '#shared/moderation/statement.ts';
import { bringsStrike, isSuspension, sanctionUntil, strikeFor } from '#shared/moderation/strikes.ts';
import type { Actor, FieldOp } from '#shared/sync/model.ts';
import { atOnce, hold, logEvent, refuse, type ModerationDeps } from './acts.ts';
import { viewOf, type DecisionRow } from './decision-view.ts';
import { claimOf, holdCase } from './step.ts';
import { openListing } from './write-listing.ts';

type Against = Extract<Verdict, { reasons: unknown }>;
const MOST_NOTE = 2_000;

/**
 * Decides about a listing: the listing, the decision with its reasons, points, sanction, held payouts and the log change together or not at all. Consoles hear
 * of it once it is committed.
 */
export async function decideCase(deps: ModerationDeps, by: Actor, caseId: string, verdict: Verdict): Promise<Result<DecisionView, AppError>> {
  const done = await atOnce(deps, async (trx) => {
    const now = deps.clock();
    const held = await holdCase(trx, deps, caseId);
    hold(checkHolder(claimOf(held), by.userId, now));
    hold(checkWorksThere(by, held.shop_id));
    if (isAppeal(held.now)) refuse({ code: 'rule-broken', field: 'case', rule: 'appeal-waits' });
    hold(checkCaseStep(held.now, 'decided'));
    const listing = await openListing(trx, deps, by, held.product_id);
    const decided = listing.product;
    const changedAt = decided.review?.changedAt ?? null;
    if (decided.status !== verdict.seen.status || changedAt !== verdict.seen.changedAt) refuse({ code: 'stale-version', field: 'review', rule: 'listing-changed' });

    const against = verdict.action === 'approve' ? null : verdict;
    const statement = against === null ? null : statementFor(decided, against, now);
    const ops = opsOf(decided, verdict, statement === null ? '' : statement[await localeOf(trx, decided.shopId)], now);
    await trx.updateTable('moderation_case').set({ state: 'decided', is_waiting: 0, closed_at: now, look_due: null, claimed_by: null, claim_until: null, muted_until: null }).where('id', '=', caseId).execute();
    const version = listing.version;
    await listing.write(ops, 'decide-case');

    const row: DecisionRow = {
      id: uuidv7(deps.clock, deps.random), case_id: caseId, product_id: held.product_id, shop_id: decided.shopId, action: verdict.action, policy: against?.reasons.policy ?? null, severity: against?.reasons.severity ?? null,
      facts: against?.reasons.facts ?? null, ground_kind: against?.reasons.ground.kind ?? null, ground_reference: against?.reasons.ground.reference ?? null, automated_detection: against?.reasons.automatedDetection ? 1 : 0,
      statement: statement === null ? null : JSON.stringify(statement), sanction: against?.sanction ?? 'none', decided_by: by.userId, decided_at: now, product_version: version, product_doc: JSON.stringify(decided),
      appealed_at: null, appealed_by: null, appeal_text: null, appeal_outcome: null, appeal_reason: null, appeal_by: null, appeal_at: null,
    };
    await trx.insertInto('moderation_decision').values(row).execute();
    await trx.updateTable('moderation_case').set({ decision_id: row.id }).where('id', '=', caseId).execute();
    await trx.updateTable('moderation_report').set({ outcome: against === null ? 'wrong' : 'right' }).where('product_id', '=', held.product_id).where('outcome', 'is', null).execute();
    await logEvent(trx, deps, by, { caseId, productId: held.product_id, shopId: decided.shopId, kind: 'decided', reason: against?.reasons.facts ?? 'approved', details: { action: verdict.action, policy: row.policy, severity: row.severity, sanction: row.sanction } });
    if (against !== null) await follow(trx, deps, by, row, against, now);
    return { row, ...(await listing.end()) };
  });
  if (!done.ok) return done;
  await announce(deps, done.value.advanced, done.value.rows);
  return ok(viewOf(done.value.row, await nameOf(deps, by)));
}

/** Nobody decides about a shop they work for. */
export const checkWorksThere = (by: Pick<Actor, 'shopIds'>, shopId: string): AppError | null => (by.shopIds.includes(shopId) ? { code: 'forbidden', field: 'case', rule: 'reviewer-works-there' } : null);

function statementFor(product: Product, { reasons, action, sanction }: Against, now: number): StatementTexts {
  const titles = Object.fromEntries(locales.map((locale) => [locale, titleIn(product, locale)])) as Record<Locale, string>;
  const made = statementOf({ reasons, action, sanction, sanctionUntil: sanction === 'none' ? null : sanctionUntil(sanction, now), titles, appealUntil: appealUntil(now) });
  return made.ok ? made.value : refuse(made.error);
}

/** What a decision changes of the listing, by the road of every decision. */
function opsOf(product: Product, { action }: Verdict, note: string, now: number): FieldOp[] {
  if (action === 'suspend') return product.status === 'published' ? [{ op: 'set', path: 'status', base: 'published', value: 'suspended' }] : refuse({ code: 'rule-broken', field: 'status', rule: 'suspend-published-only' });
  const waits = waitsFor(product) !== null;
  if (action === 'approve') return waits ? decide(product, { kind: 'confirm' }, wordAt(product, now)) : [];
  if (!waits) return refuse({ code: 'rule-broken', field: 'status', rule: 'nothing-waits' });
  return decide(product, { kind: action === 'reject' ? 'decline' : 'ask-changes', note: note.slice(0, MOST_NOTE) }, wordAt(product, now));
}

/** What follows for the shop: points, the sanction a person chose, and the money it holds. */
async function follow(trx: ServerTransaction, deps: ModerationDeps, by: Actor, row: DecisionRow, { reasons, action, sanction, holdPayouts }: Against, now: number): Promise<void> {
  if (bringsStrike(action)) {
    const { points, at, expiresAt } = strikeFor(reasons.severity, now);
    await trx.insertInto('moderation_strike').values({ id: uuidv7(deps.clock, deps.random), shop_id: row.shop_id, decision_id: row.id, points, at, expires_at: expiresAt }).execute();
  }
  if (sanction === 'none') return;
  const holds: string[] = [];
  if (holdPayouts && isSuspension(sanction)) {
    const shop = await trx.selectFrom('shop').select('doc').where('id', '=', row.shop_id).executeTakeFirst();
    const { currency } = JSON.parse(shop?.doc ?? '{}') as Pick<Shop, 'currency'>;
    const { id } = await holdInside(trx, deps, by, { shopId: row.shop_id as ShopId, currency, amount: null, reasonPublic: 'moderation', reasonInternal: row.id });
    holds.push(id);
  }
  await trx.insertInto('moderation_sanction').values({ id: uuidv7(deps.clock, deps.random), shop_id: row.shop_id, decision_id: row.id, kind: sanction, from_at: now, until_at: sanctionUntil(sanction, now), lifted_at: null, hold_ids: JSON.stringify(holds) }).execute();
  await logEvent(trx, deps, by, { caseId: row.case_id, productId: row.product_id, shopId: row.shop_id, kind: 'sanction-set', reason: reasons.facts, details: { sanction, holds: holds.length } });
}

/** The language the shop's people read: that of whoever came first. */
export async function localeOf(trx: ServerTransaction, shopId: string): Promise<Locale> {
  const first = await trx.selectFrom('membership').innerJoin('app_user', 'app_user.id', 'membership.user_id').select('app_user.locale').where('membership.shop_id', '=', shopId).orderBy('app_user.created_at').orderBy('app_user.id').executeTakeFirst();
  return first?.locale ?? 'fr';
}

/** The name of a person, for staff. */
export const nameOf = async ({ db }: Pick<ModerationDeps, 'db'>, by: Pick<Actor, 'userId'>): Promise<string> => (await db.kysely.selectFrom('app_user').select('name').where('id', '=', by.userId).executeTakeFirst())?.name ?? '';
