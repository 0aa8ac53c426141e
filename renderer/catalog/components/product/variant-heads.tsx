import { useTranslation } from 'react-i18next';
import { kindNeeds } from '#shared/catalog/kind-rules.ts';
import type { LocationId } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { fold } from '#shared/kernel/text.ts';
import { CellField } from './cell-field.tsx';
import { NeedMark } from './need-mark.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import { mainMoney, type VariantView } from './variant-columns.ts';
import styles from './variants.module.css';

type Props = { view: VariantView; currencies: readonly Currency[]; places: readonly { id: LocationId; name: string }[]; hasStock: boolean };

/** The heads of the variant table for one set of columns. */
export function VariantHeads({ view, currencies, places, hasStock }: Props) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const { product } = useProductPage().detail;
  const weight = (
    <th scope="col" className={styles.weight}>
      {t('field.weightG')} <NeedMark isMissing={kindNeeds(product).some(({ field }) => field.endsWith('/weightG'))} />
    </th>
  );
  const money = { price: t('column.priceIn', { currency: product.currency }), compareAt: t('column.compareAt'), cost: t('field.cost'), margin: t('field.margin') };
  const amounts = view === 'main' ? mainMoney(product.options.length) : view === 'prices' ? mainMoney(0) : [];
  return (
    <tr aria-rowindex={1}>
      {product.options.map((_, at) => <th key={at} scope="col" className={styles.option}><OptionName at={at} /></th>)}
      <th scope="col" className={styles.code}>{t('column.sku')}</th>
      {(view === 'main' || view === 'delivery') && <th scope="col" className={styles.gtin}>{t('column.gtin')}</th>}
      {amounts.map((name) => <th key={name} scope="col" className={name === 'margin' ? styles.margin : styles.money}>{money[name]}</th>)}
      {view === 'prices' && (
        <>
          <th scope="col" className={styles.tax}>{t('field.taxClass')}</th>
          {currencies.flatMap((currency) => [
            <th key={currency} scope="col" className={styles.money}>{t('column.priceIn', { currency })}</th>,
            <th key={`${currency}-compareAt`} scope="col" className={styles.money}>{offer('lists.compareAtIn', { currency })}</th>,
          ])}
        </>
      )}
      {view === 'delivery' && <th scope="col" className={styles.code}>{t('field.mpn')}</th>}
      {(view === 'delivery' || (view === 'main' && product.kind === 'physical')) && weight}
      {view === 'delivery' && <th scope="col" className={styles.size}>{offer('table.size')}</th>}
      {view === 'stock' && places.map(({ id, name }) => <th key={id} scope="col" className={styles.stock}>{name}</th>)}
      {hasStock && (view === 'main' || view === 'stock') && <th scope="col" className={styles.stock}>{t('field.stock')}</th>}
      <th scope="col" className={styles.tools}><span className={styles.said}>{t('variants.tools')}</span></th>
    </tr>
  );
}

/** The name of what tells variants apart: Size, Colour. */
function OptionName({ at }: { at: number }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const { options } = detail.product;
  const field = useField<string>({
    path: `options/${at}`, value: options[at]!, write: (text) => text, intent: 'edit-options', label: t('variants.optionName', { count: at + 1 }), said: t('edit.saved', { name: t('field.options') }),
    read: (text) =>
      text.trim() === '' ? err(t('variants.optionNameNeeded')) : options.some((other, index) => index !== at && fold(other) === fold(text)) ? err(t('variants.optionNameTaken', { name: text.trim() })) : ok(text.trim().slice(0, 60)),
    // The axes are one list: two people renaming different ones meet in it.
    ops: (base, value) => [{ op: 'set', path: 'options', base: options.map((name, index) => (index === at ? base : name)), value: options.map((name, index) => (index === at ? value : name)) }],
  });
  return <CellField field={field} mark={detail.marks['options']} head />;
}
