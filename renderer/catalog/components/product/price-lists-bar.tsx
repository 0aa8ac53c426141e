import { Coins } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, ComboBox, MoneyField, Popover } from '#renderer/ui/index.ts';
import { listForAllOps } from '#shared/catalog/price-rules.ts';
import { currencyExponents } from '#shared/kernel/currencies.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { regionOf } from '#renderer/lib/format.ts';
import { useProductPage } from './product-context.ts';
import styles from './variants.module.css';

/** Prices in other currencies: one more currency, the same price for every variant, or a list taken away. */
export function PriceListsBar({ currencies }: { currencies: readonly Currency[] }) {
  const { t } = useTranslation('offer');
  return (
    <div className={styles.lists}>
      {currencies.map((currency) => (
        <Popover key={currency} label={t('lists.manage', { currency })} placement="bottom end" trigger={<Button size="sm" variant="quiet">{t('lists.manage', { currency })}</Button>}>
          {(close) => <ListForm currency={currency} onDone={close} />}
        </Popover>
      ))}
      <Popover label={t('lists.add')} placement="bottom end" trigger={<Button size="sm" variant="quiet" icon={Coins}>{t('lists.add')}</Button>}>
        {(close) => <NewList taken={currencies} onDone={close} />}
      </Popover>
    </div>
  );
}

/** What a currency is called in the language on screen, after its code. */
function useCurrencyNames(): (code: string) => string {
  const names = new Intl.DisplayNames(regionOf[useLocale()], { type: 'currency' });
  return (code) => `${code} · ${names.of(code) ?? code}`;
}

function NewList({ taken, onDone }: { taken: readonly Currency[]; onDone: () => void }) {
  const { t } = useTranslation('offer');
  const nameOf = useCurrencyNames();
  const { product } = useProductPage().detail;
  const [currency, setCurrency] = useState<Currency | null>(null);
  const codes = Object.keys(currencyExponents).filter((code) => code !== product.currency);
  const isTaken = currency !== null && taken.includes(currency);
  return (
    <div className={styles.popForm}>
      <ComboBox
        label={t('lists.currency')} autoFocus items={codes.map((id) => ({ id, label: nameOf(id) }))} value={currency} onChange={(id) => setCurrency(id as Currency | null)}
        error={isTaken ? t('lists.taken') : null} description={t('lists.hint')}
      />
      {currency !== null && !isTaken && <ListForm key={currency} currency={currency} onDone={onDone} isNew />}
    </div>
  );
}

function ListForm({ currency, onDone, isNew = false }: { currency: Currency; onDone: () => void; isNew?: boolean }) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const { detail: { product }, save } = useProductPage();
  const [price, setPrice] = useState<Minor | null>(null);
  const [compareAt, setCompareAt] = useState<Minor | null>(null);
  const [readable, setReadable] = useState({ price: true, compareAt: true });
  const [refused, setRefused] = useState<string | null>(null);
  const isReady = price !== null && readable.price && readable.compareAt;
  const send = async (value: { price: Minor; compareAt: Minor | null } | null, said: string) => {
    const ops = listForAllOps(product, currency, value);
    if (ops.length === 0) return onDone();
    const result = await save(ops, 'edit-price', said);
    if (result.ok) onDone();
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <form
      className={styles.popForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void send({ price, compareAt }, t('lists.saved', { currency }));
      }}
    >
      <MoneyField label={t('lists.price')} currency={currency} value={price} onChange={setPrice} onReadable={(ok) => setReadable((before) => ({ ...before, price: ok }))} autoFocus={!isNew} />
      <MoneyField label={t('lists.compareAt')} currency={currency} value={compareAt} onChange={setCompareAt} onReadable={(ok) => setReadable((before) => ({ ...before, compareAt: ok }))} />
      {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
      <Button type="submit" variant="go" isDisabled={!isReady}>{isNew ? t('lists.add') : t('lists.setAll')}</Button>
      {!isNew && <Button variant="danger" onPress={() => void send(null, t('lists.removed', { currency }))}>{t('lists.remove', { currency })}</Button>}
    </form>
  );
}
