import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf, formatMoney, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { profileOf } from '#shared/catalog/inherited.ts';
import { taxClass, type ListPrice, type Variant, type VariantId } from '#shared/catalog/model.ts';
import { listPriceOp } from '#shared/catalog/price-rules.ts';
import { exponentOf, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { readPrice } from '../../price-input.ts';
import type { Intent } from '../../use-edits.ts';
import { CellField } from './cell-field.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import { variantName } from './variant-name.ts';
import styles from './variants.module.css';

type AmountProps = {
  path: string; value: Minor | null; currency: Currency; name: 'price' | 'compareAt' | 'cost'; label: string; intent: Intent; said: string;
  /** The other one of price and former price, which it has to stay above or below. */
  price: Minor | null; compareAt: Minor | null; optional: boolean;
  ops?: (base: Minor | null, value: Minor | null) => readonly FieldOp[];
};

function AmountCell({ path, value, currency, name, label, intent, said, price, compareAt, optional, ops }: AmountProps) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail } = useProductPage();
  const money = (amount: Minor) => formatMoney(amount, currency, locale);
  const read = (text: string): Result<Minor | null, string> => {
    const amount = readPrice(text, currency, value, decimalSignOf(locale), optional);
    if (!amount.ok) return err(t(`input.${amount.error.code}`, { count: exponentOf(currency), currency }));
    if (name === 'compareAt' && amount.value !== null && price !== null && amount.value <= price) return err(t('input.compareAtTooLow', { price: money(price) }));
    if (name === 'price' && amount.value !== null && compareAt !== null && compareAt <= amount.value) return err(t('input.priceAboveCompareAt', { compareAt: money(compareAt) }));
    return amount;
  };
  const field = useField<Minor | null>({ path, value, label, intent, said, read, write: (amount) => (amount === null ? '' : amountForEditing(amount, currency, locale)), ...(ops ? { ops } : {}) });
  return <CellField field={field} mark={detail.marks[path]} figures end />;
}

const intents = { price: 'edit-price', compareAt: 'edit-compare-at', cost: 'edit-cost' } as const satisfies Record<string, Intent>;

/** Price, former price or cost in the shop's own currency. */
export function MoneyCell({ id, variant, name }: { id: VariantId; variant: Variant; name: 'price' | 'compareAt' | 'cost' }) {
  const { t } = useTranslation('catalog');
  const { currency } = useProductPage().detail.product;
  return (
    <AmountCell
      path={`variants/${id}/${name}`} value={variant[name]} currency={currency} name={name} intent={intents[name]} optional={name !== 'price'}
      label={t('variants.moneyOf', { field: t(`field.${name}`), name: variantName(variant) })} said={t('edit.saved', { name: t(`field.${name}`) })}
      price={variant.price} compareAt={variant.compareAt}
    />
  );
}

/** Price or former price in another currency; an emptied price takes the variant out of that list. */
export function ListPriceCell({ id, variant, currency, name }: { id: VariantId; variant: Variant; currency: Currency; name: 'price' | 'compareAt' }) {
  const { t } = useTranslation('offer');
  const now: ListPrice | null = variant.prices?.[currency] ?? null;
  if (name === 'compareAt' && now === null) return <span className={styles.noPrice} title={t('lists.priceFirst')}>–</span>;
  const path = `variants/${id}/prices/${currency}`;
  return (
    <AmountCell
      path={`${path}/${name}`} value={now?.[name] ?? null} currency={currency} name={name} intent={intents[name]} optional
      label={t(name === 'price' ? 'lists.priceOf' : 'lists.compareAtOf', { name: variantName(variant), currency })} said={t('lists.saved', { currency })}
      price={now?.price ?? null} compareAt={now?.compareAt ?? null}
      {...(name === 'price' && now === null ? { ops: (_base: Minor | null, value: Minor | null) => [listPriceOp(id, variant, currency, value === null ? null : { price: value, compareAt: null })] } : {})}
      {...(name === 'price' && now !== null ? { ops: (base: Minor | null, value: Minor | null) => [value === null ? listPriceOp(id, variant, currency, null) : { op: 'set' as const, path: `${path}/price`, base, value }] } : {})}
    />
  );
}

/** The class of tax a variant is in, with the rate it has in the profile that holds for the product. */
export function TaxCell({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const { detail, save } = useProductPage();
  const { product, shop, editable } = detail;
  const rates = profileOf(product.taxProfileId, shop.taxProfiles)?.profile.rates;
  const path = `variants/${id}/taxClass`;
  return (
    <select
      className={styles.cellSelect} aria-label={t('table.taxOf', { name: variantName(variant) })} data-field={path} data-mark={detail.marks[path]} disabled={!editable} value={variant.taxClass}
      onChange={(event) => void save([{ op: 'set', path, base: variant.taxClass, value: event.target.value }], 'edit-details', words('edit.saved', { name: words('field.taxClass') }))}
    >
      {taxClass.options.map((id_) => (
        <option key={id_} value={id_}>{rates ? t('taxClass.withRate', { name: t(`taxClass.${id_}`), rate: formatPercent(rates[id_] / 10_000, locale, 1) }) : t(`taxClass.${id_}`)}</option>
      ))}
    </select>
  );
}
