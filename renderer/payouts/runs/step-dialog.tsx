import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { TextField, showToast } from '#renderer/ui/index.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import type { DialogProps } from './run-dialog.ts';
import styles from './finance.module.css';

/** Takes a run back to be changed, or gives it up. */
export function StepDialog({ run, kind, onClose, onChanged }: DialogProps & { kind: 'rework' | 'cancel' }) {
  const { t } = useTranslation('finance');
  const [reason, setReason] = useState('');
  const step = async () => {
    const done = await ask('payouts.stepRun', { params: { id: run.id }, body: { kind, reason: reason.trim() } });
    onChanged();
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t(`step.${kind}Done`) });
    return null;
  };
  return (
    <FinanceDialog title={t(`step.${kind}`)} confirm={t(`run.${kind}`)} tone={kind === 'cancel' ? 'danger' : 'go'} run={reason.trim().length < 3 ? null : step} onClose={onClose}>
      <p className={styles.note}>{t(`step.${kind}Text`)}</p>
      <TextField label={t('decide.reason')} value={reason} onChange={setReason} maxLength={500} isRequired autoFocus />
    </FinanceDialog>
  );
}
