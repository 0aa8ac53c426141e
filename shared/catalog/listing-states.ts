import type { Role } from '../auth/model.ts';
import type { AppError } from '../kernel/errors.ts';
import { listingStatus, type ListingStatus } from './model.ts';

/** Who moves a listing: a person by role, or the marketplace itself (validation, expiry). */
export type ListingMover = Extract<Role, 'vendor' | 'admin' | 'moderator'> | 'system';
export type ListingTransition = {
  readonly to: ListingStatus;
  readonly by: readonly ListingMover[];
  /** Only with a word to the vendor: taken where that word is written, so no status menu offers it. */
  readonly withWord?: true;
};

const vendor: readonly ListingMover[] = ['vendor', 'admin'];
const review: readonly ListingMover[] = ['moderator', 'admin'];
const automatic: readonly ListingMover[] = ['system', 'admin'];
const archive: ListingTransition = { to: 'archived', by: vendor };
const sendBack: ListingTransition = { to: 'changes_requested', by: ['system', 'moderator', 'admin'], withWord: true };
const reject: ListingTransition = { to: 'rejected', by: review, withWord: true };
/** Somebody who has looked at a listing need not wait for the marketplace's own checks. */
const decisions: readonly ListingTransition[] = [{ to: 'approved', by: review }, sendBack, reject];

/**
 * The life of a listing: from each state, where it may go and who may take it there.
 *
 * "Out of stock" is no state: it follows from the figures. A vendor archives only what is theirs to move, so not while
 * the marketplace looks at it or has suspended it. `archived → draft` is ours: a wrong click must not be final.
 */
export const listingTransitions: Readonly<Record<ListingStatus, readonly ListingTransition[]>> = {
  draft: [{ to: 'submitted', by: vendor }, archive],
  submitted: [{ to: 'validating', by: automatic }, ...decisions],
  validating: [
    { to: 'in_review', by: automatic },
    { to: 'published', by: automatic },
    ...decisions,
  ],
  in_review: decisions,
  changes_requested: [{ to: 'submitted', by: vendor }, archive],
  approved: [{ to: 'published', by: ['vendor', 'admin', 'system'] }, archive],
  published: [
    { to: 'paused', by: vendor },
    { to: 'suspended', by: review },
    { to: 'expired', by: automatic },
    archive,
  ],
  paused: [{ to: 'published', by: vendor }, archive],
  suspended: [
    { to: 'published', by: review },
    { to: 'archived', by: review },
  ],
  rejected: [{ to: 'appealed', by: vendor }, archive],
  appealed: [{ to: 'in_review', by: ['system', 'moderator', 'admin'] }],
  expired: [{ to: 'draft', by: vendor }, archive],
  archived: [{ to: 'draft', by: vendor }],
};

/** States a new listing may start in. */
export const firstListingStates: readonly ListingStatus[] = ['draft'];

/** Where this person may take a listing from here: what a status menu offers. */
export function transitionsFor(mover: ListingMover, status: ListingStatus): readonly ListingStatus[] {
  return listingTransitions[status].filter(({ by, withWord }) => by.includes(mover) && withWord !== true).map(({ to }) => to);
}

/** Where a vendor may take their own listing from here. */
export const vendorTransitions = (status: ListingStatus): readonly ListingStatus[] => transitionsFor('vendor', status);

/**
 * Refuses a step the life of a listing does not have, or that somebody else takes.
 *
 * @returns null when allowed, else `illegal-transition` with `from`, `to` and the legal choices (`allowed`);
 *   rule `transition-of-others` when the step exists and is not this person's
 */
export function checkTransition(mover: ListingMover, from: ListingStatus, to: ListingStatus): AppError | null {
  if (from === to) return null;
  const step = listingTransitions[from].find((transition) => transition.to === to);
  if (step?.by.includes(mover)) return null;
  return {
    code: 'illegal-transition',
    field: 'status',
    rule: step ? 'transition-of-others' : 'no-such-transition',
    details: { from, to, allowed: transitionsFor(mover, from) },
  };
}

export const listingStates: readonly ListingStatus[] = listingStatus.options;

/** What the marketplace may answer to a listing it was sent: taken, back to be mended, or not wanted. */
export type Answered = Extract<ListingStatus, 'approved' | 'changes_requested' | 'rejected'>;

/** Whether somebody of the marketplace may decide about a listing from here. An appeal is first taken up again. */
export const isUndecided = (status: ListingStatus): boolean => listingTransitions[status].some(({ withWord }) => withWord === true);

/**
 * Where a listing stands between its vendor and its buyers: `online` buyers see it, or will without anybody looking at it again · `looked-at` by the
 * marketplace · `answered` back with a word · `own` the vendor's alone.
 */
export type ListingStage = 'online' | 'looked-at' | 'answered' | 'own';
const stages: Readonly<Record<ListingStatus, ListingStage>> = {
  draft: 'own', submitted: 'looked-at', validating: 'looked-at', in_review: 'looked-at', appealed: 'looked-at', changes_requested: 'answered', rejected: 'answered',
  approved: 'online', published: 'online', paused: 'online', suspended: 'online', expired: 'own', archived: 'own',
};
export const stageOf = (status: ListingStatus): ListingStage => stages[status];

/** While a listing is in one of these, the marketplace looks at it. */
export const underReview: readonly ListingStatus[] = listingStates.filter((status) => stageOf(status) === 'looked-at');
