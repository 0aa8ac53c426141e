import { useEffect } from 'react';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { Desk } from './desk.tsx';
import { messagingFor } from './store.ts';
import { isView } from './views.ts';
import './shortcuts.ts';

/** The conversations: their list, one of them, and what it is about (`#/conversations/<id>?view=mine`). */
export function ConversationsPage({ parts: [id], query }: PageProps) {
  const me = useMe();
  const { current } = useShop();
  const account = me?.id ?? null;
  const shop = current?.id ?? 'all';
  useEffect(() => {
    if (account !== null) messagingFor(`${account} ${shop}`);
  }, [account, shop]);
  if (account === null) return null;
  const view = query.get('view');
  return <Desk id={id ?? null} view={isView(view) ? view : 'open'} me={account} shop={current?.id ?? null} />;
}
