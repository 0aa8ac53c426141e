import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Amount } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { OrderRow } from '#shared/orders/contract.ts';
import type { GridColumn } from '../catalog/components/grid/model.ts';
import { AxisChip, useStateWord, type Axis } from './components/axis-chip.tsx';
import { Deadline } from './components/deadline.tsx';
import styles from './order.module.css';

/** The columns of the orders: four states side by side, what is due and until when, and what the order brings. */
export function useColumns({ shopNames, now }: { /** Names of shops by id, where there are several. */ shopNames: ReadonlyMap<string, string> | null; now: EpochMs }): readonly GridColumn<OrderRow>[] {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const word = useStateWord();
  return useMemo(() => {
    const axis = (id: Axis, widthPx: number): GridColumn<OrderRow> => ({
      id, title: t(`column.${id}`), widthPx, minPx: 100, cell: (row) => <AxisChip axis={id} states={row} />, text: (row) => (id === 'returned' && row.returned === null ? '' : word(id, row)),
    });
    const columns: GridColumn<OrderRow>[] = [
      {
        id: 'number', title: t('column.number'), widthPx: 106, minPx: 92, fixed: true, names: true, sortBy: 'number',
        cell: (row) => <bdi dir="ltr" className={`num ${styles.number}`}>{row.number}</bdi>, text: (row) => row.number, mark: (row) => row.mark ?? undefined,
      },
      { id: 'customer', title: t('column.customer'), widthPx: 130, minPx: 90, grows: true, sortBy: 'customer', cell: (row) => <span className={styles.cut} dir="auto">{row.customer}</span>, text: (row) => row.customer },
      ...(shopNames === null ? [] : [{ id: 'shop', title: t('column.shop'), widthPx: 130, minPx: 80, cell: (row: OrderRow) => <span className={styles.cut} dir="auto">{shopNames.get(row.shopId)}</span>, text: (row: OrderRow) => shopNames.get(row.shopId) ?? '' }]),
      { id: 'placedAt', title: t('column.placedAt'), widthPx: 104, minPx: 80, sortBy: 'placedAt', cell: (row) => <span className={`num ${styles.quiet}`}>{formatMoment(row.placedAt, now, locale)}</span>, text: (row) => new Date(row.placedAt).toISOString() },
      axis('order', 116), axis('payment', 148), axis('fulfilment', 156), axis('returned', 112),
      { id: 'left', title: t('column.left'), widthPx: 84, minPx: 60, end: true, cell: (row) => <bdi dir="ltr" className="num">{row.piecesLeft === 0 ? '' : `${formatNumber(row.piecesLeft, locale)} / ${formatNumber(row.pieces, locale)}`}</bdi>, text: (row) => String(row.piecesLeft) },
      { id: 'gross', title: t('column.gross'), widthPx: 118, minPx: 90, end: true, sortBy: 'gross', cell: (row) => <Amount amount={row.gross} currency={row.currency} />, text: (row) => String(row.gross) },
      { id: 'net', title: t('column.net'), widthPx: 118, minPx: 90, end: true, sortBy: 'net', optional: true, cell: (row) => <Amount amount={row.net} currency={row.currency} />, text: (row) => String(row.net) },
      { id: 'dueAt', title: t('column.dueAt'), widthPx: 146, minPx: 120, sortBy: 'dueAt', cell: (row) => (row.dueAt === null ? null : <Deadline dueAt={row.dueAt} now={now} />), text: (row) => (row.dueAt === null ? '' : new Date(row.dueAt).toISOString()) },
    ];
    return columns;
  }, [t, locale, shopNames, now, word]);
}
