import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useOrderPage } from '../order-context.ts';
import styles from '../order.module.css';

/** Pieces of lines in a few words: `2 × ROBE-M`, one after the other. */
export function PieceWords({ pieces }: { pieces: Readonly<Record<string, number>> }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order } = useOrderPage();
  return (
    <ul className={styles.pieces}>
      {Object.entries(pieces).filter(([, count]) => count > 0).map(([id, count]) => {
        const line = order.lines[id as keyof typeof order.lines];
        return <li key={id} title={line?.title}><bdi className="num ltr">{t('parcels.pieces', { n: formatNumber(count, locale), sku: line?.sku ?? '' })}</bdi></li>;
      })}
    </ul>
  );
}
