import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import { listingScore } from '#shared/moderation/listing-score.ts';
import { useFieldName } from '../../field-name.ts';
import { useProduct, type ProductDetail } from '../../use-product.ts';
import { ScoreRuleLine } from './score-panel.tsx';
import styles from './score.module.css';

/** The figures of a line that can be asked for their reason. */
export type Figure = 'score' | 'shop' | 'google';

/** Why a line of the list has this figure: what it lacks, heaviest first, each a link to its field. */
export function Why({ id, figure }: { id: string; figure: Figure }) {
  const { data, error, refresh } = useProduct(id);
  return (
    <div className={styles.why}>
      {error ? <ErrorState size="line" error={error} onRetry={refresh} /> : data ? figure === 'score' ? <WhyScore detail={data} /> : <WhyChannel detail={data} channel={figure} /> : <Skeleton width="80%" />}
    </div>
  );
}

/** More are on the product's own page. */
const SHOWN = 6;

function WhyScore({ detail: { product, category } }: { detail: ProductDetail }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const { total, lines } = listingScore(product, category?.attributes?.required ?? []);
  const open = lines.filter(({ points, most }) => points < most).sort((a, b) => b.most - b.points - (a.most - a.points));
  return (
    <>
      <p className={styles.whyHead}>{t('why.score', { total: formatNumber(total, locale) })}</p>
      {open.length === 0 ? <p>{t('why.nothing')}</p> : <ul>{open.slice(0, SHOWN).map((line) => <ScoreRuleLine key={line.rule} line={line} productId={product.id} />)}</ul>}
      {open.length > SHOWN && <p className={styles.more}>{t('why.more', { rest: formatNumber(open.length - SHOWN, locale) })}</p>}
    </>
  );
}

function WhyChannel({ detail: { product, category }, channel }: { detail: ProductDetail; channel: 'shop' | 'google' }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const nameOf = useFieldName();
  const { percent, missing } = completeness(product, locale, channel, category?.attributes?.required ?? []);
  return (
    <>
      <p className={styles.whyHead}>{t('why.channel', { channel: t(`channel.${channel}`), language: languageNames[locale], percent: formatPercent(percent / 100, locale) })}</p>
      {missing.length === 0 ? (
        <p>{t('why.nothing')}</p>
      ) : (
        <ul>
          {missing.slice(0, SHOWN).map(({ field }) => (
            <li key={field} className={styles.rule}>
              <a href={hrefOf(['catalog', product.id], { field })}>{nameOf(field)}</a>
            </li>
          ))}
        </ul>
      )}
      {missing.length > SHOWN && <p className={styles.more}>{t('why.more', { rest: formatNumber(missing.length - SHOWN, locale) })}</p>}
    </>
  );
}
