import type { PayoutRun } from '#shared/payouts/contract.ts';
import { BackDialog } from './back-dialog.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import { StepDialog } from './step-dialog.tsx';

type Payout = PayoutRun['payouts'][number];

/** What was asked for and needs a word more before it happens. */
export type Asked =
  | { readonly name: 'decide'; readonly kind: 'approve' | 'reject' }
  | { readonly name: 'rework' | 'cancel' | 'export' }
  | { readonly name: 'back'; readonly payout: Payout; readonly kind: 'failed' | 'returned' }
  | { readonly name: 'retry'; readonly payout: Payout; /** It is on its way or has arrived. */ readonly isDouble: boolean };

export type DialogProps = { run: PayoutRun; onClose: () => void; onChanged: () => void };

export function RunDialogs({ asked, ...rest }: DialogProps & { asked: Asked }) {
  switch (asked.name) {
    case 'decide': return <DecideDialog {...rest} kind={asked.kind} />;
    case 'export': return <ExportDialog {...rest} />;
    case 'back': return <BackDialog {...rest} payout={asked.payout} kind={asked.kind} />;
    case 'retry': return <RetryDialog {...rest} payout={asked.payout} isDouble={asked.isDouble} />;
    case 'rework':
    case 'cancel': return <StepDialog {...rest} kind={asked.name} />;
  }
}
