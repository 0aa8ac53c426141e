import type { PayoutRun } from '#shared/payouts/contract.ts';

type Payout = PayoutRun['payouts'][number];

/** What was asked for and needs a word more before it happens. */
export type Asked =
  | { readonly name: 'decide'; readonly kind: 'approve' | 'reject' }
  | { readonly name: 'rework' | 'cancel' | 'export' }
  | { readonly name: 'back'; readonly payout: Payout; readonly kind: 'failed' | 'returned' }
  | { readonly name: 'retry'; readonly payout: Payout; /** It is on its way or has arrived. */ readonly isDouble: boolean };

/** What every dialog about a run is handed. */
export type DialogProps = { run: PayoutRun; onClose: () => void; onChanged: () => void };
