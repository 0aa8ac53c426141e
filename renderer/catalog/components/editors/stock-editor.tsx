import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDelta, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { likelyReason, readStock, stockReasons, type StockReason } from '../../stock-input.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { CellInput } from './cell-input.tsx';
import styles from './editors.module.css';

/** Stock of a line with one variant in one place: `+5`, `-2`, or a new count, with the reason; shows what it leads to. */
export function StockEditor({ row, typed, fault, close, edits }: EditorProps<ProductRow> & { edits: Edits }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const [text, setText] = useState(typed ?? '');
  const [chosen, setChosen] = useState<StockReason | null>(null);
  const [touched, setTouched] = useState(false);
  const read = readStock(text, row.onHand);
  const unreadable = read.ok || read.error.code === 'empty' ? null : t(`input.${read.error.code}`, { count: row.onHand, onHand: formatNumber(row.onHand, locale) });
  const reason = chosen ?? (read.ok ? likelyReason(read.value) : 'correction');

  const commit = (): boolean => {
    if (!read.ok && read.error.code !== 'empty') return false;
    if (!read.ok || read.value.delta === 0) {
      edits.release(row.id, 'available');
      return true;
    }
    const { delta } = read.value;
    void edits.commit({
      row, columnId: 'available', typed: text, intent: 'edit-stock',
      ops: [{ op: 'add', path: `variants/${row.variantId!}/stock/${row.locationId!}/onHand`, delta, reason }],
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
      <p className={styles.preview}>
        <span>{t('stock.onHandReserved', { onHand: formatNumber(row.onHand, locale), reserved: formatNumber(row.reserved, locale) })}</span>
        <b className="num ltr">
          {read.ok ? t('stock.becomes', { before: formatNumber(row.onHand, locale), after: formatNumber(row.onHand + read.value.delta, locale), delta: formatDelta(read.value.delta, locale) }) : t('stock.hint')}
        </b>
      </p>
      <fieldset className={styles.reasons}>
        <legend>{t('stock.reason')}</legend>
        {stockReasons.map((one) => (
          <label key={one} className={styles.reason} data-on={one === reason || undefined}>
            <input type="radio" name="stock-reason" value={one} checked={one === reason} onChange={() => setChosen(one)} />
            {t(`reason.${one}`)}
          </label>
        ))}
      </fieldset>
    </CellInput>
  );
}
