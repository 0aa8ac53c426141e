import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, ErrorState } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import styles from './finance.module.css';

type Props = {
  title: string;
  /** What will happen, as a verb. */
  confirm: string;
  /** Null while something is missing that has to be said. @returns why it was refused, null: done */
  run: (() => Promise<AppError | null>) | null;
  onClose: () => void;
  tone?: 'go' | 'danger';
  width?: 'sm' | 'md' | 'lg';
  children: ReactNode;
};

/** Asks what has to be known before something happens to money. Refused, it stays open with everything as typed and the reason. */
export function FinanceDialog({ title, confirm, run, onClose, tone = 'go', width = 'md', children }: Props) {
  const { t } = useTranslation('common');
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (run === null || isBusy) return;
    setBusy(true);
    setError(null);
    const refused = await run();
    setBusy(false);
    setError(refused);
    if (refused === null) onClose();
  };
  return (
    <Dialog
      title={title} isOpen onClose={onClose} width={width} isDismissable={!isBusy}
      actions={
        <>
          <Button variant="quiet" onPress={onClose} isDisabled={isBusy}>{t('action.cancel')}</Button>
          <Button variant={tone} type="submit" form="finance-dialog" isDisabled={run === null} isPending={isBusy}>{confirm}</Button>
        </>
      }
    >
      <form id="finance-dialog" className={styles.form} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {children}
        {error && <ErrorState size="line" error={error} />}
      </form>
    </Dialog>
  );
}
