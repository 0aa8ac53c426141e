import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useWho } from '#renderer/lib/use-who.ts';
import { useFieldWords } from '#renderer/sync/describe-field.ts';
import { useUnsettle } from '#renderer/sync/use-unsettle.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import type { Json } from '#shared/kernel/json.ts';
import { useShopPage } from './shop-context.ts';
import styles from './shop.module.css';

/** Two people changed this field of the shop: both values, and the choice where the field is. */
export function ShopConflict({ path }: { path: string }) {
  const { t } = useTranslation('shop');
  const who = useWho();
  const { detail } = useShopPage();
  const explain = useExplain();
  const unsettle = useUnsettle();
  const words = useFieldWords();
  const [busy, setBusy] = useState(false);
  const conflict = detail.conflicts.find(({ field }) => field.path === path);
  if (!conflict) return null;
  const { mine, theirs, theirsBy } = conflict.field;
  const said = (value: Json) => words.value(path, value, { product: null, shop: detail.shop, currency: detail.shop.currency });
  const settle = async (choice: 'mine' | 'theirs') => {
    setBusy(true);
    const result = await ask('sync.settle', { decisions: [{ id: conflict.id, choice }] });
    setBusy(false);
    if (!result.ok) return showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    const { settlement } = result.value;
    showToast({ tone: 'ok', text: t('conflict.settled'), undo: () => void unsettle(settlement) });
  };
  return (
    <div className={styles.conflict} role="group" aria-label={t('mark.conflict')}>
      {(['mine', 'theirs'] as const).map((side) => (
        <p key={side} className={styles.side}>
          <span>{side === 'mine' ? t('conflict.mine') : theirsBy === null ? t('conflict.theirs') : t('conflict.theirsBy', { name: who(theirsBy) })}</span>
          <bdi>{said(side === 'mine' ? mine : theirs)}</bdi>
          <Button size="sm" isDisabled={busy} onPress={() => void settle(side)}>{t('conflict.keep')}</Button>
        </p>
      ))}
    </div>
  );
}
