import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { Button, Dialog, ErrorState, showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { RefundPreview } from '#shared/payments/order-money.ts';
import { freshId } from '../../../catalog/components/views/use-views.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import { RefundEffect } from './refund-effect.tsx';
import { RefundFields } from './refund-fields.tsx';
import { useRefundForm, type RefundTyped } from './refund-form.ts';

type Props = { start?: RefundTyped; returnId?: string | null; askId?: string | null; onClose: () => void };
/** A pause after the last key, milliseconds, before the server is asked what it comes to. */
const PAUSE_MS = 250;
type Sent = Parameters<typeof ask<'orders.makeRefund'>>[1];

/**
 * Gives money back. The server works out the effect while it is typed; what is confirmed is bound to what was shown. Where the answer is lost nobody knows
 * whether it happened: then only the very same may be sent again, which is done once however often it is sent.
 */
export function RefundDialog({ start, returnId = null, askId = null, onClose }: Props) {
  const { t } = useTranslation('orders');
  const { t: common } = useTranslation('common');
  const { order } = useOrderPage();
  const form = useRefundForm(order, start);
  const { wish, typed, refused } = form;
  const [shown, setShown] = useState<{ key: string; preview: RefundPreview } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [turn, setTurn] = useState(0);
  const [isBusy, setBusy] = useState(false);
  /** Was sent, and whether it arrived is not known. */
  const [unsure, setUnsure] = useState<Sent | null>(null);
  // What changes on the order changes what it comes to.
  const key = wish === null || refused !== null ? null : JSON.stringify([wish, order.updatedAt, turn]);
  useEffect(() => {
    if (key === null || unsure !== null) return;
    let isOver = false;
    const timer = setTimeout(() => {
      const [asked] = JSON.parse(key) as [NonNullable<typeof wish>];
      void ask('orders.previewRefund', { id: order.id, wish: asked }).then((result) => {
        if (isOver) return;
        setError(result.ok ? null : result.error);
        if (result.ok) setShown({ key, preview: result.value });
      });
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key, order.id, unsure]);
  const isShown = key !== null && shown?.key === key;
  const send = async (what: Sent) => {
    setBusy(true);
    const result = await ask('orders.makeRefund', what);
    setBusy(false);
    if (result.ok) {
      showToast(result.value.state === 'failed' ? { tone: 'bad', text: t('refund.failed') } : { tone: 'ok', text: t('refund.begun') });
      return onClose();
    }
    const isLost = ['offline', 'timeout', 'internal', 'not-ready', 'signed-out'].includes(result.error.code);
    setUnsure(isLost ? what : null);
    setError(result.error);
    // It is shown anew, as it is now.
    if (result.error.code === 'conflict') setTurn(turn + 1);
  };
  const submit = () => {
    if (isBusy) return;
    if (unsure !== null) void send(unsure);
    else if (wish !== null && isShown && typed.reason.trim() !== '') void send({ id: order.id, refundId: freshId(), wish, reason: typed.reason.trim(), returnId, askId, hash: shown.preview.hash });
  };
  const retry = error !== null && ['offline', 'timeout', 'not-ready'].includes(error.code) && unsure === null ? { onRetry: () => setTurn(turn + 1) } : {};
  return (
    <Dialog
      title={t('refund.title')} isOpen onClose={onClose} isDismissable={!isBusy && unsure === null}
      actions={
        <>
          <Button variant="quiet" onPress={onClose} isDisabled={isBusy}>{common('action.cancel')}</Button>
          <Button variant="danger" type="submit" form="order-refund" isPending={isBusy} isDisabled={unsure === null && (!isShown || typed.reason.trim() === '')}>{unsure === null ? t('refund.do') : t('refund.again')}</Button>
        </>
      }
    >
      <form id="order-refund" className={styles.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <RefundFields form={form} isReadOnly={unsure !== null} />
        {shown !== null && wish !== null && refused === null && <RefundEffect preview={shown.preview} isOld={!isShown} />}
        {unsure !== null && <p className={styles.note} role="status">{t('refund.unsure')}</p>}
        {(refused ?? error) && <ErrorState size="line" error={(refused ?? error)!} {...(refused ? {} : retry)} />}
      </form>
    </Dialog>
  );
}
