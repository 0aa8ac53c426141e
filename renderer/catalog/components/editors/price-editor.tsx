import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { exponentOf, type Minor } from '#shared/kernel/money.ts';
import { readPrice } from '../../price-input.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { CellInput } from './cell-input.tsx';

type Props = EditorProps<ProductRow> & { edits: Edits; field: 'price' | 'compareAt' };

/** Price or former price of a line: an amount, or a change in percent; what is wrong is said at the cell. */
export function PriceEditor({ row, typed, fault, close, edits, field }: Props) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const value = row[field];
  const [text, setText] = useState(typed ?? (value === null ? '' : amountForEditing(value, row.currency, locale)));
  const [touched, setTouched] = useState(false);
  const [tried, setTried] = useState(false);
  const read = readPrice(text, row.currency, value, decimalSignOf(locale), field === 'compareAt');
  const money = (amount: Minor) => formatMoney(amount, row.currency, locale);

  const unreadable = read.ok ? null : t(`input.${read.error.code}`, { count: exponentOf(row.currency), currency: row.currency });
  const unsound =
    read.ok && read.value !== null && field === 'compareAt' && read.value <= row.price
      ? t('input.compareAtTooLow', { price: money(row.price) })
      : read.ok && read.value !== null && field === 'price' && row.compareAt !== null && row.compareAt <= read.value
        ? t('input.priceAboveCompareAt', { compareAt: money(row.compareAt) })
        : null;
  const shown = (tried ? unreadable : null) ?? unsound ?? (touched ? null : fault);

  const commit = (): boolean => {
    setTried(true);
    if (!read.ok || unsound !== null) return false;
    if (read.value === value) {
      edits.release(row.id, field);
      return true;
    }
    const name = t(`column.${field}`);
    void edits.commit({
      row, columnId: field, typed: text,
      intent: field === 'price' ? 'edit-price' : 'edit-compare-at',
      ops: [{ op: 'set', path: `variants/${row.variantId!}/${field}`, base: value, value: read.value }],
      patch: field === 'price' ? { price: read.value! } : { compareAt: read.value },
      said: t('edit.changed', { name, sku: row.sku, before: value === null ? t('none') : money(value), after: read.value === null ? t('none') : money(read.value) }),
    });
    return true;
  };
  return (
    <CellInput
      label={`${t(`column.${field}`)}, ${row.title}`}
      text={text} onText={(next) => { setText(next); setTouched(true); setTried(false); }}
      onCommit={commit} onCancel={() => edits.release(row.id, field)} close={close}
      fault={shown} end figures fresh={typed !== null}
    />
  );
}
