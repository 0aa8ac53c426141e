import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button } from '#renderer/ui/index.ts';
import { addressLines } from '../address-lines.ts';
import { useOrderPage } from '../order-context.ts';
import styles from './print-sheet.module.css';

export type Sheet = 'pick-list' | 'packing-slip';

/**
 * A sheet of paper about one order: what to take from the shelves, or what lies in the parcel. It is printed, or kept as PDF, by the browser the
 * console runs in, which shapes Arabic and knows every font; nothing but the sheet is on the paper.
 *
 * @param parcelId the parcel it lies in; null: what is still to be sent
 */
export function PrintSheet({ sheet, parcelId, shopName, onBack }: { sheet: Sheet; parcelId: string | null; shopName: string; onBack: () => void }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order, lines, parcels, may, run } = useOrderPage();
  const parcel = parcels.find(({ id }) => id === parcelId);
  const rows = lines
    .map(({ line, left, id }) => ({ id, line, count: parcel ? (parcel.pieces[id] ?? 0) : line.kind === 'physical' ? left : 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => (sheet === 'pick-list' ? (a.line.sku < b.line.sku ? -1 : 1) : 0));
  const print = async () => {
    window.print();
    const command = { do: 'print', what: sheet } as const;
    if (may(command)) await run(command, t('print.noted'));
  };
  return (
    <div className={styles.desk}>
      <div className={styles.tools}>
        <Button variant="quiet" onPress={onBack}>{t('print.back', { number: order.number })}</Button>
        <Button variant="go" icon={Printer} onPress={() => void print()} autoFocus>{t('print.do')}</Button>
      </div>
      <article className={styles.paper} data-theme="contrast-light" aria-labelledby="sheet-head">
        <header className={styles.head}>
          <div>
            <h1 id="sheet-head">{t(`print.${sheet}`)}</h1>
            <p><bdi>{shopName}</bdi></p>
          </div>
          <div className={styles.end}>
            <p className={styles.number}><bdi className="num ltr">{order.number}</bdi></p>
            <p>{formatExact(order.createdAt, locale)}</p>
          </div>
        </header>
        {sheet === 'packing-slip' && order.shipTo !== null && (
          <address className={styles.address}>
            {addressLines(order.shipTo, locale).map((line, at) => <bdi key={at}>{line}</bdi>)}
          </address>
        )}
        {parcel && <p><bdi>{parcel.carrier}</bdi>{parcel.tracking !== null && <> · <bdi className="num ltr">{parcel.tracking}</bdi></>}</p>}
        {rows.length === 0 ? <p>{t('print.nothing')}</p> : (
          <table className={styles.table}>
            <thead>
              <tr>
                {sheet === 'pick-list' && <th scope="col"><span className={styles.said}>{t('print.taken')}</span></th>}
                <th scope="col">{t('print.sku')}</th>
                <th scope="col">{t('lines.product')}</th>
                <th scope="col" className={styles.end}>{t('dialog.pieces')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, line, count }) => (
                <tr key={id}>
                  {sheet === 'pick-list' && <td><span className={styles.box} aria-hidden /></td>}
                  <td><bdi className="num ltr">{line.sku}</bdi></td>
                  <td><bdi>{line.title}</bdi></td>
                  <td className={`num ${styles.end}`}>{formatNumber(count, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className={styles.sum}>{t('print.pieces', { count: rows.reduce((sum, { count }) => sum + count, 0) })}</p>
      </article>
    </div>
  );
}
