import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { applyOps } from '../sync/apply.ts';
import { sameJson } from '../sync/equal.ts';
import type { Actor } from '../sync/model.ts';
import { isUndecided, stageOf } from './listing-states.ts';
import type { Product } from './model.ts';
import { takeBack } from './review-ops.ts';

const asJson = (value: unknown): Json => (value ?? null) as Json;
const sameReview = (before: Product, after: Product): boolean => before.review === after.review || sameJson(asJson(before.review), asJson(after.review));

/** Whether this person decides what becomes of a listing sent in, or of an edit that waits. */
export const isReviewer = (actor: Pick<Actor, 'role'>): boolean => actor.role === 'admin' || actor.role === 'moderator';

/** Whether there is something for them to decide about it now. */
export const isToDecide = ({ status, review }: Pick<Product, 'status' | 'review'>): boolean =>
  isUndecided(status) || (stageOf(status) === 'online' && review != null && review.state !== 'declined');

/**
 * What waits for a moderator is not waved through by whoever wrote it: the marketplace decides. Who sends a listing or an edit back says why, and who
 * approves a listing has seen it as it stands: what changed meanwhile (`review.changedAt`) makes it a conflict.
 */
export function checkReview(before: Product | null, after: Product, actor: Actor): AppError | null {
  const [earlier, review] = [before?.review ?? null, after.review ?? null];
  const moved = before === null ? review !== null : !sameReview(before, after);
  if (moved && !isReviewer(actor)) return { code: 'forbidden', field: 'review', rule: 'review-by-staff' };
  if (before === null) return null;
  const answered = isUndecided(before.status) && stageOf(after.status) === 'answered';
  const said = review !== null && review.state !== 'pending' && (review.note ?? '').trim() !== '' && review.noteAt !== null;
  if (answered && !(said && review.noteAt !== earlier?.noteAt)) return { code: 'rule-broken', field: 'review', rule: 'word-to-vendor' };
  if (moved && review !== null && review.state !== 'pending' && !said) return { code: 'rule-broken', field: 'review', rule: 'word-to-vendor' };
  if (isUndecided(before.status) && after.status === 'approved' && review !== null) return { code: 'rule-broken', field: 'review', rule: 'approve-as-it-stands' };
  return null;
}

/**
 * What a moderator writes to a listing is a decision, and nothing else: its status and the word to the vendor, or what buyers see put back in the
 * place of an edit that is declined.
 */
export function checkModerator(before: Product | null, after: Product): AppError | null {
  if (before === null || (before.status === after.status && sameReview(before, after))) return { code: 'forbidden', rule: 'read-only-role', details: { role: 'moderator' } };
  return isDecision(before, after) ? null : { code: 'forbidden', field: 'review', rule: 'decision-only' };
}

function isDecision(before: Product, after: Product): boolean {
  const review = after.review ?? null;
  const isFirst = isUndecided(before.status);
  if (!isToDecide(before) || review?.state === 'pending') return false;
  if (isFirst ? review === null && after.status !== 'approved' : after.status !== before.status) return false;
  const putBack = !isFirst && review?.state === 'declined';
  const live = isFirst || putBack ? {} : before.review!.live;
  const expected = putBack ? (applyOps(asJson(before), takeBack(before)) as unknown as Product) : before;
  return (review === null || sameJson(asJson(review.live), asJson(live))) && sameJson(undecided(expected), undecided(after));
}

/** Everything of a product but what a decision changes. */
function undecided({ status: _status, review: _review, updatedAt: _updatedAt, ...rest }: Product): Json {
  return asJson(rest);
}
