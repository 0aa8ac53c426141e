import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import type { OrderRow } from '#shared/orders/contract.ts';
import { AxisChip } from './axis-chip.tsx';
import styles from '../order.module.css';

/** The parts other shops have of the same customer order, as far as this person may see them: each is sent, returned and refunded alone. */
export function OthersSection({ others }: { others: readonly OrderRow[] }) {
  const { t } = useTranslation('orders');
  return (
    <section className={styles.section} aria-labelledby="others-head">
      <h2 id="others-head">{t('page.others')}</h2>
      <ul className={styles.notes}>
        {others.map((row) => (
          <li key={row.id} className={styles.cardHead}>
            <a href={hrefOf(['orders', row.id])}><bdi className="num ltr">{row.number}</bdi></a>
            <AxisChip axis="order" states={row} named /> <AxisChip axis="fulfilment" states={row} named />
          </li>
        ))}
      </ul>
    </section>
  );
}
