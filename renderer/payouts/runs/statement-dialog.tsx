import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Output } from '#renderer/lib/client.ts';
import { base64Of } from '#renderer/lib/send-file.ts';
import { Button, Dialog, ErrorState, Skeleton, showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { BankLineHead, BankLineRow } from './bank-line-row.tsx';
import styles from './finance.module.css';

type Look = Output<'payouts.importStatement'>;
/** What the server takes at most, bytes; told here before anything is sent. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Shows what a bank statement would settle, line by line; booked when somebody says so. */
export function StatementDialog({ file, onClose, onBooked }: { file: File; onClose: () => void; onBooked: () => void }) {
  const { t } = useTranslation('finance');
  const [look, setLook] = useState<{ readonly data: string; readonly found: Look } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let wanted = true;
    void (async () => {
      const data = file.size > MOST_BYTES ? null : await base64Of(file);
      const read = data === null ? null : await ask('payouts.importStatement', { data, book: 'no' });
      if (!wanted) return;
      if (read === null) setError(file.size > MOST_BYTES ? { code: 'too-large', details: { most: MOST_BYTES } } : { code: 'rule-broken', rule: 'file-unreadable' });
      else if (!read.ok) setError(read.error);
      else setLook({ data: data!, found: read.value });
    })();
    return () => {
      wanted = false;
    };
  }, [file]);
  const book = async () => {
    if (look === null) return;
    setBusy(true);
    const done = await ask('payouts.importStatement', { data: look.data, book: 'yes' });
    setBusy(false);
    if (!done.ok) return setError(done.error);
    showToast({ tone: 'ok', text: t('bank.booked', { count: done.value.matched }), ...(done.value.unmatched > 0 ? { detail: t('bank.waiting', { count: done.value.unmatched }) } : {}) });
    onBooked();
  };
  const found = look?.found ?? null;
  return (
    <Dialog
      title={t('bank.look', { name: file.name })} isOpen onClose={onClose} width="lg" isDismissable={!isBusy}
      actions={
        <>
          <Button variant="quiet" onPress={onClose} isDisabled={isBusy}>{t('bank.leave')}</Button>
          <Button variant="go" onPress={() => void book()} isDisabled={found === null || found.lines === 0} isPending={isBusy}>{t('bank.book')}</Button>
        </>
      }
    >
      {error && <ErrorState size="line" error={error} />}
      {!error && !found && <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div>}
      {found && (
        <>
          <p role="status">{[t('bank.new', { count: found.lines }), t('bank.fits', { count: found.matched }), t('bank.waiting', { count: found.unmatched }), ...(found.known > 0 ? [t('bank.knew', { count: found.known })] : [])].join(' · ')}</p>
          <div className={styles.tableBox}>
            <table className={styles.table} aria-label={t('bank.lines')}>
              <BankLineHead />
              <tbody>{found.found.map((line, at) => <BankLineRow key={at} line={line} onAssign={null} />)}</tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}
