import { ArrowLeft, FileSpreadsheet, FileUp, X } from 'lucide-react';
import { useState } from 'react';
import { DropZone, FileTrigger, isFileDropItem, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { navigate } from '#renderer/app/router.ts';
import { useCatalog } from '#renderer/catalog/store.ts';
import { useNoStrayDrops } from '#renderer/catalog/use-no-stray-drops.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, IconButton, ProgressBar, Select } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { dismissIncoming, isUnderWay, openFile, useIncoming } from './open-file.ts';
import { DraftLines } from './draft-lines.tsx';
import { SavedMappings } from './saved-mappings.tsx';
import styles from './start.module.css';

/** Where an import begins: a place for a file, those that wait, and the kinds of file that are known by now. */
export function ImportStartPage() {
  const { t } = useTranslation('import');
  const listHref = useCatalog((state) => state.listHref);
  const { incoming, waiting } = useIncoming();
  const shop = useShopChoice();
  usePageTitle(t('title'));
  useScope('product');
  useNoStrayDrops();
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  const take = (file: File | null | undefined) => {
    if (!file) return;
    if (shop.id === null) useIncoming.setState({ waiting: file, incoming: null });
    else void openFile(file, shop.id);
  };
  const isComing = incoming !== null && isUnderWay(incoming);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={back}>{t('back')}</Button>
        <h1>{t('title')}</h1>
      </header>
      <div className={styles.body}>
        <p className={styles.lead}>{t('start.lead')}</p>
        {shop.items.length > 1 && <Select className={styles.shop} label={t('start.shop')} items={shop.items} value={shop.id} onChange={shop.choose} placeholder={t('start.shopChoose')} />}
        {incoming?.error && <ErrorState size="line" error={incoming.error} onRetry={() => void openFile(incoming.file, incoming.shopId)} actions={<IconButton size="sm" icon={X} label={t('cancel')} onPress={() => void dismissIncoming()} />} />}
        {isComing ? (
          <div className={styles.coming}>
            <ProgressBar label={t('sending')} value={incoming.file.size === 0 ? null : (100 * incoming.sent) / incoming.file.size} text={incoming.file.name} />
            <Button onPress={() => void dismissIncoming()}>{t('cancel')}</Button>
          </div>
        ) : (
          <DropZone
            aria-label={t('start.drop')} className={styles.drop!} getDropOperation={() => 'copy'}
            onDrop={({ items }) => { const item = items.find(isFileDropItem); if (item) void item.getFile().then(take); }}
          >
            <FileSpreadsheet size={28} strokeWidth={1.25} aria-hidden />
            <Text slot="label">{t('start.drop')}</Text>
            <FileTrigger onSelect={(list) => take(list?.[0])}>
              <Button variant="go" icon={FileUp} autoFocus>{t('start.choose')}</Button>
            </FileTrigger>
          </DropZone>
        )}
        {waiting && shop.id !== null && <Button variant="go" icon={FileUp} isDisabled={isComing} onPress={() => void openFile(waiting, shop.id!)}>{t('start.go', { name: waiting.name })}</Button>}
        {waiting && shop.id === null && <p role="status">{t('start.whichShop', { name: waiting.name })}</p>}
        <DraftLines />
        <SavedMappings />
      </div>
    </div>
  );
}

/** The shop the products of a file are of: the one on screen, the only one, or one that has to be said. */
function useShopChoice(): { id: ShopId | null; items: readonly { id: ShopId; label: string }[]; choose: (id: ShopId) => void } {
  const { current } = useShop();
  const { data } = useAsk('catalog.shops', {});
  const [chosen, setChosen] = useState<ShopId | null>(null);
  const items = (data?.shops ?? []).map(({ id, name }) => ({ id, label: name }));
  return { id: chosen ?? current?.id ?? (items.length === 1 ? items[0]!.id : null), items, choose: setChosen };
}
