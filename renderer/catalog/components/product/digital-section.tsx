import { useTranslation } from 'react-i18next';
import { kindNeeds } from '#shared/catalog/kind-rules.ts';
import { FilesEditor } from './files-editor.tsx';
import { KeysEditor } from './keys-editor.tsx';
import { NeedMark } from './need-mark.tsx';
import { useProductPage } from './product-context.ts';
import { WholeNumberField } from './whole-number-field.tsx';
import styles from './product.module.css';

/** What a buyer gets from a download: files, licence keys, how often and for how long. */
export function DigitalSection() {
  const { t } = useTranslation('offer');
  const { product } = useProductPage().detail;
  return (
    <section className={styles.section} aria-labelledby="digital-head" data-drops="files">
      <h2 id="digital-head">{t('digital.title')} <NeedMark isMissing={kindNeeds(product).length > 0} /></h2>
      <FilesEditor />
      <div className={styles.below}>
        <KeysEditor />
      </div>
      <div className={`${styles.fields} ${styles.two} ${styles.below}`}>
        <WholeNumberField path="downloadLimit" label={t('digital.downloadLimit')} value={product.downloadLimit ?? null} least={1} most={1_000} description={t('digital.unlimited')} />
        <WholeNumberField path="linkDays" label={t('digital.linkDays')} value={product.linkDays ?? null} least={1} most={3_650} description={t('digital.unlimited')} />
      </div>
    </section>
  );
}
