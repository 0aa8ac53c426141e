import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, VisuallyHidden } from '#renderer/ui/index.ts';
import { inherited } from '#shared/catalog/inherited.ts';
import type { LocationId, Variant, VariantId } from '#shared/catalog/model.ts';
import { availableOf, totalStock } from '#shared/catalog/stock-rules.ts';
import { useProductPage } from './product-context.ts';
import { StockDialog } from './stock-dialog.tsx';
import { variantName } from './variant-name.ts';
import styles from './variants.module.css';

/** What can be sold of a variant over all places, and what is on hand where that differs; opens what lies where, its movements and its rules. */
export function StockCell({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const locale = useLocale();
  const { detail } = useProductPage();
  const [open, setOpen] = useState(false);
  const name = variantName(variant);
  const total = totalStock(variant);
  const mark = Object.entries(detail.marks).find(([path]) => path.startsWith(`variants/${id}/stock`))?.[1];
  const isTracked = inherited('trackStock', variant, detail.product, detail.shop).value;
  const isLow = isTracked && total.available <= inherited('lowStockAt', variant, detail.product, detail.shop).value;
  return (
    <>
      <Button variant="quiet" size="sm" className={styles.stockButton} onPress={() => setOpen(true)}>
        <VisuallyHidden>{t('stock.of', { name })}</VisuallyHidden>
        <span className="num" data-low={isLow || undefined} data-mark={mark}>{formatNumber(total.available, locale)}</span>
        {!isTracked && <span className={styles.onHand}>{offer('stock.notTracked')}</span>}
        {isTracked && total.onHand !== total.available && <span className={`num ${styles.onHand}`}>{t('stock.ofOnHand', { onHand: formatNumber(total.onHand, locale) })}</span>}
      </Button>
      {open && <StockDialog id={id} variant={variant} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What can be sold of a variant at one place. */
export function PlaceCell({ variant, place }: { variant: Variant; place: { id: LocationId; name: string } }) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const level = variant.stock[place.id];
  if (level === undefined) return <span className={styles.noPrice}>–</span>;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <span className="num" title={words('stock.onHandReserved', { onHand: number(level.onHand), reserved: number(level.reserved) })}>
      <VisuallyHidden>{t('table.piecesAt', { name: variantName(variant), place: place.name })}</VisuallyHidden>
      <span data-low={availableOf(level) < 0 || undefined}>{number(availableOf(level))}</span>
      {level.incoming > 0 && <span className={styles.onHand}>{`+${number(level.incoming)}`}</span>}
    </span>
  );
}
