import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDelta, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import { inherited } from '#shared/catalog/inherited.ts';
import type { LocationId, StockLevel, Variant, VariantId } from '#shared/catalog/model.ts';
import { availableOf, movementOps, type StockReason } from '#shared/catalog/stock-rules.ts';
import { likelyReason, readStock, stockReasons } from '../../stock-input.ts';
import { useProductPage } from './product-context.ts';
import { StockMovements } from './stock-movements.tsx';
import { stockPlacesOf } from './stock-places.ts';
import { StockSettings } from './stock-settings.tsx';
import { StockTransfer } from './stock-transfer.tsx';
import { variantName } from './variant-name.ts';
import styles from './stock.module.css';

type Props = { id: VariantId; variant: Variant; onClose: () => void };

/** Everything about the pieces of one variant: where they lie, movements with their reason, transfers, the rules, and who moved what. */
export function StockDialog({ id, variant, onClose }: Props) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const { detail } = useProductPage();
  const places = stockPlacesOf(detail, t('stock.unknownPlace'));
  return (
    <Dialog title={t('stock.of', { name: variantName(variant) })} isOpen onClose={onClose} width="lg">
      <div className={styles.scroll}>
        <table className={styles.places}>
          <thead>
            <tr>
              <th scope="col">{t('stock.place')}</th>
              <th scope="col">{t('column.onHand')}</th><th scope="col">{t('column.reserved')}</th><th scope="col">{t('column.available')}</th><th scope="col">{t('column.incoming')}</th>
              {detail.editable && <th scope="col" className={styles.movementHead}>{t('stock.movement')}</th>}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => <PlaceRow key={place.id} id={id} variant={variant} place={place} />)}
          </tbody>
        </table>
      </div>
      {detail.editable && places.length > 1 && <StockTransfer id={id} variant={variant} places={places} />}
      <StockSettings variant={{ id, variant }} />
      <section className={styles.part} aria-label={offer('stock.movements')}>
        <h3 className={styles.partHead}>{offer('stock.movements')}</h3>
        <StockMovements id={id} variant={variant} />
      </section>
    </Dialog>
  );
}

const nothingThere: StockLevel = { onHand: 0, reserved: 0, incoming: 0 };

function PlaceRow({ id, variant, place }: { id: VariantId; variant: Variant; place: { id: LocationId; name: string } }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<StockReason | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const now = variant.stock[place.id] ?? nothingThere;
  const lowAt = inherited('lowStockAt', variant, detail.product, detail.shop).value;
  const read = readStock(text, now.onHand);
  const fault = refused ?? (read.ok || read.error.code === 'empty' ? null : t(`input.${read.error.code}`, { count: now.onHand, onHand: formatNumber(now.onHand, locale) }));
  const reason = chosen ?? (read.ok ? likelyReason(read.value) : 'correction');
  const apply = async () => {
    if (!read.ok || read.value.delta === 0) return;
    const { delta } = read.value;
    const result = await save(movementOps(id, variant, place.id, delta, reason), 'edit-stock', t('edit.stockAt', { place: place.name, delta: formatDelta(delta, locale), reason: t(`reason.${reason}`) }));
    if (result.ok) setText('');
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <tr>
      <th scope="row">{place.name}</th>
      <td className="num">{formatNumber(now.onHand, locale)}</td>
      <td className="num">{formatNumber(now.reserved, locale)}</td>
      <td className="num" data-low={availableOf(now) <= lowAt || undefined}>{formatNumber(availableOf(now), locale)}</td>
      <td className="num">{formatNumber(now.incoming, locale)}</td>
      {detail.editable && (
        <td>
          <form
            className={styles.movement}
            onSubmit={(event) => {
              event.preventDefault();
              void apply();
            }}
          >
            <TextField label={t('stock.movementAt', { place: place.name })} hideLabel ltr placeholder={t('stock.hintShort')} value={text} error={fault} onChange={(next) => { setText(next); setRefused(null); }} className={styles.movementText} />
            <Select label={t('stock.reason')} hideLabel items={stockReasons.map((reasonId) => ({ id: reasonId, label: t(`reason.${reasonId}`) }))} value={reason} onChange={setChosen} className={styles.reason} />
            <Button type="submit" isDisabled={!read.ok || read.value.delta === 0}>
              {read.ok && read.value.delta !== 0 ? t('stock.apply', { delta: formatDelta(read.value.delta, locale) }) : t('stock.book')}
            </Button>
          </form>
        </td>
      )}
    </tr>
  );
}
