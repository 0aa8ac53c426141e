import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, MoneyField, TextField } from '#renderer/ui/index.ts';
import { placesOf, sku as skuSchema, type Variant } from '#shared/catalog/model.ts';
import { skuKey, twinOfOptions, variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { freshId } from '../views/use-views.ts';
import { useProductPage } from './product-context.ts';
import { useCodeCheck } from './use-code-check.ts';
import styles from './variants.module.css';

/** A new variant: what tells it apart, its code and price; a combination that exists is refused while it is typed. */
export function AddVariantRow({ columns, onDone }: { columns: number; onDone: () => void }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const { product, shop } = detail;
  const variants = variantsInOrder(product);
  const last = variants.at(-1)?.[1];
  const place = placesOf(shop)[0];
  const [values, setValues] = useState<readonly string[]>(product.options.map(() => ''));
  const [sku, setSku] = useState('');
  const [price, setPrice] = useState<Minor | null>(last?.price ?? null);
  const [readable, setReadable] = useState(true);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const complete = values.every((value) => value.trim() !== '');
  const twin = complete ? twinOfOptions(product, null, values) : null;
  const twinFault = twin ? t('variants.twin', { values: values.join(' / '), sku: product.variants[twin]!.sku }) : null;
  const skuTwin = sku.trim() === '' ? undefined : variants.find(([, one]) => skuKey(one.sku) === skuKey(sku));
  const check = useCodeCheck('sku', sku, { shopId: product.shopId, productId: product.id, variantId: null }, sku.trim() !== '');
  const skuFault = skuTwin ? t('variants.skuTwin', { name: skuTwin[1].options.join(' / ') || skuTwin[1].sku }) : (check.usedBy ?? check.fault);
  const parsedSku = skuSchema.safeParse(sku);
  const ready = complete && twin === null && parsedSku.success && !skuTwin && price !== null && readable;

  const add = async () => {
    if (!ready || !parsedSku.success || price === null) return;
    const variant: Variant = {
      position: (last?.position ?? 0) + 1,
      options: values.map((value) => value.trim()),
      sku: parsedSku.data, gtin: null, mpn: null, price, compareAt: null, cost: last?.cost ?? null, taxClass: last?.taxClass ?? 'standard',
      weightG: last?.weightG ?? null, sizeMm: last?.sizeMm ?? null,
      stock: place ? { [place.id]: { onHand: 0, reserved: 0, incoming: 0 } } : {},
    };
    setBusy(true);
    const result = await save([{ op: 'set', path: `variants/${freshId()}`, base: null, value: variant }], 'edit-variants', t('variants.added', { name: variant.options.join(' / ') }));
    setBusy(false);
    if (result.ok) onDone();
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <tr>
      <td colSpan={columns} className={styles.addCell}>
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onDone();
          }}
        >
          {product.options.map((option, at) => (
            <TextField
              key={at} label={option} autoFocus={at === 0} value={values[at]!} error={at === product.options.length - 1 ? twinFault : null}
              onChange={(text) => setValues(values.map((value, index) => (index === at ? text : value)))} maxLength={120}
            />
          ))}
          <TextField label={t('column.sku')} ltr value={sku} onChange={setSku} maxLength={64} error={skuFault} placeholder={last ? `${last.sku.replace(/-?\d*$/, '')}-` : ''} />
          <MoneyField label={t('field.price')} currency={product.currency} value={price} onChange={setPrice} onReadable={setReadable} description={last ? t('variants.priceLike', { price: amountForEditing(last.price, product.currency, locale) }) : undefined} />
          <div className={styles.addButtons}>
            <Button type="submit" variant="go" isDisabled={!ready} isPending={busy}>{t('variants.add')}</Button>
            <Button variant="quiet" onPress={onDone}>{t('variants.cancel')}</Button>
          </div>
          {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
        </form>
      </td>
    </tr>
  );
}
