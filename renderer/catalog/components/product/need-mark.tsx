import { useTranslation } from 'react-i18next';
import styles from './product.module.css';

/** Says beside a field's name that the listing is not submitted without it; louder while it is missing. */
export function NeedMark({ isMissing }: { isMissing: boolean }) {
  const { t } = useTranslation('offer');
  return <span className={styles.need} data-missing={isMissing || undefined}>{t('table.required')}</span>;
}
