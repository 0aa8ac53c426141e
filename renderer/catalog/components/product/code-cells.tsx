import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { checkGtin } from '#shared/catalog/gtin.ts';
import { sku as skuSchema, type Gtin, type Sku, type Variant, type VariantId } from '#shared/catalog/model.ts';
import { skuKey, twinOfOptions, variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { CellField } from './cell-field.tsx';
import { useProductPage } from './product-context.ts';
import { useCodeCheck } from './use-code-check.ts';
import { useField } from './use-field.ts';
import { variantName } from './variant-name.ts';

type Props = { id: VariantId; variant: Variant };

/** One option value of a variant; a combination that exists is refused while it is typed. */
export function OptionCell({ id, variant, at, name }: Props & { at: number; name: string }) {
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

/** The shop's own code of a variant, checked against the product and the shop while it is typed. */
export function SkuCell({ id, variant }: Props) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const { product, marks } = detail;
  const path = `variants/${id}/sku`;
  const field = useField<Sku>({
    path, value: variant.sku, write: (text) => text, intent: 'edit-codes', label: t('variants.skuOf', { name: variantName(variant) }), said: t('edit.saved', { name: t('column.sku') }),
    read: (text) => {
      const parsed = skuSchema.safeParse(text);
      if (!parsed.success) return err(text.trim() === '' ? t('input.skuNeeded') : t('input.tooLong', { count: 64, found: text.length }));
      const twin = variantsInOrder(product).find(([other, one]) => other !== id && skuKey(one.sku) === skuKey(text));
      return twin ? err(t('variants.skuTwin', { name: variantName(twin[1]) })) : ok(parsed.data);
    },
  });
  const check = useCodeCheck('sku', field.text, { shopId: product.shopId, productId: product.id, variantId: id }, field.isDraft);
  return <CellField field={field} mark={marks[path]} ltr warn={check.usedBy ?? check.fault} />;
}

/** The code on the package, checked to the digit. */
export function GtinCell({ id, variant }: Props) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const explain = useExplain();
  const { product, marks } = detail;
  const path = `variants/${id}/gtin`;
  const field = useField<Gtin | null>({
    path, value: variant.gtin, write: (text) => text ?? '', intent: 'edit-codes', label: t('variants.gtinOf', { name: variantName(variant) }), said: t('edit.saved', { name: t('column.gtin') }),
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

const LONGEST_MPN = 70;

/** The manufacturer's own number. */
export function MpnCell({ id, variant }: Props) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const { detail } = useProductPage();
  const path = `variants/${id}/mpn`;
  const field = useField<string | null>({
    path, value: variant.mpn, write: (text) => text ?? '', intent: 'edit-codes', label: offer('table.mpnOf', { name: variantName(variant) }), said: t('edit.saved', { name: t('field.mpn') }),
    read: (text) => (text.trim().length > LONGEST_MPN ? err(t('input.tooLong', { count: LONGEST_MPN, found: text.trim().length })) : ok(text.trim() === '' ? null : text.trim())),
  });
  return <CellField field={field} mark={detail.marks[path]} ltr />;
}
