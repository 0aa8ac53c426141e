import { Trash2 } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { AlertDialog, IconButton } from '#renderer/ui/index.ts';
import type { LocationId, Variant, VariantId } from '#shared/catalog/model.ts';
import { marginOf } from '#shared/catalog/price-rules.ts';
import { heldStock } from '#shared/catalog/stock-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { GtinCell, MpnCell, OptionCell, SkuCell } from './code-cells.tsx';
import { SizeCell, WeightCell } from './measure-cells.tsx';
import { ListPriceCell, MoneyCell, TaxCell } from './money-cells.tsx';
import type { Mark } from '../grid/model.ts';
import { ProductContext, useProductPage, type ProductPageContext } from './product-context.ts';
import { PlaceCell, StockCell } from './stock-cell.tsx';
import { mainMoney, type MoneyColumn, type VariantView } from './variant-columns.ts';
import { variantName } from './variant-name.ts';
import styles from './variants.module.css';

type Props = {
  id: VariantId; variant: Variant; at: number; only: boolean; view: VariantView; currencies: readonly Currency[]; places: readonly { id: LocationId; name: string }[]; hasStock: boolean;
  /** What this variant's own fields are marked with, by path. */
  marks: Readonly<Record<string, Mark>>;
  /** The page as far as rows look at it (`row-ground.ts`). */
  ground: ProductPageContext;
};

/**
 * One variant as a line: every cell saves itself, what is refused is said in the cell. It is drawn again only when something of its own
 * changed: after a saved price that is one line, not all that are in view.
 */
export const VariantRow = memo(
  function VariantRow({ marks, ground, ...row }: Props) {
    const own = useMemo<ProductPageContext>(() => ({ ...ground, detail: { ...ground.detail, marks: { ...marks } } }), [ground, marks]);
    return <ProductContext value={own}><Cells {...row} /></ProductContext>;
  },
  ({ ground: groundBefore, ...before }, { ground, ...after }) => ground === groundBefore && sameJson(before as Json, after as Json),
);

function Cells({ id, variant, at, only, view, currencies, places, hasStock }: Omit<Props, 'marks' | 'ground'>) {
  const { product } = useProductPage().detail;
  return (
    <tr aria-rowindex={at + 2}>
      {product.options.map((option, index) => <td key={index} className={styles.option}><OptionCell id={id} variant={variant} at={index} name={option} /></td>)}
      <td><SkuCell id={id} variant={variant} /></td>
      {view === 'main' && (
        <>
          <td><GtinCell id={id} variant={variant} /></td>
          <Amounts id={id} variant={variant} names={mainMoney(product.options.length)} />
          {product.kind === 'physical' && <td><WeightCell id={id} variant={variant} /></td>}
        </>
      )}
      {view === 'prices' && (
        <>
          <Amounts id={id} variant={variant} names={mainMoney(0)} />
          <td><TaxCell id={id} variant={variant} /></td>
          {currencies.flatMap((currency) => [
            <td key={currency}><ListPriceCell id={id} variant={variant} currency={currency} name="price" /></td>,
            <td key={`${currency}-compareAt`}><ListPriceCell id={id} variant={variant} currency={currency} name="compareAt" /></td>,
          ])}
        </>
      )}
      {view === 'delivery' && (
        <>
          <td><GtinCell id={id} variant={variant} /></td>
          <td><MpnCell id={id} variant={variant} /></td>
          <td><WeightCell id={id} variant={variant} /></td>
          <td><SizeCell id={id} variant={variant} /></td>
        </>
      )}
      {view === 'stock' && places.map((place) => <td key={place.id} className={styles.placeCell}><PlaceCell variant={variant} place={place} /></td>)}
      {hasStock && view !== 'prices' && view !== 'delivery' && <td><StockCell id={id} variant={variant} /></td>}
      <td className={styles.tools}><RemoveVariant id={id} variant={variant} only={only} /></td>
    </tr>
  );
}

function Amounts({ id, variant, names }: { id: VariantId; variant: Variant; names: readonly MoneyColumn[] }) {
  return names.map((name) => (name === 'margin' ? <Margin key={name} variant={variant} /> : <td key={name}><MoneyCell id={id} variant={variant} name={name} /></td>));
}

function Margin({ variant }: { variant: Variant }) {
  const locale = useLocale();
  const { currency } = useProductPage().detail.product;
  const margin = marginOf(variant);
  return (
    <td className={styles.margin} data-low={(margin !== null && margin.amount < 0) || undefined}>
      {margin && (
        <bdi dir="ltr" className="num" title={formatMoney(margin.amount, currency, locale, { isolate: false })}>
          {margin.basisPoints === null ? formatMoney(margin.amount, currency, locale, { currency: false, isolate: false }) : formatPercent(margin.basisPoints / 10_000, locale, 1)}
        </bdi>
      )}
    </td>
  );
}

function RemoveVariant({ id, variant, only }: { id: VariantId; variant: Variant; only: boolean }) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const locale = useLocale();
  const { detail, save } = useProductPage();
  const [removing, setRemoving] = useState(false);
  if (!detail.editable) return null;
  const name = variantName(variant);
  const held = heldStock(variant);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <IconButton size="sm" icon={Trash2} label={only ? t('variants.lastStays') : t('variants.remove', { name })} isDisabled={only} onPress={() => setRemoving(true)} />
      {removing && (
        <AlertDialog
          title={t('variants.removeTitle', { name })} isOpen onClose={() => setRemoving(false)} tone="danger" confirm={t('variants.removeConfirm')}
          onConfirm={() => {
            setRemoving(false);
            void save([{ op: 'set', path: `variants/${id}`, base: variant, value: null }], 'edit-variants', t('variants.removed', { name }));
          }}
        >
          {held.length === 0 ? t('variants.removeText') : (
            <>
              <p>{offer('axes.refused', { count: 1 })}</p>
              {held.map(({ place, onHand, reserved, incoming }) => (
                <p key={place} className={styles.fault}>{offer('axes.held', { place: detail.shop.locations[place]?.name ?? t('stock.unknownPlace'), onHand: number(onHand), reserved: number(reserved), incoming: number(incoming) })}</p>
              ))}
            </>
          )}
        </AlertDialog>
      )}
    </>
  );
}
