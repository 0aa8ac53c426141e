import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, ErrorState } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';

type Props = {
  title: string;
  /** What will happen, as a verb. */
  confirm: string;
  /** Null while something is missing that has to be said. */
  command: OrderCommand | null;
  said: string;
  onClose: () => void;
  tone?: 'go' | 'danger';
  children: ReactNode;
};

/** Asks what has to be known before something is done to an order. Refused, it stays open with everything as typed and the reason. */
export function CommandDialog({ title, confirm, command, said, onClose, tone = 'go', children }: Props) {
  const { t } = useTranslation('common');
  const { run } = useOrderPage();
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (command === null || isBusy) return;
    setBusy(true);
    const refused = await run(command, said);
    setBusy(false);
    setError(refused);
    if (refused === null) onClose();
  };
  return (
    <Dialog
      title={title} isOpen onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>{t('action.cancel')}</Button>
          <Button variant={tone} type="submit" form="order-command" isDisabled={command === null} isPending={isBusy}>{confirm}</Button>
        </>
      }
    >
      <form id="order-command" className={styles.form} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {children}
        {error && <ErrorState size="line" error={error} />}
      </form>
    </Dialog>
  );
}
