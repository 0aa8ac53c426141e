import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProductPage } from '#renderer/catalog/components/product/product-context.ts';
import { variantName } from '#renderer/catalog/components/product/variant-name.ts';
import { Button, Checkbox, TextField } from '#renderer/ui/index.ts';
import type { VariantId } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Placed } from './picture-order.ts';
import { shownVariants, valueChoices, withVariants } from './variants-shown.ts';
import styles from './pictures.module.css';

/** So many are drawn one by one; a few letters narrow the rest down. */
const SHOWN = 40;

/** Which variants a picture is of: by the value of an option, or one by one; none chosen means all. */
export function VariantChoice({ placed: [id, image], onChoose }: { placed: Placed; onChoose: (path: string, base: readonly VariantId[] | null, next: readonly VariantId[]) => void }) {
  const { t } = useTranslation('media');
  const { detail: { product, editable } } = useProductPage();
  const [isOneByOne, setOneByOne] = useState(false);
  const [letters, setLetters] = useState('');
  const variants = variantsInOrder(product);
  if (variants.length < 2) return null;
  const chosen = shownVariants(image.variants, product.variants);
  const choose = (of: readonly VariantId[], isOn: boolean) => onChoose(`images/${id}/variants`, image.variants ?? null, withVariants(chosen, of, isOn));
  const found = variants.filter(([, variant]) => `${variant.options.join(' / ')} ${variant.sku}`.toLowerCase().includes(letters.trim().toLowerCase()));
  return (
    <div className={styles.variants} role="group" aria-label={t('variants.title')} data-field={`images/${id}/variants`}>
      <p className={styles.variantsHead}>
        <b>{t('variants.title')}</b> <span role="status" className={styles.soft}>{chosen.length === 0 ? t('variants.all', { count: variants.length }) : t('variants.some', { count: chosen.length, total: variants.length })}</span>
        {chosen.length > 0 && editable && <Button size="sm" variant="quiet" onPress={() => onChoose(`images/${id}/variants`, image.variants ?? null, [])}>{t('variants.clear')}</Button>}
      </p>
      {valueChoices(product, chosen).map(({ option, values }) => (
        <div key={option} role="group" aria-label={option} className={styles.values}>
          <span className={styles.soft} aria-hidden><bdi>{option}</bdi></span>
          {values.map(({ value, of, chosen: how }) => (
            <Checkbox key={value} isSelected={how === 'all'} isIndeterminate={how === 'some'} isDisabled={!editable} onChange={(isOn) => choose(of, isOn)}><bdi>{value}</bdi></Checkbox>
          ))}
        </div>
      ))}
      <Button size="sm" variant="quiet" aria-expanded={isOneByOne} onPress={() => setOneByOne(!isOneByOne)}>{t(isOneByOne ? 'variants.fold' : 'variants.oneByOne')}</Button>
      {isOneByOne && (
        <>
          {variants.length > SHOWN && <TextField label={t('variants.find')} value={letters} onChange={setLetters} className={styles.narrow} />}
          <div className={styles.each}>
            {found.slice(0, SHOWN).map(([variantId, variant]) => (
              <Checkbox key={variantId} isSelected={chosen.includes(variantId)} isDisabled={!editable} onChange={(isOn) => choose([variantId], isOn)}><bdi>{variantName(variant)}</bdi></Checkbox>
            ))}
          </div>
          {found.length > SHOWN && <p className={styles.soft}>{t('variants.more', { count: found.length - SHOWN })}</p>}
        </>
      )}
    </div>
  );
}
