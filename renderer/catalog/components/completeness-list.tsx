import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatPercent } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Meter } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { channels, completeness, type Channel, type Gap } from '#shared/catalog/completeness.ts';
import type { Category, Product } from '#shared/catalog/model.ts';
import { useFieldName } from '../field-name.ts';
import styles from './completeness-list.module.css';

type Props = { product: Product; category: Pick<Category, 'attributes'> | null };

/** How complete a listing is in each language on each channel, and where to fill in what is missing. */
export function CompletenessList({ product, category }: Props) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const required = category?.attributes?.required ?? [];
  const reached = channels.map((channel) => ({ channel, byLanguage: locales.map((language) => ({ language, ...completeness(product, language, channel, required) })) }));
  return (
    <div className={styles.whole}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            {channels.map((channel) => <th key={channel} scope="col">{t(`channel.${channel}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {locales.map((language, at) => (
            <tr key={language}>
              <th scope="row" lang={language}>{languageNames[language]}</th>
              {reached.map(({ channel, byLanguage }) => {
                const { percent } = byLanguage[at]!;
                const shown = formatPercent(percent / 100, locale);
                return (
                  <td key={channel}>
                    <span className={styles.meter}>
                      <Meter label={t('completeness.cell', { channel: t(`channel.${channel}`), language: languageNames[language], percent: shown })} value={percent} tone={percent < 75 ? 'warn' : 'accent'} />
                      <span className="num">{shown}</span>
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <MissingFields productId={product.id} gaps={missingOf(reached)} />
    </div>
  );
}

type Missing = { readonly gap: Gap; readonly channels: readonly Channel[] };

/** What is missing anywhere, once, heaviest first, with the channels that miss it. */
function missingOf(reached: readonly { readonly channel: Channel; readonly byLanguage: readonly { readonly missing: readonly Gap[] }[] }[]): Missing[] {
  const byField = new Map<string, Missing>();
  for (const { channel, byLanguage } of reached) {
    for (const { missing } of byLanguage) {
      for (const gap of missing) {
        const known = byField.get(gap.field);
        byField.set(gap.field, { gap: known && known.gap.weight >= gap.weight ? known.gap : gap, channels: [...new Set([...(known?.channels ?? []), channel])] });
      }
    }
  }
  return [...byField.values()].sort((a, b) => b.gap.weight - a.gap.weight);
}

function MissingFields({ productId, gaps }: { productId: string; gaps: readonly Missing[] }) {
  const { t } = useTranslation('listing');
  const nameOf = useFieldName();
  if (gaps.length === 0) return <p className={styles.whole}>{t('completeness.whole')}</p>;
  return (
    <div>
      <h4 className={styles.head}>{t('completeness.missing')}</h4>
      <ul className={styles.missing}>
        {gaps.map(({ gap: { field }, channels: missed }) => (
          <li key={field}>
            <a href={hrefOf(['catalog', productId], { field })}>{nameOf(field)}</a>
            {missed.length < channels.length && <span>{missed.map((channel) => t(`channel.${channel}`)).join(', ')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
