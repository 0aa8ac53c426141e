import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { MoneyField, TextField, showToast } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import { dayHere } from './moments.tsx';
import { ShopChoice, type ShopAndCurrency } from './shop-choice.tsx';
import styles from './finance.module.css';

/** Sets a fixed amount of what a shop has available aside until a day. */
export function ReserveDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('finance');
  const [of, setOf] = useState<ShopAndCurrency>({ shopId: null, currency: null });
  const [amount, setAmount] = useState<Minor | null>(null);
  const [day, setDay] = useState(() => dayHere(Date.now() + 90 * DAY_MS));
  const [reason, setReason] = useState('');
  const { shopId, currency } = of;
  const isFilled = shopId !== null && currency !== null && (amount ?? 0) > 0 && /^\d{4}-\d{2}-\d{2}$/.test(day) && reason.trim().length >= 3;
  const set = async () => {
    const done = await ask('payouts.setAside', { body: { shopId: shopId as ShopId, currency: currency!, amount: amount!, releaseOn: day, reason: reason.trim() } });
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t('reserves.done') });
    onDone();
    return null;
  };
  return (
    <FinanceDialog title={t('reserves.aside')} confirm={t('reserves.do')} run={isFilled ? set : null} onClose={onClose}>
      <p className={styles.note}>{t('reserves.text')}</p>
      <ShopChoice value={of} onChange={setOf} />
      {currency !== null && <MoneyField label={t('holds.amount')} value={amount} currency={currency} onChange={setAmount} isRequired />}
      <TextField type="date" ltr label={t('reserves.until')} value={day} onChange={setDay} />
      <TextField label={t('holds.told')} description={t('holds.toldNote')} value={reason} onChange={setReason} maxLength={500} isRequired />
    </FinanceDialog>
  );
}
