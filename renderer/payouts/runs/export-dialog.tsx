import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { TextField, showToast } from '#renderer/ui/index.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import { dayHere } from './moments.tsx';
import type { DialogProps } from './run-dialog.ts';
import styles from './finance.module.css';

/** Makes the bank's file of a run, or hands out the same one again with a warning. */
export function ExportDialog({ run, onClose, onChanged }: DialogProps) {
  const { t } = useTranslation('finance');
  const [day, setDay] = useState(() => dayHere(Date.now() + DAY_MS));
  const isAgain = run.exportedAt !== null;
  const make = async () => {
    const whither = await chooseWhither(`${run.messageId}.${run.currency === 'EUR' ? 'xml' : 'csv'}`);
    if (!whither.ok) return whither.error;
    if (whither.value === null) return null;
    const done = await ask('payouts.exportRun', { runId: run.id, executionDate: day, ...whither.value });
    onChanged();
    if (!done.ok) return done.error;
    showToast({ tone: done.value.again ? 'info' : 'ok', text: t(done.value.again ? 'export.sameAgain' : 'export.done'), detail: done.value.file });
    return null;
  };
  return (
    <FinanceDialog title={t(isAgain ? 'export.again' : 'export.title')} confirm={t(isAgain ? 'run.exportAgain' : 'run.export')} tone={isAgain ? 'danger' : 'go'} run={/^\d{4}-\d{2}-\d{2}$/.test(day) ? make : null} onClose={onClose}>
      {isAgain ? (
        <>
          <p className={styles.notice} data-warn role="alert">{t('export.warning', { count: run.exports })}</p>
          <p className={styles.note}>{t('export.message')} <bdi className={`num ltr ${styles.code}`}>{run.messageId}</bdi></p>
        </>
      ) : (
        <>
          <p>{t(run.currency === 'EUR' ? 'export.sepa' : 'export.domestic')}</p>
          <TextField type="date" ltr label={t('export.day')} value={day} onChange={setDay} />
          <p className={styles.note}>{t('export.text')}</p>
        </>
      )}
    </FinanceDialog>
  );
}
