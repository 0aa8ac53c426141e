import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import type { Currency, Minor } from '../kernel/money.ts';
import type { FieldOp } from '../sync/model.ts';
import type { ListPrice, Product, Variant, VariantId } from './model.ts';

export type Prices = Pick<Variant, 'price' | 'compareAt' | 'cost' | 'prices'>;

/**
 * What a seller earns on a piece before fees: price minus cost, and that as a part of the price.
 *
 * @returns null without a cost; `basisPoints` is null at a price of 0, else rounded half away from zero (2,550 = 25.5 %)
 */
export function marginOf({ price, cost }: Pick<Variant, 'price' | 'cost'>): { amount: Minor; basisPoints: number | null } | null {
  if (cost === null) return null;
  const amount = (price - cost) as Minor;
  const exact = (Math.abs(amount) * 10_000) / price;
  return { amount, basisPoints: price === 0 ? null : Math.sign(amount) * Math.floor(exact + 0.5) };
}

/**
 * A price, a former price and a cost that make sense together: nothing negative, the struck-through price above the price.
 * Selling below cost is allowed (clearance); the screen shows the negative margin.
 *
 * @param path of the variant, to name the field
 */
export function checkPrices(prices: Prices, path: string): AppError | null {
  for (const name of ['price', 'compareAt', 'cost'] as const) {
    const found = prices[name];
    if (found !== null && found < 0) return { code: 'rule-broken', field: `${path}/${name}`, rule: `${ruleNames[name]}-not-negative`, details: { found, least: 0 } };
  }
  if (prices.compareAt !== null && prices.compareAt <= prices.price) {
    return { code: 'rule-broken', field: `${path}/compareAt`, rule: 'compare-at-above-price', details: { compareAt: prices.compareAt, price: prices.price } };
  }
  for (const [currency, list] of Object.entries(prices.prices ?? {})) {
    const refused = checkPrices({ ...list, cost: null }, `${path}/prices/${currency}`);
    if (refused) return refused;
  }
  return null;
}
const ruleNames = { price: 'price', compareAt: 'compare-at', cost: 'cost' } as const;

export const samePrices = (a: Prices, b: Prices): boolean => a.price === b.price && a.compareAt === b.compareAt && a.cost === b.cost && a.prices === b.prices;

type Priced = Pick<Product, 'variants'>;

/** The currencies a product has prices in beside the shop's own, in alphabetical order. */
export function listCurrencies({ variants }: Priced): readonly Currency[] {
  return [...new Set(Object.values(variants).flatMap(({ prices }) => Object.keys(prices ?? {}) as Currency[]))].sort();
}

/** One variant's price in another currency, put, changed or taken away (null). */
export function listPriceOp(id: VariantId, variant: Pick<Variant, 'prices'>, currency: Currency, value: ListPrice | null): FieldOp {
  return { op: 'set', path: `variants/${id}/prices/${currency}`, base: (variant.prices?.[currency] ?? null) as Json, value: value as Json };
}

/** The same price in one currency for every variant, or none any more; variants that have it already are left alone. */
export function listForAllOps({ variants }: Priced, currency: Currency, value: ListPrice | null): readonly FieldOp[] {
  return (Object.entries(variants) as [VariantId, Variant][]).flatMap(([id, variant]) => {
    const now = variant.prices?.[currency];
    return now?.price === value?.price && now?.compareAt === value?.compareAt ? [] : [listPriceOp(id, variant, currency, value)];
  });
}
