import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, TextField } from '#renderer/ui/index.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { AddOption } from './add-option.tsx';
import { AddVariantRow } from './add-variant-row.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import { VariantRow } from './variant-row.tsx';
import { CellField } from './cell-field.tsx';
import { err, ok } from '#shared/kernel/result.ts';
import { fold } from '#shared/kernel/text.ts';
import styles from './variants.module.css';

const SHOWN_AT_FIRST = 60;

/** The versions of a product one can buy: what tells them apart, codes, prices, stock. */
export function VariantsSection({ focus }: { focus: string | null }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const { product, editable } = detail;
  const all = variantsInOrder(product);
  const [text, setText] = useState('');
  const words = fold(text).split(/[\s·/]+/).filter((word) => word !== '');
  const variants = words.length === 0 ? all : all.filter(([, variant]) => {
    const said = fold([...variant.options, variant.sku, variant.gtin ?? ''].join(' ')).split(' ');
    return words.every((word) => said.some((part) => part.startsWith(word)));
  });
  const [shown, setShown] = useState(() => Math.max(SHOWN_AT_FIRST, focus === null ? 0 : variants.findIndex(([id]) => focus.includes(id)) + 1));
  const [adding, setAdding] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="variants-head">
      <header className={styles.head}>
        <h2 id="variants-head">{t('product.variants')}</h2>
        <span className={styles.count}>{t('variants.count', { count: all.length })}</span>
        {editable && (
          <>
            <AddOption />
            <Button size="sm" icon={Plus} onPress={() => setAdding(true)} isDisabled={adding || product.options.length === 0}>
              {t('variants.add')}
            </Button>
          </>
        )}
      </header>
      {product.options.length === 0 && editable && <p className={styles.hint}>{t('variants.oneHint')}</p>}
      {all.length > SHOWN_AT_FIRST && (
        <div className={styles.find}>
          <TextField label={t('variants.find')} value={text} onChange={setText} placeholder={t('variants.findHint')} />
          <span className={`num ${styles.count}`} role="status">{words.length === 0 ? '' : t('variants.count', { count: variants.length })}</span>
        </div>
      )}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('product.variants')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {product.options.map((_, at) => (
                <th key={at} scope="col" className={styles.option}><OptionName at={at} /></th>
              ))}
              <th scope="col" className={styles.code}>{t('column.sku')}</th>
              <th scope="col" className={styles.gtin}>{t('column.gtin')}</th>
              <th scope="col" className={styles.money}>{t('column.priceIn', { currency: product.currency })}</th>
              <th scope="col" className={styles.money}>{t('column.compareAt')}</th>
              <th scope="col" className={styles.money}>{t('field.cost')}</th>
              <th scope="col" className={styles.margin}>{t('field.margin')}</th>
              {product.kind === 'physical' && <th scope="col" className={styles.weight}>{t('field.weightG')}</th>}
              <th scope="col" className={styles.stock}>{t('field.stock')}</th>
              <th scope="col" className={styles.tools}><span className={styles.said}>{t('variants.tools')}</span></th>
            </tr>
          </thead>
          <tbody>
            {variants.slice(0, shown).map(([id, variant]) => <VariantRow key={id} id={id} variant={variant} only={all.length === 1} />)}
            {adding && <AddVariantRow onDone={() => setAdding(false)} />}
          </tbody>
        </table>
      </div>
      {variants.length > shown && (
        <Button size="sm" variant="quiet" onPress={() => setShown(shown + 200)}>
          {t('variants.showMore', { count: variants.length - shown })}
        </Button>
      )}
    </section>
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
