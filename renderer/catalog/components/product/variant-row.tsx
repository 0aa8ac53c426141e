import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing, formatMoney, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { AlertDialog, IconButton } from '#renderer/ui/index.ts';
import { checkGtin } from '#shared/catalog/gtin.ts';
import { sku as skuSchema, type Gtin, type Sku, type Variant, type VariantId } from '#shared/catalog/model.ts';
import { marginOf } from '#shared/catalog/price-rules.ts';
import { skuKey, twinOfOptions, variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { exponentOf, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { readPrice } from '../../price-input.ts';
import { CellField } from './cell-field.tsx';
import { useProductPage } from './product-context.ts';
import { StockCell } from './stock-cell.tsx';
import { useCodeCheck } from './use-code-check.ts';
import { useField } from './use-field.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import styles from './variants.module.css';

type Props = { id: VariantId; variant: Variant; only: boolean };

/** One variant as a line: every cell saves itself, what is refused is said in the cell. */
export function VariantRow({ id, variant, only }: Props) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail, save } = useProductPage();
  const { product, editable } = detail;
  const [removing, setRemoving] = useState(false);
  const margin = marginOf(variant);
  const name = variant.options.join(' / ') || variant.sku;
  const pieces = Object.values(variant.stock).reduce((sum, level) => sum + level.onHand, 0);
  const path = `variants/${id}`;
  return (
    <tr>
      {product.options.map((option, at) => <td key={at} className={styles.option}><OptionCell id={id} variant={variant} at={at} name={option} /></td>)}
      <td><SkuCell id={id} variant={variant} /></td>
      <td><GtinCell id={id} variant={variant} /></td>
      <td><MoneyCell path={`${path}/price`} value={variant.price} field="price" variant={variant} /></td>
      <td><MoneyCell path={`${path}/compareAt`} value={variant.compareAt} field="compareAt" variant={variant} /></td>
      <td><MoneyCell path={`${path}/cost`} value={variant.cost} field="cost" variant={variant} /></td>
      <td className={styles.margin} data-low={(margin !== null && margin.amount < 0) || undefined}>
        {margin && (
          <bdi dir="ltr" className="num" title={formatMoney(margin.amount, product.currency, locale, { isolate: false })}>
            {margin.basisPoints === null ? formatMoney(margin.amount, product.currency, locale, { currency: false, isolate: false }) : formatPercent(margin.basisPoints / 10_000, locale, 1)}
          </bdi>
        )}
      </td>
      {product.kind === 'physical' && <td><WeightCell id={id} variant={variant} /></td>}
      <td><StockCell id={id} variant={variant} name={name} /></td>
      <td className={styles.tools}>
        {editable && <IconButton size="sm" icon={Trash2} label={only ? t('variants.lastStays') : t('variants.remove', { name })} isDisabled={only} onPress={() => setRemoving(true)} />}
        <AlertDialog
          title={t('variants.removeTitle', { name })} isOpen={removing} onClose={() => setRemoving(false)} tone="danger" confirm={t('variants.removeConfirm')}
          onConfirm={() => {
            setRemoving(false);
            void save([{ op: 'set', path, base: variant, value: null }], 'edit-variants', t('variants.removed', { name }));
          }}
        >
          {pieces > 0 ? t('variants.removeStock', { count: pieces, pieces: formatNumber(pieces, locale) }) : t('variants.removeText')}
        </AlertDialog>
      </td>
    </tr>
  );
}

function OptionCell({ id, variant, at, name }: { id: VariantId; variant: Variant; at: number; name: string }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const { product, marks } = detail;
  const path = `variants/${id}/options`;
  const read = (text: string): Result<string, string> => {
    if (text.trim() === '') return err(t('variants.valueNeeded', { option: name }));
    const values = variant.options.map((value, index) => (index === at ? text : value));
    const twin = twinOfOptions(product, id, values);
    return twin ? err(t('variants.twin', { values: values.join(' / '), sku: product.variants[twin]!.sku })) : ok(text.trim().slice(0, 120));
  };
  const field = useField<string>({
    path: `${path}/${at}`, value: variant.options[at] ?? '', write: (text) => text, read, intent: 'edit-options', label: t('variants.valueOf', { option: name, sku: variant.sku }), said: t('edit.saved', { name }),
    ops: (base, value) => [{ op: 'set', path, base: variant.options.map((old, index) => (index === at ? base : old)), value: variant.options.map((old, index) => (index === at ? value : old)) }],
  });
  return <CellField field={field} mark={marks[path]} />;
}

function SkuCell({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const { product, marks } = detail;
  const path = `variants/${id}/sku`;
  const field = useField<Sku>({
    path, value: variant.sku, write: (text) => text, intent: 'edit-codes', label: t('variants.skuOf', { name: variant.options.join(' / ') || variant.sku }), said: t('edit.saved', { name: t('column.sku') }),
    read: (text) => {
      const parsed = skuSchema.safeParse(text);
      if (!parsed.success) return err(text.trim() === '' ? t('input.skuNeeded') : t('input.tooLong', { count: 64, found: text.length }));
      const twin = variantsInOrder(product).find(([other, one]) => other !== id && skuKey(one.sku) === skuKey(text));
      return twin ? err(t('variants.skuTwin', { name: twin[1].options.join(' / ') || twin[1].sku })) : ok(parsed.data);
    },
  });
  const check = useCodeCheck('sku', field.text, { shopId: product.shopId, productId: product.id, variantId: id }, field.isDraft);
  return <CellField field={field} mark={marks[path]} ltr warn={check.usedBy ?? check.fault} />;
}

function GtinCell({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const explain = useExplain();
  const { product, marks } = detail;
  const path = `variants/${id}/gtin`;
  const field = useField<Gtin | null>({
    path, value: variant.gtin, write: (text) => text ?? '', intent: 'edit-codes', label: t('variants.gtinOf', { name: variant.options.join(' / ') || variant.sku }), said: t('edit.saved', { name: t('column.gtin') }),
    read: (text) => {
      if (text.trim() === '') return ok(null);
      const checked = checkGtin(text, path);
      if (checked.ok) return checked;
      const { what, wayOut } = explain(checked.error);
      return err(`${what} ${wayOut}`);
    },
  });
  const check = useCodeCheck('gtin', field.text, { shopId: product.shopId, productId: product.id, variantId: id }, field.isDraft && field.fault === null);
  return <CellField field={field} mark={marks[path]} figures warn={check.usedBy ?? check.fault} />;
}

function MoneyCell({ path, value, field: name, variant }: { path: string; value: Minor | null; field: 'price' | 'compareAt' | 'cost'; variant: Variant }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail } = useProductPage();
  const { currency } = detail.product;
  const money = (amount: Minor) => formatMoney(amount, currency, locale);
  const field = useField<Minor | null>({
    path, value, label: t('variants.moneyOf', { field: t(`field.${name}`), name: variant.options.join(' / ') || variant.sku }),
    write: (amount) => (amount === null ? '' : amountForEditing(amount, currency, locale)),
    read: (text) => {
      const read = readPrice(text, currency, value, name !== 'price');
      if (!read.ok) return err(t(`input.${read.error.code}`, { count: exponentOf(currency), currency }));
      if (name === 'compareAt' && read.value !== null && read.value <= variant.price) return err(t('input.compareAtTooLow', { price: money(variant.price) }));
      if (name === 'price' && read.value !== null && variant.compareAt !== null && variant.compareAt <= read.value) return err(t('input.priceAboveCompareAt', { compareAt: money(variant.compareAt) }));
      return read;
    },
    intent: name === 'price' ? 'edit-price' : name === 'compareAt' ? 'edit-compare-at' : 'edit-cost',
    said: t('edit.saved', { name: t(`field.${name}`) }),
  });
  return <CellField field={field} mark={detail.marks[path]} figures end />;
}

const HEAVIEST_G = 2_000_000;

function WeightCell({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const path = `variants/${id}/weightG`;
  const field = useField<number | null>({
    path, value: variant.weightG, write: (grams) => (grams === null ? '' : String(grams)), intent: 'edit-details', label: t('variants.weightOf', { name: variant.options.join(' / ') || variant.sku }), said: t('edit.saved', { name: t('field.weightG') }),
    read: (text) => (text.trim() === '' ? ok(null) : /^\d{1,7}$/.test(text.trim()) && Number(text) <= HEAVIEST_G ? ok(Number(text)) : err(t('input.weight'))),
  });
  return <CellField field={field} mark={detail.marks[path]} figures end />;
}
