import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { TextField, showToast } from '#renderer/ui/index.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import type { DialogProps } from './run-dialog.ts';
import styles from './finance.module.css';

/** Somebody says what the bank told by another road: a payout was refused, or came back. */
export function BackDialog({ payout, kind, onClose, onChanged }: DialogProps & { payout: PayoutRun['payouts'][number]; kind: 'failed' | 'returned' }) {
  const { t } = useTranslation('finance');
  const [code, setCode] = useState('');
  const tell = async () => {
    const done = await ask('payouts.stepPayout', { params: { id: payout.id }, body: { kind, code: code.trim() } });
    onChanged();
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t('back.done') });
    return null;
  };
  return (
    <FinanceDialog title={t(`back.${kind}`, { name: payout.shopName })} confirm={t('back.do')} tone="danger" run={code.trim() === '' ? null : tell} onClose={onClose}>
      <p className={styles.note}>{t('back.text')}</p>
      <TextField label={t('back.code')} description={t('back.codeNote')} value={code} onChange={setCode} maxLength={35} ltr isRequired autoFocus />
    </FinanceDialog>
  );
}
