import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { Checkbox, MoneyField, TextField, showToast } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import { ShopChoice, type ShopAndCurrency } from './shop-choice.tsx';

/** Keeps a shop's money back, all of it or some, with a reason it reads. */
export function HoldDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('finance');
  const [of, setOf] = useState<ShopAndCurrency>({ shopId: null, currency: null });
  const [isAll, setAll] = useState(true);
  const [amount, setAmount] = useState<Minor | null>(null);
  const [told, setTold] = useState('');
  const [internal, setInternal] = useState('');
  const { shopId, currency } = of;
  const isFilled = shopId !== null && currency !== null && told.trim().length >= 3 && (isAll || (amount ?? 0) > 0);
  const place = async () => {
    const done = await ask('payouts.hold', { body: { shopId: shopId as ShopId, currency: currency!, amount: isAll ? null : amount, reasonPublic: told.trim(), reasonInternal: internal.trim() === '' ? null : internal.trim() } });
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t('holds.placed') });
    onDone();
    return null;
  };
  return (
    <FinanceDialog title={t('holds.place')} confirm={t('holds.do')} run={isFilled ? place : null} onClose={onClose}>
      <ShopChoice value={of} onChange={setOf} />
      <Checkbox isSelected={isAll} onChange={setAll}>{t('holds.everything')}</Checkbox>
      {!isAll && currency !== null && <MoneyField label={t('holds.amount')} value={amount} currency={currency} onChange={setAmount} isRequired />}
      <TextField label={t('holds.told')} description={t('holds.toldNote')} value={told} onChange={setTold} maxLength={500} isRequired />
      <TextField label={t('holds.internalLabel')} value={internal} onChange={setInternal} maxLength={1_000} multiline rows={2} />
    </FinanceDialog>
  );
}
