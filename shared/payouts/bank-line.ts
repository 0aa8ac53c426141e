import { z } from 'zod';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate } from '../kernel/time.ts';

/** Why a payment of a statement belongs to no payout by itself. */
export const unmatchedReasons = ['no-payout', 'several-payouts', 'amount-differs', 'settled-already'] as const;
export type UnmatchedReason = (typeof unmatchedReasons)[number];

/** One payment of a bank statement. `amount`: below zero it left the account; null where the bank does not say. */
export const bankLine = z.object({
  bookedOn: calendarDate.nullable(), amount: minor.nullable(), currency, isIncoming: z.boolean(), reference: z.string().nullable(), name: z.string().nullable(), account: z.string().nullable(),
  text: z.string(), returnReason: z.string().nullable(), why: z.enum(unmatchedReasons).nullable(),
});
export type BankLine = z.infer<typeof bankLine>;
