import type { ShopId } from '../../auth/model.ts';
import type { Minor } from '../../kernel/money.ts';
import type { EpochMs } from '../../kernel/time.ts';

/** Why a shop gets nothing in a run. */
export const leftOutReasons = ['negative', 'nothing-due', 'held', 'below-minimum', 'may-not-be-paid', 'no-bank-account', 'bank-not-verified', 'bank-cooling', 'by-hand'] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** How a shop stands in one currency as a run is drawn up. Minor units; `receivable` is what it owes, `reserveDue` what is released with the run. */
export type ShopPosition = {
  readonly shopId: ShopId;
  readonly available: Minor;
  readonly receivable: Minor;
  readonly reserveDue: Minor;
  /** Holds people have put on it; null: on everything. */
  readonly holds: readonly (Minor | null)[];
  readonly mayBePaid: boolean;
  readonly bank: { readonly verified: boolean; readonly coolingUntil: EpochMs | null } | null;
};

/** One shop's line of a run: `opening + released - recovered - held = amount` where it is paid; `carried` is a debt that goes on to the next run. */
export type PayoutLine = {
  readonly shopId: ShopId;
  readonly opening: Minor;
  readonly released: Minor;
  readonly recovered: Minor;
  readonly held: Minor;
  readonly carried: Minor;
  /** What would be paid if nothing stood against it. */
  readonly payable: Minor;
  readonly amount: Minor;
  readonly leftOut: LeftOutReason | null;
};

const m = (amount: number): Minor => amount as Minor;

/**
 * What a run pays a shop, and why nothing if nothing.
 *
 * @param minimum less than this waits for the next run, minor units
 */
export function payoutLine(position: ShopPosition, minimum: Minor, now: EpochMs): PayoutLine {
  const { shopId, available, receivable, reserveDue, holds, mayBePaid, bank } = position;
  const gross = available + reserveDue;
  const recovered = Math.max(0, Math.min(receivable, gross));
  const earned = gross - recovered;
  const held = earned <= 0 ? 0 : holds.includes(null) ? earned : Math.min(earned, holds.reduce<number>((sum, amount) => sum + (amount ?? 0), 0));
  const payable = Math.max(0, earned - held);
  const leftOut: LeftOutReason | null =
    gross < 0 ? 'negative'
    : payable === 0 ? (held > 0 ? 'held' : receivable > 0 ? 'negative' : 'nothing-due')
    : !mayBePaid ? 'may-not-be-paid'
    : bank === null ? 'no-bank-account'
    : !bank.verified ? 'bank-not-verified'
    : bank.coolingUntil !== null && bank.coolingUntil > now ? 'bank-cooling'
    : payable < minimum ? 'below-minimum'
    : null;
  return {
    shopId, opening: available, released: reserveDue, recovered: m(recovered), held: m(held), carried: m(Math.max(0, -gross) + receivable - recovered),
    payable: m(payable), amount: m(leftOut === null ? payable : 0), leftOut,
  };
}
