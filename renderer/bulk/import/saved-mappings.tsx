import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { IconButton } from '#renderer/ui/index.ts';
import styles from './start.module.css';

/** Kinds of file whose columns somebody has explained before; one that is forgotten is asked about again. */
export function SavedMappings() {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const now = useNow(60_000);
  const { data, refresh } = useAsk('bulk.mappings', {});
  if (!data || data.mappings.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="import-mappings">
      <h2 id="import-mappings">{t('start.mappings')}</h2>
      <p className={styles.soft}>{t('start.mappingsText')}</p>
      <ul className={styles.lines}>
        {data.mappings.map(({ id, name, savedAt, columns }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            <span className={`num ${styles.soft}`}>{t('start.columns', { count: columns.length })}</span>
            <time className={`num ${styles.soft}`}>{formatMoment(savedAt, now, locale)}</time>
            <IconButton size="sm" icon={Trash2} label={t('start.forget', { name })} onPress={() => void ask('bulk.removeMapping', { id }).then(refresh)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
