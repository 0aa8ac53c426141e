import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { formatBytes, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { IconButton } from '#renderer/ui/index.ts';
import { importHref } from './open-file.ts';
import styles from './start.module.css';

/** Files somebody opened and has not put away: each is as it was left. */
export function DraftLines() {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const now = useNow(60_000);
  const { data, refresh } = useAsk('bulk.drafts', {});
  if (!data || data.drafts.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="import-drafts">
      <h2 id="import-drafts">{t('start.drafts')}</h2>
      <ul className={styles.lines}>
        {data.drafts.map(({ id, name, bytes, madeAt }) => (
          <li key={id}>
            <a href={importHref(id)}><bdi>{name}</bdi></a>
            <span className={`num ${styles.soft}`}>{formatBytes(bytes, locale)}</span>
            <time className={`num ${styles.soft}`}>{formatMoment(madeAt, now, locale)}</time>
            <IconButton size="sm" icon={X} label={t('start.closeDraft', { name })} onPress={() => void ask('bulk.dropDraft', { draft: id }).then(refresh)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
