import { BackDialog } from './back-dialog.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import type { Asked, DialogProps } from './run-dialog.ts';
import { StepDialog } from './step-dialog.tsx';

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
