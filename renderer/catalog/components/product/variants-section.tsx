import { Plus, Split } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Segmented, TextField } from '#renderer/ui/index.ts';
import { listCurrencies } from '#shared/catalog/price-rules.ts';
import { heldStock } from '#shared/catalog/stock-rules.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { fold } from '#shared/kernel/text.ts';
import type { Reveal } from '../../use-reveal.ts';
import { AddVariantRow } from './add-variant-row.tsx';
import { AxesDialog } from './axes-dialog.tsx';
import { PriceListsBar } from './price-lists-bar.tsx';
import { useProductPage } from './product-context.ts';
import { marksOf, useRowGround } from './row-ground.ts';
import { stockPlacesOf } from './stock-places.ts';
import { useAxesDraft } from './use-axes-draft.ts';
import { viewOfField, viewsOf, type VariantView } from './variant-columns.ts';
import { VariantHeads } from './variant-heads.tsx';
import { VariantRow } from './variant-row.tsx';
import { WindowedRows } from './windowed-rows.tsx';
import styles from './variants.module.css';

/** From so many on, variants are looked for by word. */
const FIND_FROM = 60;

/** The versions of a product one can buy: what tells them apart, codes, prices, stock. */
export function VariantsSection({ reveal }: { reveal: Reveal | null }) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const { detail } = useProductPage();
  const { product, editable, marks } = detail;
  const ground = useRowGround();
  const draft = useAxesDraft();
  const all = variantsInOrder(product);
  const [text, setText] = useState('');
  const words = fold(text).split(/[\s·/]+/).filter((word) => word !== '');
  const variants = words.length === 0 ? all : all.filter(([, variant]) => {
    const said = fold([...variant.options, variant.sku, variant.gtin ?? ''].join(' ')).split(' ');
    return words.every((word) => said.some((part) => part.startsWith(word)));
  });
  // A download or a service is not counted in pieces, unless somebody counted some.
  const hasStock = product.kind === 'physical' || all.some(([, variant]) => heldStock(variant).length > 0);
  const views = viewsOf(product.kind, hasStock);
  const [asked, setAsked] = useState<VariantView>(() => viewOfField(reveal?.path ?? null, product.options.length));
  const [led, setLed] = useState(reveal);
  if (led !== reveal) {
    setLed(reveal);
    if (reveal?.path.startsWith('variants/')) {
      setAsked(viewOfField(reveal.path, product.options.length));
      setText('');
    }
  }
  const view = views.includes(asked) ? asked : 'main';
  const [adding, setAdding] = useState(false);
  const [planning, setPlanning] = useState(false);
  const currencies = listCurrencies(product);
  const places = stockPlacesOf(detail, t('stock.unknownPlace'));
  const columns = product.options.length + 12 + currencies.length * 2 + places.length;
  return (
    <section className={styles.section} aria-labelledby="variants-head">
      <header className={styles.head}>
        <h2 id="variants-head">{t('product.variants')}</h2>
        <span className={styles.count}>{t('variants.count', { count: all.length })}</span>
        {editable && (
          <>
            <Button size="sm" variant="quiet" icon={Split} onPress={() => setPlanning(true)}>{offer('axes.open')}</Button>
            <Button size="sm" icon={Plus} onPress={() => setAdding(true)} isDisabled={adding || product.options.length === 0}>{t('variants.add')}</Button>
          </>
        )}
      </header>
      {planning && <AxesDialog draft={draft} onClose={() => setPlanning(false)} />}
      {draft.isChanged && !planning && <p className={styles.hint}>{offer('axes.kept_draft')}</p>}
      {product.options.length === 0 && editable && !draft.isChanged && <p className={styles.hint}>{t('variants.oneHint')}</p>}
      <div className={styles.bar}>
        {all.length > FIND_FROM && (
          <div className={styles.find}>
            <TextField label={t('variants.find')} value={text} onChange={setText} placeholder={t('variants.findHint')} />
            <span className={`num ${styles.count}`} role="status">{words.length === 0 ? '' : t('variants.count', { count: variants.length })}</span>
          </div>
        )}
        <Segmented label={offer('table.view')} hideLabel items={views.map((id) => ({ id, label: offer(`table.${id}`) }))} value={view} onChange={setAsked} />
        {view === 'prices' && editable && <PriceListsBar currencies={currencies} />}
      </div>
      <div className={styles.scroll} data-many={all.length > FIND_FROM || undefined} tabIndex={0} role="region" aria-label={t('product.variants')}>
        <table className={styles.table} aria-rowcount={variants.length + 1}>
          <thead><VariantHeads view={view} currencies={currencies} places={places} hasStock={hasStock} /></thead>
          {adding && <tbody><AddVariantRow columns={columns} onDone={() => setAdding(false)} /></tbody>}
          <WindowedRows items={variants} keyOf={([id]) => id} columns={columns} reveal={reveal === null ? -1 : variants.findIndex(([id]) => reveal.path.includes(id))}>
            {([id, variant], at) => <VariantRow key={id} id={id} variant={variant} at={at} only={all.length === 1} view={view} currencies={currencies} places={places} hasStock={hasStock} marks={marksOf(marks, id)} ground={ground} />}
          </WindowedRows>
        </table>
      </div>
    </section>
  );
}
