import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ChannelContext } from '#shared/catalog/channels/finding.ts';
import { jsonLdText } from '#shared/catalog/channels/json-ld.ts';
import type { Product } from '#shared/catalog/model.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './previews.module.css';

/** So many variants are written out on the screen; the copy has all. */
const SHOWN = 20;

/** What search engines read in the page: Schema.org as JSON-LD. */
export function JsonPreview({ product, context }: { product: Product; context: ChannelContext }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const text = useMemo(() => jsonLdText(product, context, SHOWN), [product, context]);
  const all = Object.keys(product.variants).length;
  return (
    <div className={styles.google}>
      <div className={styles.tools}>
        <CopyButton text={() => jsonLdText(product, context)} />
        {all > SHOWN && <span className={styles.quiet}>{t('preview.shortened', { shown: formatNumber(SHOWN, locale), all: formatNumber(all, locale) })}</span>}
      </div>
      <pre className={styles.json} dir="ltr" tabIndex={0} aria-label={t('preview.jsonLd')}><code>{text}</code></pre>
    </div>
  );
}
