import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { TextField } from '#renderer/ui/index.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import type { DialogProps } from './run-dialog.ts';
import { useConfirmed } from './use-confirmed.tsx';
import styles from './finance.module.css';

/** Pays again what came back, as a new payout linked to the old one; what is on its way or has arrived only with a reason and the password. */
export function RetryDialog({ run, payout, isDouble, onClose, onChanged }: DialogProps & { payout: PayoutRun['payouts'][number]; isDouble: boolean }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const confirmed = useConfirmed();
  const [reason, setReason] = useState('');
  const retry = async () => {
    const refused = isDouble ? await confirmed.confirm() : null;
    if (refused !== null) return refused;
    const done = await ask('payouts.stepPayout', { params: { id: payout.id }, body: { kind: 'retry', overrideReason: isDouble ? reason.trim() : null } });
    onChanged();
    if (!done.ok) return done.error;
    if (done.value.runId !== null) navigate(hrefOf(['payouts', 'run', done.value.runId]));
    return null;
  };
  const amount = formatMoney(payout.amount, run.currency, locale);
  return (
    <FinanceDialog
      title={t(isDouble ? 'retry.double' : 'retry.title', { name: payout.shopName })} confirm={t(isDouble ? 'retry.doDouble' : 'retry.do')} tone={isDouble ? 'danger' : 'go'} onClose={onClose}
      run={isDouble && (reason.trim().length < 10 || !confirmed.isFilled) ? null : retry}
    >
      {isDouble ? (
        <>
          <p className={styles.notice} data-bad role="alert">{t('retry.warning', { amount, state: t(`payout.${payout.state}`) })}</p>
          <TextField label={t('retry.reason')} description={t('retry.reasonNote')} value={reason} onChange={setReason} maxLength={500} isRequired autoFocus />
          {confirmed.fields}
        </>
      ) : <p>{t('retry.text', { amount })}</p>}
    </FinanceDialog>
  );
}
