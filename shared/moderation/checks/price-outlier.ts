/** Fewer prices than this say nothing about a category. */
const FEWEST = 12;
/** How many times dearer or cheaper than the middle a price must be, at least; and how far outside of what is usual there. */
const TIMES = 5;
const SPREADS = 4;

export type PriceOutlier = { readonly times: number; readonly middle: number; readonly isDear: boolean };

/**
 * Whether a price is far from what its category usually asks: a comma in the wrong place, or bait.
 *
 * Compared by ratio: the median of the logarithms, and how far half of them lie from it. Both limits must be passed, so that a category of one price does
 * not make every other one strange, nor one of many prices none.
 *
 * @param others prices of published listings of the category, same currency, minor units, each > 0
 * @returns null when it is not, or too few are known; `times` rounded to one decimal
 */
export function priceOutlier(price: number, others: readonly number[]): PriceOutlier | null {
  if (price <= 0 || others.length < FEWEST) return null;
  const logs = others.map(Math.log);
  const middle = median(logs);
  const spread = median(logs.map((one) => Math.abs(one - middle)));
  const away = Math.log(price) - middle;
  if (Math.abs(away) < Math.max(Math.log(TIMES), SPREADS * spread)) return null;
  return { times: Math.round(Math.exp(Math.abs(away)) * 10) / 10, middle: Math.round(Math.exp(middle)), isDear: away > 0 };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
