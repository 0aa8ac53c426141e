import { useTranslation } from 'react-i18next';
import type { Variant, VariantId } from '#shared/catalog/model.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { CellField } from './cell-field.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import { variantName } from './variant-name.ts';

type Props = { id: VariantId; variant: Variant };
const HEAVIEST_G = 2_000_000;
const LONGEST_MM = 1_000_000;

/** Weight in grams. */
export function WeightCell({ id, variant }: Props) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const path = `variants/${id}/weightG`;
  const field = useField<number | null>({
    path, value: variant.weightG, write: (grams) => (grams === null ? '' : String(grams)), intent: 'edit-details', label: t('variants.weightOf', { name: variantName(variant) }), said: t('edit.saved', { name: t('field.weightG') }),
    read: (text) => (text.trim() === '' ? ok(null) : /^\d{1,7}$/.test(text.trim()) && Number(text) <= HEAVIEST_G ? ok(Number(text)) : err(t('input.weight'))),
  });
  return <CellField field={field} mark={detail.marks[path]} figures end />;
}

type Size = Variant['sizeMm'];

/** Length, width and height in millimetres, typed as `300 × 200 × 50` or with any other sign between them. */
export function SizeCell({ id, variant }: Props) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const { detail } = useProductPage();
  const path = `variants/${id}/sizeMm`;
  const field = useField<Size>({
    path, value: variant.sizeMm, write: (size) => size?.join(' × ') ?? '', intent: 'edit-details', label: offer('table.sizeOf', { name: variantName(variant) }), said: t('edit.saved', { name: t('field.sizeMm') }),
    read: (text) => {
      if (text.trim() === '') return ok(null);
      const read = /^\s*(\d{1,7})\s*[×x*/ ]\s*(\d{1,7})\s*[×x*/ ]\s*(\d{1,7})\s*$/i.exec(text);
      const size = read?.slice(1).map(Number);
      return size && size.every((one) => one <= LONGEST_MM) ? ok(size as unknown as Size) : err(offer('table.sizeFault'));
    },
  });
  return <CellField field={field} mark={detail.marks[path]} figures end />;
}
