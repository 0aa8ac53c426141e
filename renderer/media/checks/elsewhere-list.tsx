import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import type { ElsewherePicture } from './use-elsewhere.ts';
import styles from './checks.module.css';

/** More say nothing more; the nearest come first. */
const SHOWN = 5;

/** For the marketplace's staff: which shops show the same picture, on which listings, and whose came first. */
export function ElsewhereList({ where }: { where: NonNullable<ElsewherePicture['where']> }) {
  const { t } = useTranslation(['checks', 'catalog']);
  const locale = useLocale();
  const now = useNow(60_000);
  return (
    <ul className={styles.elsewhere}>
      {where.slice(0, SHOWN).map(({ shop, distance, since, wasFirst, listings }, at) => (
        <li key={at}>
          <b><bdi>{shop === '' ? t('elsewhere.unnamed') : shop}</bdi></b> <span className={styles.way}>{t(distance === 0 ? 'elsewhere.same' : 'elsewhere.near')} · {t(wasFirst ? 'elsewhere.before' : 'elsewhere.after', { at: formatMoment(since, now, locale) })}</span>
          {listings.slice(0, SHOWN).map(({ productId, title }) => (
            <a key={productId} href={hrefOf(['catalog', productId], { field: 'images' })}><bdi>{title === '' ? t('catalog:untitled') : title}</bdi></a>
          ))}
          {listings.length === 0 && <span className={styles.way}>{t('elsewhere.nowhere')}</span>}
        </li>
      ))}
    </ul>
  );
}
