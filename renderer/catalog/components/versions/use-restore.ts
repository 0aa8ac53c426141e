import { useTranslation } from 'react-i18next';
import { ask, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { useUndoToast } from '../../use-undo.ts';
import { useChangeWords } from '../history/change-words.ts';

type Left = Output<'catalog.restore'>['left'];

/** Brings a version back, whole or some fields of it, and says what went back and what stayed, with the way back from that. */
export function useRestore(product: Product, shop: Shop): (version: string, side: 'before' | 'after', paths: string[] | null) => Promise<void> {
  const { t } = useTranslation('versions');
  const explain = useExplain();
  const undoToast = useUndoToast();
  const words = useChangeWords(product, shop);
  const told = (left: Left): string | undefined => {
    if (left.length === 0) return undefined;
    const lines = left.slice(0, 4).map(({ path, why, error }) => `${words({ path, before: null, after: null, delta: null, reason: null }).what} (${error ? explain(error).what : t(`why.${why}`)})`);
    return `${t('left', { count: left.length })} : ${lines.join(' · ')}${left.length > lines.length ? ' …' : ''}`;
  };
  return async (version, side, paths) => {
    const result = await ask('catalog.restore', { id: product.id, version, side, paths });
    if (!result.ok) return showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    const { mids, restored, left } = result.value;
    if (restored === 0) return showToast({ tone: 'info', text: t('restoredNone'), detail: told(left) });
    undoToast(t('restored', { count: restored }), { mids, group: null });
    if (left.length > 0) showToast({ tone: 'info', text: t('restored', { count: restored }), detail: told(left) });
  };
}
