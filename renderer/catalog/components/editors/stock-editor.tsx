import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDelta, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { placesOf, type LocationId } from '#shared/catalog/model.ts';
import { likelyReason, readStock, stockReasons, type StockReason } from '../../stock-input.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { CellInput } from './cell-input.tsx';
import { Choices } from './choices.tsx';
import styles from './editors.module.css';

/** Stock of a line with one variant: `+5`, `-2`, or a new count, at one of its places, with the reason; shows what it leads to. */
export function StockEditor({ row, typed, fault, close, edits }: EditorProps<ProductRow> & { edits: Edits }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const [text, setText] = useState(typed ?? '');
  const [chosen, setChosen] = useState<StockReason | null>(null);
  const [chosenPlace, setChosenPlace] = useState<LocationId | null>(null);
  const [touched, setTouched] = useState(false);
  const { data } = useAsk('catalog.product', { id: row.id });

  // Until the record is there only a line with a single place knows where the pieces lie.
  const stock = data?.product.variants[row.variantId as keyof typeof data.product.variants]?.stock;
  const places = data ? placesOf(data.shop).filter(({ id }) => stock?.[id] !== undefined) : [];
  const place = chosenPlace ?? (row.locationId as LocationId | null) ?? places[0]?.id ?? null;
  const onHand = place === null ? null : (stock?.[place]?.onHand ?? (row.locationId === null ? null : row.onHand));
  const reserved = place === null ? 0 : (stock?.[place]?.reserved ?? row.reserved);
  const read = onHand === null ? null : readStock(text, onHand);
  const number = (value: number) => formatNumber(value, locale);
  const unreadable = !read || read.ok || read.error.code === 'empty' ? null : t(`input.${read.error.code}`, { count: onHand ?? 0, onHand: number(onHand ?? 0) });
  const reason = chosen ?? (read?.ok ? likelyReason(read.value) : 'correction');

  const commit = (): boolean => {
    if (text.trim() === '') {
      edits.release(row.id, 'available');
      return true;
    }
    if (!read?.ok || place === null) return false;
    if (read.value.delta === 0) {
      edits.release(row.id, 'available');
      return true;
    }
    const { delta } = read.value;
    void edits.commit({
      row, columnId: 'available', typed: text, intent: 'edit-stock',
      ops: [{ op: 'add', path: `variants/${row.variantId!}/stock/${place}/onHand`, delta, reason }],
      patch: { onHand: row.onHand + delta, available: row.available + delta },
      said: t('edit.stockChanged', { sku: row.sku, delta: formatDelta(delta, locale), reason: t(`reason.${reason}`) }),
    });
    return true;
  };
  return (
    <CellInput
      label={`${t('column.available')}, ${row.title}`}
      text={text} onText={(next) => { setText(next); setTouched(true); }}
      onCommit={commit} onCancel={() => edits.release(row.id, 'available')} close={close}
      fault={unreadable ?? (touched ? null : fault)} end figures fresh={typed !== null}
    >
      {places.length > 1 && (
        <Choices legend={t('stock.place')} name="stock-place" items={places.map(({ id, name }) => ({ id, label: `${name} · ${number(stock?.[id]?.onHand ?? 0)}` }))} value={place} onChange={setChosenPlace} />
      )}
      {onHand !== null && (
        <p className={styles.preview}>
          <span>{t('stock.onHandReserved', { onHand: number(onHand), reserved: number(reserved) })}</span>
          <b className="num ltr">{read?.ok ? t('stock.becomes', { before: number(onHand), after: number(onHand + read.value.delta), delta: formatDelta(read.value.delta, locale) }) : t('stock.hint')}</b>
        </p>
      )}
      <Choices legend={t('stock.reason')} name="stock-reason" items={stockReasons.map((id) => ({ id, label: t(`reason.${id}`) }))} value={reason} onChange={setChosen} />
    </CellInput>
  );
}
