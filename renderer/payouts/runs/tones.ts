import type { Tone } from '#renderer/ui/index.ts';
import type { JobState } from '#shared/jobs/contract.ts';
import type { PayoutState, RunState } from '#shared/payouts/runs/states.ts';

/** The colour each state is drawn in, always beside its word: warn waits for somebody, bad went wrong. */
export const runTones: Readonly<Record<RunState, Tone>> = {
  draft: 'mute', pending_approval: 'warn', approved: 'info', exported: 'info', settling: 'info', settled: 'ok', partly_settled: 'bad', rejected: 'bad', expired: 'mute', cancelled: 'mute',
};
export const payoutTones: Readonly<Record<PayoutState, Tone>> = {
  included: 'mute', on_hold: 'mute', ready: 'info', exported: 'info', in_transit: 'info', paid: 'ok', failed: 'bad', returned: 'bad', reversed: 'bad', dropped: 'mute',
};
export const jobTones: Readonly<Record<JobState, Tone>> = { queued: 'mute', running: 'info', done: 'ok', dead: 'bad', cancelled: 'mute' };
