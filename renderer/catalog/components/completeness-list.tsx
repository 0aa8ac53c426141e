import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatPercent } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Meter } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import type { Product } from '#shared/catalog/model.ts';
import { fieldOf } from './history/change-words.ts';
import styles from './completeness-list.module.css';

/** How complete a listing is in each language, and where to fill in what is missing. */
export function CompletenessList({ product }: { product: Product }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  return (
    <dl className={styles.list}>
      {locales.map((language) => {
        const { percent, missing } = completeness(product, language);
        return (
          <div key={language} className={styles.line}>
            <dt lang={language}>{languageNames[language]}</dt>
            <dd>
              <span className={styles.meter}>
                <Meter label={t('completeness.in', { language: languageNames[language] })} value={percent} tone={percent < 75 ? 'warn' : 'accent'} />
                <span className="num">{formatPercent(percent / 100, locale)}</span>
              </span>
              {missing.length > 0 && (
                <span className={styles.missing}>
                  {missing.map(({ field }) => (
                    <a key={field} href={hrefOf(['catalog', product.id], { field })}>
                      {t(`field.${fieldOf(field)}`)}
                    </a>
                  ))}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
