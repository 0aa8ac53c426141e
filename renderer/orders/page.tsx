import { useEffect } from 'react';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { ListPage } from './list-page.tsx';
import { OrderPage } from './order-page.tsx';
import { ordersFor } from './store.ts';
import './shortcuts.ts';

/** The orders: their list, and one order (`#/orders/<id>`), a sheet about it (`#/orders/<id>/packing-slip/<parcel>`). */
export function OrdersPage({ parts: [id, part, parcel], query }: PageProps) {
  const me = useMe();
  const { current } = useShop();
  const account = me?.id ?? null;
  const shop = current?.id ?? 'all';
  useEffect(() => {
    if (account !== null) ordersFor(`${account} ${shop}`);
  }, [account, shop]);
  if (account === null) return null;
  return id === undefined ? <ListPage address={query.toString()} /> : <OrderPage key={id} id={id} sheet={part === 'pick-list' || part === 'packing-slip' ? part : null} parcelId={parcel ?? null} />;
}
