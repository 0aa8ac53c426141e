import { lazy, useEffect } from 'react';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { JobsPage } from './components/versions/jobs-page.tsx';
import { VersionsPage } from './components/versions/versions-page.tsx';
import { DuplicatesPage } from './duplicates-page.tsx';
import { InItsShop } from './in-its-shop.tsx';
import { ListPage } from './list-page.tsx';
import { NewProductPage } from './new-product-page.tsx';
import { ProductPage } from './product-page.tsx';
import { catalogFor } from './store.ts';
import './shortcuts.ts';

/** Fetched when many products are first changed. */
const BulkPage = lazy(() => import('../bulk/page.tsx').then((module) => ({ default: module.BulkPage })));

/** Fetched when a file is first imported. */
const ImportPages = lazy(() => import('../bulk/import/pages.tsx').then((module) => ({ default: module.ImportPages })));

/**
 * The catalogue: its list, one product (`#/catalog/<id>`), its versions (`#/catalog/<id>/versions`), a new one (`#/catalog/new`),
 * the report of duplicate codes (`#/catalog/duplicates`), what was done at once (`#/catalog/jobs`),
 * a change of many (`#/catalog/change/<plan>`), or a file on its way in (`#/catalog/import/<draft>`).
 */
export function CatalogPage({ parts, query }: PageProps) {
  const me = useMe();
  const { current } = useShop();
  const account = me?.id ?? null;
  const shop = current?.id ?? 'all';
  useEffect(() => {
    if (account !== null) catalogFor(`${account} ${shop}`);
  }, [account, shop]);
  if (account === null) return null;
  const [id, part, more] = parts;
  if (id === 'new') return <NewProductPage />;
  if (id === 'duplicates') return <DuplicatesPage />;
  if (id === 'jobs') return <JobsPage shop={part ?? null} job={more ?? null} />;
  if (id === 'import') return <ImportPages draft={part} />;
  if (id === 'change' && part !== undefined) return <BulkPage key={part} plan={part} />;
  if (id !== undefined && part === 'versions') return <InItsShop key={id} id={id}><VersionsPage id={id} version={more ?? null} /></InItsShop>;
  if (id !== undefined) return <InItsShop key={id} id={id}><ProductPage id={id} field={query.get('field')} /></InItsShop>;
  return <ListPage address={query.toString()} />;
}
