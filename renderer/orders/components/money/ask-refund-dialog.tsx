import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ErrorState } from '#renderer/ui/index.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import { CommandDialog } from '../dialogs/command-dialog.tsx';
import { RefundFields } from './refund-fields.tsx';
import { useRefundForm } from './refund-form.ts';

/** Asks the marketplace to give money back: works offline, and nothing moves before somebody there agrees. */
export function AskRefundDialog({ returnId = null, onClose }: { returnId?: string | null; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order } = useOrderPage();
  const form = useRefundForm(order);
  const { wish, plan, refused, typed } = form;
  const reason = typed.reason.trim();
  return (
    <CommandDialog
      title={t('refund.askTitle')} confirm={t('refund.askDo')} said={t('refund.asked')} onClose={onClose}
      command={wish === null || plan === null || reason === '' ? null : { do: 'ask-refund', wish, reason, returnId }}
    >
      <p className={styles.note}>{t('refund.askText')}</p>
      <RefundFields form={form} isReadOnly={false} />
      {plan !== null && <p className={styles.strong} role="status">{t('refund.sum', { amount: formatMoney(plan.amount, order.currency, locale) })}</p>}
      {refused && <ErrorState size="line" error={refused} />}
    </CommandDialog>
  );
}
