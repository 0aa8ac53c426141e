import { useTranslation } from 'react-i18next';
import { formatDelta, formatExact, formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import type { Movement } from '../../movements.ts';
import { useProductPage } from './product-context.ts';
import styles from './stock.module.css';

/** Speaks of movements in the language on screen: who, why, where. */
export function useMovementWords() {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const { shop } = useProductPage().detail;
  return {
    who: ({ entry }: Movement): string => (entry.state === 'unsent' ? t('stock.waiting') : (entry.by ?? t('stock.marketplace'))),
    why: (why: Movement['why']): string => (why === 'counted' || why === 'created' ? t(`stock.${why}`) : words(`reason.${why}`)),
    where: ({ place }: Movement): string => (place === null ? '' : (shop.locations[place]?.name ?? words('stock.unknownPlace'))),
  };
}

/** Movements as a table, newest first. */
export function MovementLines({ movements }: { movements: readonly Movement[] }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const now = useNow(60_000);
  const say = useMovementWords();
  return (
    <div className={styles.scroll}>
      <table className={styles.moves}>
        <thead>
          <tr>
            <th scope="col">{t('stock.when')}</th><th scope="col">{t('stock.who')}</th><th scope="col">{t('stock.why')}</th><th scope="col">{t('stock.where')}</th>
            <th scope="col" data-end>{t('stock.change')}</th><th scope="col" data-end>{t('stock.balance')}</th>
          </tr>
        </thead>
        <tbody>
          {movements.map((one) => (
            <tr key={one.key}>
              <td><time className="num" dateTime={new Date(one.entry.at).toISOString()} title={formatExact(one.entry.at, locale)}>{formatMoment(one.entry.at, now, locale)}</time></td>
              <td>{one.entry.state === 'unsent' ? <span className={styles.waiting}>{say.who(one)}</span> : say.who(one)}</td>
              <td>{say.why(one.why)}</td>
              <td>{say.where(one)}</td>
              <td className="num" data-end>{formatDelta(one.delta, locale)}</td>
              <td className="num" data-end>{formatNumber(one.balance, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
