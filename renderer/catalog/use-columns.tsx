import { Image } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing, formatMoment, formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Icon, Status } from '#renderer/ui/index.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { transitionsFor, type ListingMover } from '#shared/catalog/listing-states.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { PriceEditor } from './components/editors/price-editor.tsx';
import { StatusEditor } from './components/editors/status-editor.tsx';
import { StockEditor } from './components/editors/stock-editor.tsx';
import { TitleEditor } from './components/editors/title-editor.tsx';
import { VariantPrices } from './components/editors/variant-prices.tsx';
import { VariantStocks } from './components/editors/variant-stocks.tsx';
import { SELECT_COLUMN } from './components/grid/grid-row.tsx';
import type { GridColumn } from './components/grid/model.ts';
import { imageOfRow, Picture } from '#renderer/media/picture.tsx';
import { ReviewSign } from './components/review/review-sign.tsx';
import { WhyCell } from './components/score/why-cell.tsx';
import { WhyEditor } from './components/score/why-editor.tsx';
import type { Figure } from './components/score/why.tsx';
import { toneOf } from './status.ts';
import type { Edits } from './use-edits.ts';
import styles from './list.module.css';

type Options = { edits: Edits; mover: ListingMover | null; currencies: readonly string[]; lowStockAt: (shopId: string) => number; /** Names of shops by id, where there are several. */ shopNames: ReadonlyMap<string, string> | null; now: EpochMs };

/** The columns of the catalogue: what each draws, how it is ordered, and what may be edited in the line. */
export function useColumns({ edits, mover, currencies, lowStockAt, shopNames, now }: Options): readonly GridColumn<ProductRow>[] {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const only = currencies.length === 1 ? currencies[0]! : null;
  return useMemo(() => {
    const money = (row: ProductRow, amount: ProductRow['price']) => formatMoney(amount, row.currency, locale, { currency: only === null, isolate: false });
    const mayEdit = () => mover !== null;
    const oneVariant = (row: ProductRow) => mover !== null && row.variantId !== null;
    const count = (id: 'onHand' | 'reserved' | 'incoming' | 'variantCount'): GridColumn<ProductRow> => ({
      id, title: t(`column.${id}`), widthPx: 84, minPx: 56, end: true, optional: true,
      cell: (row) => <span className="num">{formatNumber(row[id], locale)}</span>,
      text: (row) => String(row[id]),
    });
    const explained = (id: 'score' | 'completeness' | 'google', figure: Figure, optional: boolean): GridColumn<ProductRow> => ({
      id, title: t(`column.${id}`), widthPx: 70, minPx: 66, sortBy: id, optional,
      cell: (row) => <WhyCell id={row.id} figure={figure} value={row[id]} />,
      text: (row) => String(row[id]),
      editor: (props) => <WhyEditor {...props} figure={figure} />, editable: () => true, explains: true,
    });
    const columns: GridColumn<ProductRow>[] = [
      { id: SELECT_COLUMN, title: t('grid.select'), widthPx: 34, minPx: 34, fixed: true, cell: () => null },
      {
        id: 'picture', title: t('column.picture'), head: <Icon icon={Image} size={14} />, widthPx: 40, minPx: 40, fixed: true,
        cell: (row) => <Picture image={imageOfRow(row)} shopId={row.shopId} alt={row.drawing === null ? t('picture.none') : ''} size={22} />,
      },
      { id: 'sku', title: t('column.sku'), widthPx: 102, minPx: 92, sortBy: 'sku', cell: (row) => <bdi dir="ltr" className={`num ${styles.sku}`}>{row.sku}</bdi>, text: (row) => row.sku },
      {
        id: 'title', title: t('column.title'), widthPx: 150, minPx: 120, grows: true, sortBy: 'title', names: true,
        cell: (row) => (
          <span className={styles.title} lang={row.titleLocale} dir="auto" data-other={row.titleLocale !== locale || undefined}>
            {row.title === '' ? t('untitled') : row.title}
          </span>
        ),
        text: (row) => row.title,
        mark: (row) => row.marks.title,
        editor: (props) => <TitleEditor {...props} edits={edits} />,
        editable: () => mover !== null,
      },
      ...(shopNames === null ? [] : [{
        id: 'shop', title: t('column.shop'), widthPx: 130, minPx: 80,
        cell: (row: ProductRow) => <span className={styles.title} dir="auto">{shopNames.get(row.shopId)}</span>, text: (row: ProductRow) => shopNames.get(row.shopId) ?? '',
      }]),
      {
        id: 'price', title: only === null ? t('column.price') : t('column.priceIn', { currency: only }), widthPx: 92, minPx: 80, end: true, sortBy: 'price',
        cell: (row) => (
          <bdi dir="ltr" className="num">
            {row.priceTo === null ? money(row, row.price) : `${money(row, row.price)} –`}
          </bdi>
        ),
        text: (row) => amountForEditing(row.price, row.currency, locale),
        mark: (row) => row.marks.price,
        editor: (props) => (props.row.variantId === null ? <VariantPrices {...props} edits={edits} /> : <PriceEditor {...props} edits={edits} field="price" />),
        editable: mayEdit,
      },
      {
        id: 'compareAt', title: t('column.compareAt'), widthPx: 82, minPx: 76, end: true, sortBy: 'compareAt',
        cell: (row) => (row.compareAt === null ? null : <bdi dir="ltr" className={`num ${styles.quiet}`}>{money(row, row.compareAt)}</bdi>),
        text: (row) => (row.compareAt === null ? '' : amountForEditing(row.compareAt, row.currency, locale)),
        mark: (row) => row.marks.compareAt,
        editor: (props) => <PriceEditor {...props} edits={edits} field="compareAt" />,
        editable: oneVariant,
      },
      {
        id: 'available', title: t('column.available'), widthPx: 72, minPx: 56, end: true, sortBy: 'available',
        cell: (row) => (
          <span className={row.available <= lowStockAt(row.shopId) ? `num ${styles.low}` : 'num'}>
            {formatNumber(row.available, locale)}
            {row.available <= lowStockAt(row.shopId) && <span className={styles.said}>{t('stock.low')}</span>}
          </span>
        ),
        text: (row) => String(row.available),
        mark: (row) => row.marks.available,
        editor: (props) => (props.row.variantId === null ? <VariantStocks {...props} edits={edits} /> : <StockEditor {...props} edits={edits} />),
        editable: mayEdit,
      },
      explained('score', 'score', false), explained('completeness', 'shop', false), explained('google', 'google', true),
      {
        id: 'status', title: t('column.status'), widthPx: 106, minPx: 90, sortBy: 'status',
        cell: (row) => <Status tone={toneOf(row.status)}>{t(`status.${row.status}`)}{row.inReview !== null && <ReviewSign state={row.inReview} />}</Status>,
        text: (row) => t(`status.${row.status}`),
        mark: (row) => row.marks.status,
        editor: mover === null ? undefined : (props) => <StatusEditor {...props} edits={edits} mover={mover} />,
        editable: (row) => mover !== null && transitionsFor(mover, row.status).length > 0,
      },
      { id: 'brand', title: t('column.brand'), widthPx: 120, minPx: 70, optional: true, cell: (row) => <span className={styles.title} dir="auto">{row.brand}</span>, text: (row) => row.brand ?? '' },
      { id: 'kind', title: t('column.kind'), widthPx: 100, minPx: 70, optional: true, cell: (row) => t(`kind.${row.kind}`), text: (row) => t(`kind.${row.kind}`) },
      { id: 'gtin', title: t('column.gtin'), widthPx: 128, minPx: 90, optional: true, cell: (row) => <bdi dir="ltr" className={`num ${styles.sku}`}>{row.gtin}</bdi>, text: (row) => row.gtin ?? '' },
      count('onHand'), count('reserved'), count('incoming'), count('variantCount'),
      {
        id: 'updatedAt', title: t('column.updatedAt'), widthPx: 110, minPx: 80, optional: true, sortBy: 'updatedAt',
        cell: (row) => <span className={`num ${styles.quiet}`}>{formatMoment(row.updatedAt, now, locale)}</span>,
        text: (row) => new Date(row.updatedAt).toISOString(),
      },
    ];
    return columns;
  }, [t, locale, only, mover, edits, lowStockAt, shopNames, now]);
}
