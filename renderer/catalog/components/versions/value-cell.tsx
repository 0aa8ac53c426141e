import { useTranslation } from 'react-i18next';
import type { Product, Shop } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { useChangeWords } from '../history/change-words.ts';
import styles from './versions.module.css';

type Props = { path: string; value: Json; product: Product | null; shop: Shop | null };

/** A value of a field as one reads it; an entry that is there as a whole says just that. */
export function ValueCell({ path, value, product, shop }: Props) {
  const { t } = useTranslation('catalog');
  const words = useChangeWords(product, shop);
  if (value === null || value === '') return <span className={styles.soft}>{t('none')}</span>;
  if (typeof value === 'string' && path.startsWith('texts/')) return <span className={styles.text} dir="auto">{value}</span>;
  const said = words({ path, before: null, after: value, delta: null, reason: null });
  return <bdi className="num">{said.after ?? said.note ?? t('history.added')}</bdi>;
}
