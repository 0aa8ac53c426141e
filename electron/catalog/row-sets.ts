import { FOUND } from './search-words.ts';

/** Row numbers of products, in an order. */
export type Rids = Int32Array;

/** Above every `Found`: the code, bar code or id itself. */
export const EXACT = 4;

/** How many rows fit. */
export function countOf(found: Uint8Array): number {
  let count = 0;
  for (const one of found) if (one !== 0) count++;
  return count;
}

/** Those of an order that fit. */
export function kept(order: Rids, found: Uint8Array, count: number): Rids {
  const out = new Int32Array(count);
  let at = 0;
  for (const rid of order) if (found[rid] !== 0) out[at++] = rid;
  return out.subarray(0, at);
}

/** Those of an order that fit, best places first, each in the order given. */
export function inTiers(order: Rids, found: Uint8Array, count: number): Rids {
  const starts = new Int32Array(EXACT + 2);
  for (const rid of order) starts[EXACT - found[rid]! + 1]!++;
  for (let tier = 1; tier < starts.length; tier++) starts[tier]! += starts[tier - 1]!;
  const out = new Int32Array(count);
  for (const rid of order) {
    const where = found[rid]!;
    if (where !== FOUND.nowhere) out[starts[EXACT - where]!++] = rid;
  }
  return out;
}
