import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Select, TextField } from '#renderer/ui/index.ts';
import type { LocationId, Variant, VariantId } from '#shared/catalog/model.ts';
import { transferOps } from '#shared/catalog/stock-rules.ts';
import { readStock } from '../../stock-input.ts';
import { useProductPage } from './product-context.ts';
import { variantName } from './variant-name.ts';
import styles from './stock.module.css';

type Props = { id: VariantId; variant: Variant; places: readonly { id: LocationId; name: string }[] };

/** Carries pieces from one place to another: one change, taken back as one. */
export function StockTransfer({ id, variant, places }: Props) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const { save } = useProductPage();
  const fullest = places.toSorted((a, b) => (variant.stock[b.id]?.onHand ?? 0) - (variant.stock[a.id]?.onHand ?? 0))[0]!.id;
  const [from, setFrom] = useState<LocationId>(fullest);
  const [to, setTo] = useState<LocationId>(() => places.find((place) => place.id !== fullest)!.id);
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const nameOf = (place: LocationId) => places.find((one) => one.id === place)?.name ?? '';
  const read = readStock(`+${text}`, 0);
  const pieces = read.ok && read.value.delta > 0 ? read.value.delta : null;
  const moved = pieces === null ? null : transferOps(id, variant, { from, to, pieces });
  const said = (error: Parameters<typeof explain>[0]) => `${explain(error).what} ${explain(error).wayOut}`;
  const fault = refused ?? (moved && !moved.ok ? said(moved.error) : text.trim() !== '' && pieces === null ? t('number.fault', { least: 1, most: formatNumber(10_000_000, locale) }) : null);
  const transfer = async () => {
    if (pieces === null || !moved?.ok) return;
    const result = await save(moved.value, 'edit-stock', t('stock.transferred', { name: variantName(variant), pieces: formatNumber(pieces, locale), from: nameOf(from), to: nameOf(to) }));
    if (result.ok) setText('');
    else setRefused(said(result.error));
  };
  const items = places.map((place) => ({ id: place.id, label: place.name, note: formatNumber(variant.stock[place.id]?.onHand ?? 0, locale) }));
  return (
    <section className={styles.part} aria-label={t('stock.transferTitle')}>
      <h3 className={styles.partHead}>{t('stock.transferTitle')}</h3>
      <form
        className={styles.transfer}
        onSubmit={(event) => {
          event.preventDefault();
          void transfer();
        }}
      >
        <TextField label={t('stock.pieces')} className={styles.pieces} ltr inputMode="numeric" value={text} onChange={(next) => { setText(next); setRefused(null); }} />
        <Select label={t('stock.from')} items={items} value={from} onChange={(next) => { setFrom(next); setRefused(null); }} />
        <Select label={t('stock.to')} items={items} value={to} onChange={(next) => { setTo(next); setRefused(null); }} />
        <Button type="submit" icon={ArrowLeftRight} isDisabled={!moved?.ok}>{t('stock.transfer')}</Button>
      </form>
      {fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
    </section>
  );
}
