import { useTranslation } from 'react-i18next';
import { formatDelta, formatExact, formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { ErrorState, Skeleton } from '#renderer/ui/index.ts';
import type { Variant, VariantId } from '#shared/catalog/model.ts';
import { movementsOf } from '../../movements.ts';
import { useHistory } from '../../use-product.ts';
import { useProductPage } from './product-context.ts';
import styles from './stock.module.css';

/** As far back as the history is asked for. */
const ENTRIES = 500;

/** Who moved how many pieces of a variant, when, why and where, and what was left after each. */
export function StockMovements({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const now = useNow(60_000);
  const { product, shop } = useProductPage().detail;
  const history = useHistory(product.id, ENTRIES);
  if (history.error) return <ErrorState size="line" error={history.error} onRetry={history.refresh} />;
  if (!history.data) return <Skeleton width="70%" />;
  const movements = movementsOf(history.data.entries, id, variant);
  return (
    <>
      {movements.length === 0 ? <p className={styles.quiet}>{t('stock.noMovements')}</p> : (
        <div className={styles.scroll}>
          <table className={styles.moves}>
            <thead>
              <tr>
                <th scope="col">{t('stock.when')}</th><th scope="col">{t('stock.who')}</th><th scope="col">{t('stock.why')}</th><th scope="col">{t('stock.where')}</th>
                <th scope="col" data-end>{t('stock.change')}</th><th scope="col" data-end>{t('stock.balance')}</th>
              </tr>
            </thead>
            <tbody>
              {movements.map(({ key, entry, place, delta, why, balance }) => (
                <tr key={key}>
                  <td><time className="num" dateTime={new Date(entry.at).toISOString()} title={formatExact(entry.at, locale)}>{formatMoment(entry.at, now, locale)}</time></td>
                  <td>{entry.state === 'unsent' ? <span className={styles.waiting}>{t('stock.waiting')}</span> : (entry.by ?? t('stock.marketplace'))}</td>
                  <td>{why === 'counted' || why === 'created' ? t(`stock.${why}`) : words(`reason.${why}`)}</td>
                  <td>{place === null ? '' : (shop.locations[place]?.name ?? words('stock.unknownPlace'))}</td>
                  <td className="num" data-end>{formatDelta(delta, locale)}</td>
                  <td className="num" data-end>{formatNumber(balance, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!history.data.complete && <p className={styles.quiet}>{words('history.offline')}</p>}
    </>
  );
}
