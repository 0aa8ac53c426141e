import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ComboBox, Select } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { useCurrencies } from './use-currencies.ts';

export type ShopAndCurrency = { readonly shopId: string | null; readonly currency: Currency | null };

/** Which shop, and in which currency. */
export function ShopChoice({ value, onChange }: { value: ShopAndCurrency; onChange: (value: ShopAndCurrency) => void }) {
  const { t } = useTranslation('finance');
  const shops = useAsk('catalog.shops', {});
  const currencies = useCurrencies();
  const own = (id: string | null) => shops.data?.shops.find((shop) => shop.id === id)?.currency ?? null;
  return (
    <>
      <ComboBox
        label={t('line.shop')} value={value.shopId} isRequired autoFocus
        onChange={(shopId) => onChange({ shopId, currency: value.currency ?? (own(shopId) as Currency | null) })}
        items={(shops.data?.shops ?? []).map(({ id, name }) => ({ id: id as string, label: name }))}
      />
      <Select label={t('draw.currency')} value={value.currency as string | null} onChange={(code) => onChange({ ...value, currency: code as Currency })} items={currencies.map((code) => ({ id: code as string, label: code }))} />
    </>
  );
}
