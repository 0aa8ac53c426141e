import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { showToast } from '#renderer/ui/index.ts';
import { useFieldName } from './field-name.ts';
import type { ProductDetail } from './use-product.ts';

/** Takes "saved" back where the server answers that somebody else had changed the field, too: says which, and that there is a choice to make. */
export function useConflictNews(conflicts: ProductDetail['conflicts']): void {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const fieldName = useFieldName();
  const [known] = useState(() => new Set(conflicts.map(({ id }) => id)));
  useEffect(() => {
    const news = conflicts.filter(({ id }) => !known.has(id));
    if (news.length === 0) return;
    for (const { id } of news) known.add(id);
    const names = formatList(news.slice(0, 3).map(({ field }) => fieldName(field.path)), locale);
    showToast({ tone: 'info', text: t('conflict.arrived', { count: news.length, names }), detail: t('conflict.arrivedDetail') });
  });
}
