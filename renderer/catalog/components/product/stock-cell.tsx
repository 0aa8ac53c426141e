import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDelta, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Popover, Select, TextField, VisuallyHidden } from '#renderer/ui/index.ts';
import { placesOf, type LocationId, type StockLevel, type Variant, type VariantId } from '#shared/catalog/model.ts';
import { availableOf, totalStock } from '#shared/catalog/stock-rules.ts';
import { likelyReason, readStock, stockReasons, type StockReason } from '../../stock-input.ts';
import { useProductPage } from './product-context.ts';
import styles from './variants.module.css';

/** Stock of a variant over all places; opens what lies where, and a movement with its reason. */
export function StockCell({ id, variant, name }: { id: VariantId; variant: Variant; name: string }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail } = useProductPage();
  const total = totalStock(variant);
  const mark = Object.entries(detail.marks).find(([path]) => path.startsWith(`variants/${id}/stock`))?.[1];
  const low = total.available <= detail.shop.lowStockAt;
  // Places of the shop first, in its order; then any the record knows and the shop no longer has.
  const places = [...new Set([...placesOf(detail.shop).map((place) => place.id), ...(Object.keys(variant.stock) as LocationId[])])];
  return (
    <Popover
      label={t('stock.of', { name })} placement="bottom end"
      trigger={
        <Button variant="quiet" size="sm" className={styles.stockButton}>
          <VisuallyHidden>{t('stock.of', { name })}</VisuallyHidden>
          <span className="num" data-low={low || undefined} data-mark={mark}>{formatNumber(total.available, locale)}</span>
          <span className={`num ${styles.onHand}`}>{t('stock.ofOnHand', { onHand: formatNumber(total.onHand, locale) })}</span>
        </Button>
      }
    >
      <table className={styles.places}>
        <thead>
          <tr><td /><th scope="col">{t('column.onHand')}</th><th scope="col">{t('column.reserved')}</th><th scope="col">{t('column.available')}</th><th scope="col">{t('column.incoming')}</th>{detail.editable && <th scope="col">{t('stock.movement')}</th>}</tr>
        </thead>
        <tbody>
          {places.map((place) => <PlaceRow key={place} variantId={id} place={place} level={variant.stock[place] ?? null} name={detail.shop.locations[place]?.name ?? t('stock.unknownPlace')} />)}
        </tbody>
      </table>
    </Popover>
  );
}

const nothingThere: StockLevel = { onHand: 0, reserved: 0, incoming: 0 };

function PlaceRow({ variantId, place, level, name }: { variantId: VariantId; place: LocationId; level: StockLevel | null; name: string }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<StockReason | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const now = level ?? nothingThere;
  const read = readStock(text, now.onHand);
  const fault = refused ?? (read.ok || read.error.code === 'empty' ? null : t(`input.${read.error.code}`, { count: now.onHand, onHand: formatNumber(now.onHand, locale) }));
  const reason = chosen ?? (read.ok ? likelyReason(read.value) : 'correction');
  const path = `variants/${variantId}/stock/${place}`;
  const apply = async () => {
    if (!read.ok || read.value.delta === 0) return;
    const { delta } = read.value;
    const result = await save(
      level === null
        ? [{ op: 'set', path, base: null, value: { ...nothingThere, onHand: delta } }]
        : [{ op: 'add', path: `${path}/onHand`, delta, reason }],
      'edit-stock',
      t('edit.stockAt', { place: name, delta: formatDelta(delta, locale), reason: t(`reason.${reason}`) }),
    );
    if (result.ok) setText('');
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{formatNumber(now.onHand, locale)}</td>
      <td className="num">{formatNumber(now.reserved, locale)}</td>
      <td className="num" data-low={availableOf(now) <= detail.shop.lowStockAt || undefined}>{formatNumber(availableOf(now), locale)}</td>
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
            <TextField label={t('stock.movementAt', { place: name })} hideLabel ltr placeholder={t('stock.hintShort')} value={text} error={fault} onChange={(next) => { setText(next); setRefused(null); }} className={styles.movementText} />
            <Select label={t('stock.reason')} hideLabel items={stockReasons.map((id) => ({ id, label: t(`reason.${id}`) }))} value={reason} onChange={setChosen} />
            <Button type="submit" size="sm" isDisabled={!read.ok || read.value.delta === 0}>
              {read.ok && read.value.delta !== 0 ? t('stock.apply', { delta: formatDelta(read.value.delta, locale) }) : t('stock.book')}
            </Button>
          </form>
        </td>
      )}
    </tr>
  );
}
