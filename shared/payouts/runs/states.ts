import type { Transitions } from '../../kernel/state-machine.ts';

export const runStates = ['draft', 'pending_approval', 'approved', 'exported', 'settling', 'settled', 'partly_settled', 'rejected', 'expired', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/**
 * The life of a payout run. Whatever changes in it before it is exported sends it back to `draft`, and its approvals count for nothing.
 *
 * Source: DOMAIN 2.3; besides, a draft may be given up, and a lapsed request be taken up again.
 */
export const runTransitions: Transitions<RunState> = {
  draft: ['pending_approval', 'cancelled'],
  pending_approval: ['approved', 'rejected', 'expired', 'draft'],
  rejected: ['draft', 'cancelled'],
  expired: ['draft', 'cancelled'],
  approved: ['exported', 'draft', 'cancelled'],
  exported: ['settling', 'settled', 'partly_settled'],
  settling: ['settled', 'partly_settled'],
  // A payment may come back weeks after the bank had booked it.
  settled: ['partly_settled'],
  partly_settled: [],
  cancelled: [],
};

export const payoutStates = ['included', 'on_hold', 'ready', 'exported', 'in_transit', 'paid', 'failed', 'returned', 'reversed', 'dropped'] as const;
export type PayoutState = (typeof payoutStates)[number];

/**
 * The life of one payout. `on_hold`: left out of this run, with a reason. `dropped`: its run was given up.
 *
 * Source: DOMAIN 2.3; besides, banks return payments they had booked as paid.
 */
export const payoutTransitions: Transitions<PayoutState> = {
  included: ['ready', 'on_hold', 'dropped'],
  on_hold: ['included', 'dropped'],
  ready: ['exported', 'included', 'dropped'],
  exported: ['in_transit', 'paid', 'failed', 'returned'],
  in_transit: ['paid', 'failed', 'returned'],
  paid: ['returned'],
  failed: ['reversed'],
  returned: ['reversed'],
  reversed: [],
  dropped: [],
};
