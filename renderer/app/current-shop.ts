import { create } from 'zustand';
import type { Me, ShopId } from '#shared/auth/model.ts';
import { useMe } from './live.ts';

const chosen = create<{ id: ShopId | null }>(() => ({ id: null }));

/**
 * The shop a person is looking at, when several are theirs; null is all of them.
 * Staff of the marketplace see every shop (`seesAll`) and have none of their own.
 */
export function useShop(): { shops: Me['shops']; current: Me['shops'][number] | null; seesAll: boolean; choose: (id: ShopId | null) => void } {
  const me = useMe();
  const id = chosen((state) => state.id);
  const shops = me?.shops ?? [];
  const only = shops.length === 1 ? shops[0]! : null;
  return {
    shops,
    current: only ?? shops.find((shop) => shop.id === id) ?? null,
    seesAll: me !== null && me.role !== 'vendor',
    choose: (next) => chosen.setState({ id: next }),
  };
}
