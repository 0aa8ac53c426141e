import type { AppError } from '../kernel/errors.ts';
import type { Minor } from '../kernel/money.ts';
import type { Variant } from './model.ts';

export type Prices = Pick<Variant, 'price' | 'compareAt' | 'cost'>;

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
  return null;
}
const ruleNames = { price: 'price', compareAt: 'compare-at', cost: 'cost' } as const;

export const samePrices = (a: Prices, b: Prices): boolean => a.price === b.price && a.compareAt === b.compareAt && a.cost === b.cost;
