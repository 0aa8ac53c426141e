import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { TextField, showToast } from '#renderer/ui/index.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import type { DialogProps } from './run-dialog.ts';
import { useConfirmed } from './use-confirmed.tsx';
import styles from './finance.module.css';

/** Approves or refuses a run as it stands on the screen; an approval asks for the password once more. */
export function DecideDialog({ run, kind, onClose, onChanged }: DialogProps & { kind: 'approve' | 'reject' }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const confirmed = useConfirmed();
  const [reason, setReason] = useState('');
  // Of the run as it was when this was opened: what comes in meanwhile was not looked at.
  const [hash] = useState(run.hash);
  const isApproval = kind === 'approve';
  const mayGo = isApproval ? confirmed.isFilled && run.changes.length === 0 : reason.trim().length >= 3;
  const decide = async () => {
    const refused = isApproval ? await confirmed.confirm() : null;
    if (refused !== null) return refused;
    const done = await ask('payouts.stepRun', { params: { id: run.id }, body: { kind, hash: hash ?? '', reason: reason.trim() === '' ? null : reason.trim() } });
    onChanged();
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t(done.value.state === 'pending_approval' ? 'decide.oneMore' : isApproval ? 'decide.approved' : 'decide.rejected') });
    return null;
  };
  return (
    <FinanceDialog title={t(isApproval ? 'decide.approve' : 'decide.reject')} confirm={t(isApproval ? 'run.approve' : 'run.reject')} tone={isApproval ? 'go' : 'danger'} run={mayGo ? decide : null} onClose={onClose}>
      <p>{t('decide.what', { total: formatMoney(run.total, run.currency, locale), shops: t('run.shops', { count: run.paid }) })}</p>
      <p className={styles.note}>{t('decide.hash')} <bdi className={`num ltr ${styles.code}`}>{hash?.slice(0, 16)}</bdi></p>
      {isApproval && run.changes.length > 0 && <p className={styles.notice} data-bad>{t('run.changedVoid')}</p>}
      <TextField label={t(isApproval ? 'decide.note' : 'decide.reason')} value={reason} onChange={setReason} maxLength={500} isRequired={!isApproval} />
      {isApproval && confirmed.fields}
    </FinanceDialog>
  );
}
