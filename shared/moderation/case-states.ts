import type { AppError } from '../kernel/errors.ts';
import { transition, type Transitions } from '../kernel/state-machine.ts';
import type { CaseReason, CaseState } from './model.ts';

/**
 * The life of a case. A decision is told to the vendor in the same transaction, so that "decided" and "notified" are one state; a listing sent in again
 * after it went back is a new case. `closed` is the end of an appeal, `withdrawn` that the vendor took back what was to be decided.
 */
export const caseTransitions: Transitions<CaseState> = {
  new: ['claimed', 'escalated', 'muted', 'decided', 'withdrawn'],
  claimed: ['new', 'escalated', 'muted', 'decided', 'withdrawn'],
  escalated: ['claimed', 'muted', 'decided', 'withdrawn'],
  muted: ['new', 'decided', 'withdrawn'],
  decided: ['appealed'],
  appealed: ['appeal_claimed', 'closed'],
  appeal_claimed: ['appealed', 'closed'],
  closed: [],
  withdrawn: [],
};

/** States in which somebody still has to do something. */
export const openStates: readonly CaseState[] = ['new', 'claimed', 'escalated', 'muted', 'appealed', 'appeal_claimed'];
export const isOpen = (state: CaseState): boolean => openStates.includes(state);
export const isAppeal = (state: CaseState): boolean => state === 'appealed' || state === 'appeal_claimed';

/** How long a case belongs to whoever took it, milliseconds. Any act on it begins the time anew. */
export const CLAIM_MS = 15 * 60_000;
/** Somebody who said nothing for longer than this is not looking any more, milliseconds. */
export const VIEWING_MS = 45_000;

export type Claimable = { readonly state: CaseState; readonly claimedBy: string | null; readonly claimUntil: number | null; readonly mutedUntil: number | null };

/** How a case stands now: a claim whose time is over is none, and what was put aside comes back by itself. */
export function stateAt({ state, claimedBy, claimUntil, mutedUntil }: Claimable, now: number): CaseState {
  if (state === 'claimed' && (claimedBy === null || (claimUntil ?? 0) <= now)) return 'new';
  if (state === 'appeal_claimed' && (claimedBy === null || (claimUntil ?? 0) <= now)) return 'appealed';
  if (state === 'muted' && (mutedUntil ?? 0) <= now) return 'new';
  return state;
}

/** Who has a case now; null: nobody. */
export const holderAt = (one: Claimable, now: number): string | null => (one.claimedBy !== null && (one.claimUntil ?? 0) > now ? one.claimedBy : null);

/** Refuses a step the life of a case does not have. @returns null when it has; else `illegal-transition`, rule `case-state`, with `from`, `to`, `allowed` */
export function checkCaseStep(from: CaseState, to: CaseState): AppError | null {
  const step = transition(caseTransitions, from, to);
  return step.ok ? null : { code: 'illegal-transition', field: 'state', rule: 'case-state', details: { from, to, allowed: [...step.error.legal] } };
}

/** Refuses whoever acts on a case that another person works on; they may take it over, which is told. */
export function checkHolder(one: Claimable, by: string, now: number): AppError | null {
  const holder = holderAt(one, now);
  return holder === null || holder === by ? null : { code: 'conflict', field: 'claim', rule: 'claimed-by-other', details: { until: one.claimUntil ?? 0 } };
}

export const queues = ['new', 'mine', 'escalated', 'appeals', 'muted', 'done'] as const;
export type Queue = (typeof queues)[number];

/** The list a case stands in for this person, as it stands now. What others work on stays in `new`, with their name. */
export function queueOf(one: Claimable & { readonly reason: CaseReason }, me: string, now: number): Queue {
  const state = stateAt(one, now);
  if (holderAt(one, now) === me && isOpen(state)) return 'mine';
  switch (state) {
    case 'new':
    case 'claimed': return 'new';
    case 'escalated': return 'escalated';
    case 'muted': return 'muted';
    case 'appealed':
    case 'appeal_claimed': return 'appeals';
    case 'decided':
    case 'closed':
    case 'withdrawn': return 'done';
  }
}
