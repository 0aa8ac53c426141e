import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { exponentOf, type Minor } from '#shared/kernel/money.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { readPrice } from '../../price-input.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { MOST_HERE, VariantLines } from './variant-lines.tsx';

/** Prices of a product with several variants: each on its own, or all at once, as an amount or a change in percent. */
export function VariantPrices({ row, typed, fault, close, edits }: EditorProps<ProductRow> & { edits: Edits }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { data } = useAsk('catalog.product', { id: row.id });
  const [all, setAll] = useState(typed ?? '');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const variants = data ? variantsInOrder(data.product) : [];
  const money = (amount: Minor) => formatMoney(amount, row.currency, locale, { currency: false, isolate: false });
  const unreadable = (text: string, price: Minor) => {
    const read = readPrice(text, row.currency, price, decimalSignOf(locale), false);
    return read.ok ? null : t(`input.${read.error.code}`, { count: exponentOf(row.currency), currency: row.currency });
  };
  const textOf = (id: string, price: Minor) => texts[id] ?? (all.trim() === '' ? amountForEditing(price, row.currency, locale) : all);
  const shown = variants.slice(0, MOST_HERE);
  const lines = data && shown.map(([id, variant]) => {
    const text = textOf(id, variant.price);
    const read = readPrice(text, row.currency, variant.price, decimalSignOf(locale), false);
    const above = read.ok && read.value !== null && variant.compareAt !== null && variant.compareAt <= read.value ? t('input.priceAboveCompareAt', { compareAt: money(variant.compareAt) }) : null;
    return { id, name: variant.options.join(' · ') || variant.sku, text, hint: money(variant.price), fault: above ?? (tried ? unreadable(text, variant.price) : null) };
  });

  const commit = (): boolean => {
    setTried(true);
    // A price for all reaches also those that are not listed here.
    const changes = variants.flatMap(([id, variant], at) => {
      const read = readPrice(at < MOST_HERE || all.trim() !== '' ? textOf(id, variant.price) : amountForEditing(variant.price, row.currency, locale), row.currency, variant.price, decimalSignOf(locale), false);
      return read.ok && read.value !== null ? [{ id, variant, value: read.value }] : [];
    });
    if (changes.length < variants.length || changes.some(({ variant, value }) => variant.compareAt !== null && variant.compareAt <= value)) return false;
    const ops: FieldOp[] = changes.filter(({ variant, value }) => value !== variant.price).map(({ id, variant, value }) => ({ op: 'set', path: `variants/${id}/price`, base: variant.price, value }));
    if (ops.length === 0) {
      edits.release(row.id, 'price');
      return true;
    }
    const lowest = Math.min(...changes.map(({ value }) => value)) as Minor;
    void edits.commit({ row, columnId: 'price', typed: all, intent: 'edit-price', ops, patch: { price: lowest }, said: t('variants.pricesChanged', { sku: row.sku, count: ops.length }) });
    return true;
  };
  return (
    <VariantLines
      row={row} label={`${t('column.price')}, ${row.title}`} present={<bdi dir="ltr" className="num">{money(row.price)}{row.priceTo !== null && ` – ${money(row.priceTo)}`}</bdi>}
      fault={fault} lines={lines} total={variants.length} all={{ text: all, label: t('variants.forAll'), onText: (text) => { setAll(text); setTexts({}); } }}
      onText={(id, text) => setTexts((before) => ({ ...before, [id]: text }))}
      onCommit={commit} onCancel={() => edits.release(row.id, 'price')} close={close}
    />
  );
}
