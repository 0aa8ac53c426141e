import { ArrowLeft, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import type { Output } from '#renderer/lib/client.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { saveCsv } from '#renderer/lib/save-csv.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Select, Skeleton } from '#renderer/ui/index.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { CopyButton } from './components/previews/copy-button.tsx';
import { duplicatesCsv } from './duplicates-csv.ts';
import { useCatalog } from './store.ts';
import styles from './duplicates.module.css';

type Group = Output<'catalog.duplicates'>['groups'][number];
/** So many groups are drawn at a time. */
const STEP = 200;

/** Which SKUs and GTINs more than one variant of a shop carries, with the products to mend. */
export function DuplicatesPage() {
  const { t } = useTranslation(['listing', 'catalog']);
  const listHref = useCatalog((state) => state.listHref);
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const { current } = useShop();
  const [chosen, setChosen] = useState<string | null>(null);
  usePageTitle(t('duplicates.title'));
  useScope('product');
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  const list = (shops.data?.shops ?? []).filter(({ id }) => current === null || id === current.id);
  const shop = list.find(({ id }) => id === (chosen ?? current?.id)) ?? list[0];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={back}>{t('catalog:product.back')}</Button>
        <div>
          <h1>{t('duplicates.title')}</h1>
          <p>{t('duplicates.lead')}</p>
        </div>
        {list.length > 1 && shop && <Select label={t('duplicates.shop')} hideLabel items={list.map(({ id, name }) => ({ id: id as string, label: name }))} value={shop.id} onChange={setChosen} className={styles.shop} />}
      </header>
      {shops.error ? <ErrorState error={shops.error} onRetry={shops.refresh} /> : shop && <Report key={shop.id} shop={shop} />}
    </div>
  );
}

function Report({ shop }: { shop: Shop }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const { data, error, refresh } = useAsk('catalog.duplicates', { shopId: shop.id, locale }, { refreshOn: ['catalog.changed'] });
  const [shown, setShown] = useState(STEP);
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.body} aria-busy><Skeleton width="60%" /><Skeleton width="80%" /></div>;
  const { groups } = data;
  if (groups.length === 0) return <EmptyState title={t('duplicates.none')}>{t('duplicates.noneText')}</EmptyState>;
  const csv = () => duplicatesCsv(groups, [t('duplicates.code'), t('duplicates.value'), t('duplicates.sku'), t('duplicates.titleOf'), 'id']);
  return (
    <div className={styles.body}>
      <div className={styles.tools}>
        <p role="status">{t('duplicates.count', { count: groups.length })}</p>
        <CopyButton text={csv} label={t('duplicates.copy')} />
        <Button size="sm" icon={Download} onPress={() => saveCsv(csv(), `${t('duplicates.file')}-${shop.handle}.csv`)}>{t('duplicates.save')}</Button>
      </div>
      <table className={styles.table}>
        <thead>
          <tr><th scope="col">{t('duplicates.code')}</th><th scope="col">{t('duplicates.value')}</th><th scope="col">{t('duplicates.products')}</th></tr>
        </thead>
        <tbody>{groups.slice(0, shown).map((group) => <GroupLine key={`${group.field} ${group.value}`} group={group} />)}</tbody>
      </table>
      {groups.length > shown && <Button onPress={() => setShown(shown + STEP)}>{t('why.more', { rest: formatNumber(groups.length - shown, locale) })}</Button>}
    </div>
  );
}

function GroupLine({ group: { field, value, products } }: { group: Group }) {
  const { t } = useTranslation(['listing', 'catalog']);
  return (
    <tr>
      <td>{t(`duplicates.${field}`)}</td>
      <th scope="row"><bdi dir="ltr" className="num">{value}</bdi></th>
      <td>
        <ul>
          {products.map(({ id, sku, title }, at) => (
            <li key={`${id} ${at}`}>
              <a href={hrefOf(['catalog', id])}>{title === '' ? t('catalog:untitled') : title}</a> <bdi dir="ltr" className={`num ${styles.sku}`}>{sku}</bdi>
            </li>
          ))}
        </ul>
        {new Set(products.map(({ id }) => id)).size === 1 && <span className={styles.sku}>{t('duplicates.sameProduct')}</span>}
      </td>
    </tr>
  );
}
