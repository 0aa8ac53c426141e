import type { Minor } from '../../kernel/money.ts';
import { DAY_MS, type EpochMs } from '../../kernel/time.ts';

/** The last days of each class of age; what is older falls into the one after. */
export const AGE_LIMITS = [30, 60, 90] as const;

/** A debt by age, minor units: up to 30, 60 and 90 days, and older. `since`: when the oldest part of it came about. */
export type Ageing = { readonly total: Minor; readonly buckets: readonly Minor[]; readonly since: EpochMs | null };

/**
 * How long a shop has owed what it owes. What comes in pays the oldest debt first.
 *
 * @param movements in the order of time; above zero: the shop earned it, below: it came off
 */
export function ageingOf(movements: readonly { readonly at: EpochMs; readonly amount: Minor }[], now: EpochMs): Ageing {
  const debts: { at: EpochMs; left: number }[] = [];
  let free = 0;
  for (const { at, amount } of movements) {
    if (amount < 0) {
      const covered = Math.min(free, -amount);
      free -= covered;
      if (-amount > covered) debts.push({ at, left: -amount - covered });
      continue;
    }
    let left: number = amount;
    while (left > 0 && debts.length > 0) {
      const paid = Math.min(left, debts[0]!.left);
      debts[0]!.left -= paid;
      left -= paid;
      if (debts[0]!.left === 0) debts.shift();
    }
    free += left;
  }
  const buckets = [...AGE_LIMITS.map(() => 0), 0];
  for (const { at, left } of debts) {
    const age = Math.floor((now - at) / DAY_MS);
    const fits = AGE_LIMITS.findIndex((limit) => age <= limit);
    buckets[fits < 0 ? AGE_LIMITS.length : fits]! += left;
  }
  return { total: buckets.reduce((sum, part) => sum + part, 0) as Minor, buckets: buckets as Minor[], since: debts[0]?.at ?? null };
}
