import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { Button, Dialog, ErrorState, showToast, TextField } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { calendarDate, type CalendarDate } from '#shared/kernel/time.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import { CarriedFields } from '../dialogs/ship-dialog.tsx';

/** What speaks for the shop, with the numbers of the last parcel proposed. It can be said once only. */
export function EvidenceDialog({ disputeId, onClose, onSent }: { disputeId: string; onClose: () => void; onSent: () => void }) {
  const { t } = useTranslation('orders');
  const { t: common } = useTranslation('common');
  const { order, parcels } = useOrderPage();
  const last = parcels.findLast(({ state }) => state !== 'voided');
  const [text, setText] = useState('');
  const [carrier, setCarrier] = useState(last?.carrier ?? '');
  const [tracking, setTracking] = useState(last?.tracking ?? '');
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const shippedOn: CalendarDate | null = last === undefined ? null : calendarDate.parse(new Date(last.shippedAt).toISOString().slice(0, 10));
  const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
  const submit = async () => {
    if (isBusy || text.trim() === '') return;
    setBusy(true);
    const result = await ask('orders.sendEvidence', { id: order.id, disputeId, evidence: { text: text.trim(), carrier: orNull(carrier), tracking: orNull(tracking), shippedOn } });
    setBusy(false);
    if (!result.ok) return setError(result.error);
    showToast({ tone: 'ok', text: t('dispute.sent') });
    onSent();
    onClose();
  };
  return (
    <Dialog
      title={t('dispute.answerTitle')} isOpen onClose={onClose} isDismissable={!isBusy && text.trim() === ''}
      actions={
        <>
          <Button variant="quiet" onPress={onClose} isDisabled={isBusy}>{common('action.cancel')}</Button>
          <Button variant="go" type="submit" form="order-evidence" isPending={isBusy} isDisabled={text.trim() === ''}>{t('dispute.answerDo')}</Button>
        </>
      }
    >
      <form id="order-evidence" className={styles.form} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <p className={styles.note}>{t('dispute.answerText')}</p>
        <TextField label={t('dispute.words')} value={text} onChange={setText} multiline rows={5} maxLength={5_000} isRequired autoFocus />
        <CarriedFields carrier={carrier} tracking={tracking} onCarrier={setCarrier} onTracking={setTracking} isRequired={false} />
        {error && <ErrorState size="line" error={error} />}
      </form>
    </Dialog>
  );
}
