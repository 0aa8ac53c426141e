import type { Me, ShopId } from '#shared/auth/model.ts';
import { changeSettings, settings, useMe } from './live.ts';

/**
 * The shop a person is looking at, when several are theirs; null is all of them. The choice is one of their settings: the data process shows
 * nothing of the others while it stands, and it is still there at the next start.
 * Staff of the marketplace see every shop (`seesAll`) and have none of their own.
 */
export function useShop(): { shops: Me['shops']; current: Me['shops'][number] | null; seesAll: boolean; choose: (id: ShopId | null) => void } {
  const me = useMe();
  const id = settings.use((live) => live.value?.shopId ?? null);
  const shops = me?.shops ?? [];
  const only = shops.length === 1 ? shops[0]! : null;
  return {
    shops,
    current: only ?? shops.find((shop) => shop.id === id) ?? null,
    seesAll: me !== null && me.role !== 'vendor',
    choose: (next) => void changeSettings({ shopId: next }),
  };
}
