import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import type { ChannelContext } from '#shared/catalog/channels/finding.ts';
import { googleEntry } from '#shared/catalog/channels/google.ts';
import type { Product } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './previews.module.css';

/** More to choose from would not be looked through; a feed line of each is alike. */
const OFFERED = 200;

/** The lines the Google Merchant feed would hold, one variant at a time. */
export function GooglePreview({ product, context }: { product: Product; context: ChannelContext }) {
  const { t } = useTranslation('listing');
  const variants = variantsInOrder(product);
  const [chosen, setChosen] = useState<string | null>(null);
  const [id, variant] = variants.find(([one]) => one === chosen) ?? variants[0] ?? [];
  if (id === undefined || variant === undefined) return null;
  const { attributes } = googleEntry(product, id, variant, context);
  return (
    <div className={styles.google}>
      <div className={styles.tools}>
        {variants.length > 1 && (
          <Select label={t('preview.variant')} items={variants.slice(0, OFFERED).map(([one, { options, sku }]) => ({ id: one as string, label: options.join(' / ') || sku, note: sku }))} value={id} onChange={setChosen} className={styles.variant} />
        )}
        <CopyButton text={() => attributes.map(([name, value]) => `${name}\t${value}`).join('\n')} />
      </div>
      <table className={styles.feed}>
        <thead>
          <tr><th scope="col">{t('preview.attribute')}</th><th scope="col">{t('preview.value')}</th></tr>
        </thead>
        <tbody>
          {attributes.map(([name, value]) => (
            <tr key={name}>
              <th scope="row"><code dir="ltr">{name}</code></th>
              <td><bdi>{value}</bdi></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
