import { useTranslation } from 'react-i18next';
import type { Mark } from '../grid/model.ts';
import styles from './product.module.css';

/** How a field stands, in one word beside its name: typed but not saved, saved but not sent, in conflict, refused. */
export function FieldMark({ mark, draft = false, saving = false }: { mark: Mark | undefined; draft?: boolean; saving?: boolean }) {
  const { t } = useTranslation('catalog');
  if (saving) return <span className={styles.mark}>{t('mark.saving')}</span>;
  if (draft) return <span className={styles.mark} data-mark="draft">{t('mark.draft')}</span>;
  return mark ? <span className={styles.mark} data-mark={mark}>{t(`mark.${mark}`)}</span> : null;
}
