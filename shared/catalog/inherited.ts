import type { Product, Shop, Variant } from './model.ts';

/** Who says how a setting stands: the variant itself, its product, or the shop for everything that says nothing. */
export type Origin = 'variant' | 'product' | 'shop';
export type Inherited<T> = { readonly value: T; readonly origin: Origin };

/** How stock is kept: whether it is counted, from how many pieces it is low, whether more may be sold than there is. */
export type StockSettings = { readonly trackStock: boolean; readonly lowStockAt: number; readonly backorder: boolean };
export type StockSetting = keyof StockSettings;

type Level = Pick<Product, StockSetting>;
type ShopLevel = Pick<Shop, StockSetting>;

const ofShop: { readonly [S in StockSetting]: (shop: ShopLevel) => StockSettings[S] } = {
  trackStock: ({ trackStock }) => trackStock ?? true,
  lowStockAt: ({ lowStockAt }) => lowStockAt,
  backorder: ({ backorder }) => backorder ?? false,
};

/**
 * How a setting stands for a variant, or for a whole product (`variant` null), and who says so: the nearest level that says anything.
 * Null and absent both say nothing; `false` and 0 do say something.
 */
export function inherited<S extends StockSetting>(setting: S, variant: Pick<Variant, StockSetting> | null, product: Level, shop: ShopLevel): Inherited<StockSettings[S]> {
  const levels = [['variant', variant], ['product', product]] as const;
  for (const [origin, level] of levels) {
    const said = level?.[setting] as StockSettings[S] | null | undefined;
    if (said !== null && said !== undefined) return { value: said, origin };
  }
  return { value: ofShop[setting](shop), origin: 'shop' };
}

/** What a variant or product would take over if it said nothing itself: the setting one level up. */
export function inheritedAbove<S extends StockSetting>(setting: S, level: 'variant' | 'product', product: Level, shop: ShopLevel): Inherited<StockSettings[S]> {
  return inherited(setting, null, level === 'variant' ? product : {}, shop);
}

type Profile = { readonly position: number; readonly name: string };
export type ChosenProfile<P> = { readonly id: string; readonly profile: P; readonly origin: 'product' | 'shop' };

/**
 * The tax or shipping profile that holds for a product: its own choice, else the shop's first.
 *
 * @returns null when the shop has none; a choice that the shop no longer has counts as none
 */
export function profileOf<P extends Profile>(chosen: string | null | undefined, profiles: Readonly<Record<string, P>> | undefined): ChosenProfile<P> | null {
  const own = chosen === null || chosen === undefined ? undefined : profiles?.[chosen];
  if (own !== undefined) return { id: chosen!, profile: own, origin: 'product' };
  const first = profilesInOrder(profiles)[0];
  return first ? { id: first[0], profile: first[1], origin: 'shop' } : null;
}

/** A shop's profiles in the order it gave them. */
export function profilesInOrder<P extends Profile>(profiles: Readonly<Record<string, P>> | undefined): readonly (readonly [string, P])[] {
  return Object.entries(profiles ?? {}).sort(([idA, a], [idB, b]) => a.position - b.position || (idA < idB ? -1 : 1));
}
