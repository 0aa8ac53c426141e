import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useWho } from '#renderer/lib/use-who.ts';
import { useUnsettle } from '#renderer/sync/use-unsettle.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import type { FieldConflict } from '#shared/sync/model.ts';
import { useChangeWords } from '../history/change-words.ts';
import { useProductPage } from './product-context.ts';
import styles from './product.module.css';

/** Two people changed this field: both values side by side, and the choice where the field is. */
export function ConflictNote({ conflict, path }: { conflict: { id: string; field: FieldConflict }; path: string }) {
  const { t } = useTranslation('catalog');
  const who = useWho();
  const { detail } = useProductPage();
  const explain = useExplain();
  const unsettle = useUnsettle();
  const [busy, setBusy] = useState(false);
  const words = useChangeWords(detail.product, detail.shop);
  const { mine, theirs, theirsBy } = conflict.field;
  const said = (value: FieldConflict['mine']) => (typeof value === 'string' ? value : (words({ path, before: null, after: value, delta: null, reason: null }).after ?? t('none')));
  const settle = async (choice: 'mine' | 'theirs') => {
    setBusy(true);
    const result = await ask('sync.settle', { decisions: [{ id: conflict.id, choice }] });
    setBusy(false);
    if (result.ok) {
      const { settlement } = result.value;
      showToast({ tone: 'ok', text: t('conflict.settled'), undo: () => void unsettle(settlement) });
    } else showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <div className={styles.conflict} role="group" aria-label={t('conflict.label')}>
      <p className={styles.side}>
        <span>{t('conflict.mine')}</span> <bdi>{said(mine)}</bdi>
        <Button size="sm" isDisabled={busy} onPress={() => void settle('mine')}>{t('conflict.keepMine')}</Button>
      </p>
      <p className={styles.side}>
        <span>{theirsBy === null ? t('conflict.theirs') : t('conflict.theirsBy', { name: who(theirsBy) })}</span> <bdi>{said(theirs)}</bdi>
        <Button size="sm" isDisabled={busy} onPress={() => void settle('theirs')}>{t('conflict.takeTheirs')}</Button>
      </p>
    </div>
  );
}
