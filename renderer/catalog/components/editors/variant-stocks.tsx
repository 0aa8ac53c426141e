import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { placesOf, type LocationId } from '#shared/catalog/model.ts';
import { movementOps } from '#shared/catalog/stock-rules.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { likelyReason, readStock } from '../../stock-input.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { Choices } from './choices.tsx';
import { MOST_HERE, VariantLines } from './variant-lines.tsx';

/** Stock of a product with several variants, at one of its places: `+5`, `-2` or a new count for each. */
export function VariantStocks({ row, fault, close, edits }: EditorProps<ProductRow> & { edits: Edits }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { data } = useAsk('catalog.product', { id: row.id });
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [chosen, setChosen] = useState<LocationId | null>(null);
  const variants = data ? variantsInOrder(data.product) : [];
  const places = data ? placesOf(data.shop).filter(({ id }) => variants.some(([, { stock }]) => stock[id] !== undefined)) : [];
  const place = chosen ?? places[0]?.id ?? (data && placesOf(data.shop)[0]?.id) ?? null;
  const number = (value: number) => formatNumber(value, locale);
  const onHandOf = (at: number) => (place === null ? 0 : (variants[at]![1].stock[place]?.onHand ?? 0));
  const lines = data && variants.slice(0, MOST_HERE).map(([id, variant], at) => {
    const onHand = onHandOf(at);
    const text = texts[id] ?? '';
    const read = readStock(text, onHand);
    return { id, name: variant.options.join(' · ') || variant.sku, text, hint: number(onHand), fault: read.ok || read.error.code === 'empty' ? null : t(`input.${read.error.code}`, { count: onHand, onHand: number(onHand) }) };
  });

  const commit = (): boolean => {
    if (lines?.some((line) => line.fault !== null)) return false;
    const ops: FieldOp[] = variants.flatMap(([id, variant], at) => {
      const read = readStock(texts[id] ?? '', onHandOf(at));
      return read.ok && read.value.delta !== 0 && place !== null ? movementOps(id, variant, place, read.value.delta, likelyReason(read.value)) : [];
    });
    if (ops.length === 0) {
      edits.release(row.id, 'available');
      return true;
    }
    const sum = ops.reduce((all, op) => all + (op.op === 'add' ? op.delta : 0), 0);
    void edits.commit({ row, columnId: 'available', typed: '', intent: 'edit-stock', ops, patch: { onHand: row.onHand + sum, available: row.available + sum }, said: t('variants.stocksChanged', { sku: row.sku, count: ops.filter(({ op }) => op === 'add').length }) });
    return true;
  };
  return (
    <VariantLines
      row={row} label={`${t('column.available')}, ${row.title}`} present={<span className="num">{number(row.available)}</span>} fault={fault} lines={lines} total={variants.length} all={null}
      onText={(id, text) => setTexts((before) => ({ ...before, [id]: text }))} onCommit={commit} onCancel={() => edits.release(row.id, 'available')} close={close}
    >
      {places.length > 1 && <Choices legend={t('stock.place')} name="stock-place" items={places.map(({ id, name }) => ({ id, label: name }))} value={place} onChange={setChosen} />}
    </VariantLines>
  );
}
