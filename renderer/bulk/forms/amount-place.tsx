import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { currencyExponents } from '#shared/kernel/currencies.ts';
import styles from '../bulk.module.css';
import { useShopCurrencies } from '../use-shop-currencies.ts';

type Field = 'price' | 'compareAt' | 'cost';
type Props = { field: Field; currency: Currency | null; onChange: (place: { field: Field; currency: Currency | null }) => void };

const OWN = 'own';
/** Sold in most often, and so the first to be found. */
const usual: readonly string[] = ['EUR', 'USD', 'GBP'];

/** Which amount a step is about: price, former price or cost, in the shop's currency or that of a price list. */
export function AmountPlace({ field, currency, onChange }: Props) {
  const { t } = useTranslation('bulk');
  const own = useShopCurrencies();
  const others = [...usual, ...Object.keys(currencyExponents).filter((code) => !usual.includes(code))].filter((code) => !own.includes(code as Currency));
  const fields: readonly Field[] = currency === null ? ['price', 'compareAt', 'cost'] : ['price', 'compareAt'];
  return (
    <div className={styles.pair}>
      <Select label={t('amount.field')} items={fields.map((id) => ({ id, label: t(`amount.${id}`) }))} value={field} onChange={(next) => onChange({ field: next, currency })} />
      {field !== 'cost' && (
        <Select
          label={t('amount.list')} items={[{ id: OWN, label: t('amount.own') }, ...others.map((code) => ({ id: code, label: code }))]} value={currency ?? OWN}
          onChange={(next) => onChange({ field, currency: next === OWN ? null : (next as Currency) })}
        />
      )}
    </div>
  );
}
