import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, IconButton, showToast } from '#renderer/ui/index.ts';
import type { AttributeLine } from '#shared/catalog/attributes.ts';
import { useAttributeWords } from '../../attribute-words.ts';
import { useProductPage } from '../product/product-context.ts';
import styles from './attributes.module.css';

/** What was said for another category and says nothing in this one: kept until somebody removes it. */
export function StrayAttributes({ lines }: { lines: readonly AttributeLine[] }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const words = useAttributeWords();
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const remove = async (gone: readonly AttributeLine[]) => {
    const result = await save(gone.map(({ key, value }) => ({ op: 'set' as const, path: `attributes/${key}`, base: value, value: null })), 'edit-details', t('attributes.removed', { names: formatList(gone.map(({ key }) => words.name(key)), locale) }));
    if (!result.ok) showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <section className={styles.stray} aria-labelledby="stray-head">
      <div className={styles.strayHead}>
        <h3 id="stray-head">{t('attributes.stray', { category: detail.category?.name[locale] ?? '' })}</h3>
        {detail.editable && <Button size="sm" onPress={() => void remove(lines)}>{t('attributes.removeAll')}</Button>}
      </div>
      <p className={styles.hint}>{t('attributes.strayNote')}</p>
      <ul>
        {lines.map((line) => (
          <li key={line.key} data-field={`attributes/${line.key}`}>
            <span>{words.name(line.key)}</span>
            <bdi>{words.value(line.key, line.value ?? '')}</bdi>
            {detail.editable && <IconButton size="sm" icon={X} label={t('attributes.removeOne', { name: words.name(line.key) })} onPress={() => void remove([line])} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
