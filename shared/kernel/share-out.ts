import type { Minor } from './money.ts';

/**
 * Shares an amount over lines in proportion to their weights, so that the shares add up to the amount exactly.
 *
 * @param weights one per line, minor units, each >= 0; all zero: shared evenly
 * @param amount what to share, minor units; negative for a correction
 * @returns one share per weight, in the same order; they add up to `amount`
 * @throws RangeError when `weights` is empty and `amount` is not 0, or a weight is negative
 *
 * Source: largest-remainder method; on a tie the earlier line gets the extra unit. In BigInt: products pass 2 ** 53.
 */
export function shareOut(weights: readonly Minor[], amount: Minor): Minor[] {
  if (weights.some((weight) => weight < 0)) throw new RangeError('shareOut: a weight is negative');
  if (weights.length === 0) {
    if (amount !== 0) throw new RangeError(`shareOut: nobody to share ${amount} among`);
    return [];
  }
  const parts = weights.every((weight) => weight === 0) ? weights.map(() => 1n) : weights.map(BigInt);
  const total = parts.reduce((sum, part) => sum + part, 0n);
  const size = BigInt(Math.abs(amount));
  const shares = parts.map((part) => (size * part) / total);
  let left = Number(size - shares.reduce((sum, share) => sum + share, 0n));
  const byRemainder = parts
    .map((part, line) => ({ line, remainder: (size * part) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.line - b.line : a.remainder > b.remainder ? -1 : 1));
  for (const { line } of byRemainder) {
    if (left === 0) break;
    shares[line]! += 1n;
    left -= 1;
  }
  return shares.map((share) => (share === 0n ? 0 : amount < 0 ? -Number(share) : Number(share)) as Minor);
}
