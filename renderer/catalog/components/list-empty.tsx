import { FilePlus2, FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '#renderer/lib/shortcuts.ts';
import { Button, EmptyState } from '#renderer/ui/index.ts';
import type { ProductFilter } from '#shared/catalog/contract.ts';
import { isNarrowed } from '../filter.ts';
import styles from '../list.module.css';

type Props = { filter: ProductFilter; /** The first copy is here: what is missing is not on its way. */ cacheReady: boolean; /** null: this person makes no products. */ onNew: (() => void) | null; onClear: () => void };

/** A list without lines: because of what narrows it, or because there is no product yet. */
export function ListEmpty({ filter, cacheReady, onNew, onClear }: Props) {
  const { t } = useTranslation('catalog');
  return (
    <div className={styles.over}>
      {isNarrowed(filter) ? (
        <EmptyState icon={FilterX} title={t('empty.nothingMatches')} actions={<Button onPress={onClear}>{t('filter.clearAll')}</Button>}>
          {filter.text === '' ? t('empty.loosen') : t('empty.tryWords', { text: filter.text })}
        </EmptyState>
      ) : cacheReady && (
        <EmptyState icon={FilePlus2} title={t('empty.noProduct')} actions={onNew !== null && <Button variant="go" kbd={keysOf('catalog.new')} onPress={onNew}>{t('new.action')}</Button>}>
          {t('empty.noProductText')}
        </EmptyState>
      )}
    </div>
  );
}
