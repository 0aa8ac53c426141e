import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Dialog, ErrorState, showToast, TextField } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { checkBankAccount, type BankAccount } from '#shared/payouts/bank-account.ts';
import { useConfirmed } from '../runs/use-confirmed.tsx';
import { accountFault, progressOf } from './account-fault.ts';
import styles from '../vendor.module.css';

type Props = { readonly shop: ShopId; readonly shopName: string; readonly town: string; readonly country: string; readonly currency: Currency; readonly coolingDays: number; readonly onClose: () => void; readonly onChanged: () => void };

/** A new bank account: the number is checked to the digit as it is typed, and the password is wanted before anything changes. What was typed stays whatever the server says. */
export function ChangeBankDialog({ shop, shopName, town: shopTown, country: shopCountry, currency, coolingDays, onClose, onChanged }: Props) {
  const { t } = useTranslation('payouts');
  const explain = useExplain();
  const { fields, isFilled, confirm } = useConfirmed();
  const [holder, setHolder] = useState(shopName.slice(0, 70));
  const [account, setAccount] = useState('');
  const [bic, setBic] = useState('');
  const [town, setTown] = useState(shopTown.slice(0, 35));
  const [country, setCountry] = useState(shopCountry);
  const [isLeft, setLeft] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [isSending, setSending] = useState(false);
  const isRib = currency === 'MAD';
  const asked: BankAccount = { currency, holder: holder.trim(), account, bic: isRib || bic.trim() === '' ? null : bic, address: { town: town.trim(), country: country.trim().toUpperCase() } };
  const checked = checkBankAccount(asked);
  const fault = accountFault(account, currency, isLeft);
  const bicFault = !checked.ok && checked.error.field === 'bic' ? checked.error : null;
  const isReady = checked.ok && asked.holder !== '' && asked.address.town !== '' && /^[A-Z]{2}$/.test(asked.address.country) && isFilled && !isSending;
  const save = async () => {
    setSending(true);
    setError(null);
    const refused = await confirm();
    const done = refused === null ? await ask('payouts.changeOwnBank', { params: { shop }, body: asked }) : null;
    setSending(false);
    if (refused !== null || done?.ok !== true) return setError(refused ?? (done !== null && !done.ok ? done.error : { code: 'internal' }));
    showToast({ tone: 'ok', text: t('bank.done'), detail: t('bank.doneText', { count: coolingDays }) });
    onChanged();
    onClose();
  };
  return (
    <Dialog
      title={t('bank.changeTitle', { currency })} isOpen onClose={onClose} isDismissable={!isSending}
      actions={<><Button onPress={onClose} isDisabled={isSending}>{t('cancel')}</Button><Button variant="go" isDisabled={!isReady} onPress={() => void save()}>{t('bank.save')}</Button></>}
    >
      <div className={styles.form}>
        <p>{t('bank.warn', { count: coolingDays })}</p>
        <TextField label={t('bank.holder')} value={holder} onChange={setHolder} maxLength={70} isRequired autoFocus />
        <TextField
          label={t(isRib ? 'bank.rib' : 'bank.iban')} value={account} ltr isRequired autoComplete="off" maxLength={60}
          onChange={(next) => { setAccount(next); setLeft(false); }} onBlur={() => setLeft(true)}
          description={progressOf(account, currency, t) ?? t(isRib ? 'bank.ribText' : 'bank.ibanText')}
          error={fault === null ? undefined : `${explain(fault).what} ${explain(fault).wayOut}`}
        />
        {!isRib && <TextField label={t('bank.bic')} value={bic} onChange={setBic} ltr maxLength={14} autoComplete="off" error={bicFault === null || bic.trim() === '' ? undefined : `${explain(bicFault).what} ${explain(bicFault).wayOut}`} />}
        <div className={styles.two}>
          <TextField label={t('bank.town')} value={town} onChange={setTown} maxLength={35} isRequired />
          <TextField label={t('bank.country')} value={country} onChange={setCountry} maxLength={2} ltr isRequired description={t('bank.countryText')} />
        </div>
        {fields}
        {error !== null && <ErrorState size="line" error={error} />}
      </div>
    </Dialog>
  );
}
