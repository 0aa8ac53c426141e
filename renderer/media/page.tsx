import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { useNoStrayDrops } from '#renderer/catalog/use-no-stray-drops.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { EmptyState, ErrorState, Select, TabPanel, Tabs } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { AddPictures } from './add-pictures.tsx';
import type { Entry } from './dropped-files.ts';
import { handOver } from './hand-over.ts';
import { TrayView } from './tray/tray-view.tsx';
import { UploadsView } from './uploads/uploads-view.tsx';
import { usePictureDrops } from './use-picture-drops.ts';
import './shortcuts.ts';
import styles from './page.module.css';

/** Pictures on their way: the tray of a shop (`#/pictures`), and what is sent to the server (`#/pictures/uploads`). */
export function PicturesPage({ parts }: PageProps) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const shop = useShopChoice();
  const tab = parts[0] === 'uploads' ? 'uploads' : 'tray';
  const uploads = useAsk('media.uploads', { limit: 0 }, { refreshOn: ['media.uploadsChanged', 'sync.state'] });
  const take = (entries: readonly (Entry | File)[]) => {
    if (shop.id !== null) void handOver({ shopId: shop.id, productId: null }, entries);
    if (tab !== 'tray') navigate('#/pictures');
  };
  const isOver = usePictureDrops(shop.id === null ? null : take);
  useNoStrayDrops();
  const waiting = uploads.data?.waiting ?? 0;
  const refused = uploads.data?.refused.length ?? 0;
  return (
    <div className={styles.page} data-over={isOver || undefined}>
      <header className={styles.head}>
        <h1>{t('page.title')}</h1>
        {shop.items.length > 1 && <Select className={styles.shop} label={t('page.shop')} hideLabel placeholder={t('page.shop')} items={shop.items} value={shop.id} onChange={shop.choose} />}
        {shop.id !== null && <span className={styles.add}><AddPictures onFiles={take} /></span>}
      </header>
      <Tabs
        label={t('page.tabs')} className={styles.tabs} selected={tab} onSelect={(id) => navigate(hrefOf(id === 'uploads' ? ['pictures', 'uploads'] : ['pictures']), { replace: true })}
        items={[{ id: 'tray', label: t('page.tray') }, { id: 'uploads', label: t('page.uploads'), ...(waiting + refused > 0 ? { count: formatNumber(waiting + refused, locale) } : {}), ...(refused > 0 ? { tone: 'warn' as const } : {}) }]}
      >
        <TabPanel id="tray" className={styles.panel!}>
          {shop.error ? <ErrorState error={shop.error} /> : shop.id === null ? shop.isKnown && <EmptyState title={t('page.whichShop')}>{t('page.whichShopText')}</EmptyState> : <TrayView key={shop.id} shopId={shop.id} onFiles={take} />}
        </TabPanel>
        <TabPanel id="uploads" className={styles.panel!}><UploadsView /></TabPanel>
      </Tabs>
      {isOver && <div className={styles.over} role="status"><p>{t('page.letGo')}</p></div>}
    </div>
  );
}

/** The shop pictures are of: the one on screen, the only one, or one that has to be said. */
function useShopChoice() {
  const { current } = useShop();
  const { data, error } = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const [chosen, setChosen] = useState<ShopId | null>(null);
  const items = (data?.shops ?? []).filter(({ id }) => current === null || id === current.id).map(({ id, name }) => ({ id, label: name }));
  return { id: chosen ?? current?.id ?? (items.length === 1 ? items[0]!.id : null), items, choose: setChosen, error, isKnown: data !== null };
}
