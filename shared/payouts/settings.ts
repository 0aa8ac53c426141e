import { z } from 'zod';
import { currency, minor, type Currency, type Minor } from '../kernel/money.ts';
import { checkBic } from './bank/bic.ts';

/** An address as banks ask for it: town and country in places of their own. */
export const bankAddress = z.strictObject({
  street: z.string().max(70).optional(), building: z.string().max(16).optional(), postcode: z.string().max(16).optional(),
  town: z.string().trim().min(1).max(35), country: z.string().regex(/^[A-Z]{2}$/), lines: z.array(z.string().min(1).max(70)).max(2).optional(),
});

/** The marketplace's own account in one currency: whom the bank takes payouts from. */
export const ownAccount = z.strictObject({ name: z.string().trim().min(1).max(70), address: bankAddress, account: z.string().min(5).max(40), bic: z.string().max(11).refine((text) => checkBic(text).ok, 'expected a BIC').nullable() });

/** How the marketplace pays out, per currency. Amounts in minor units. */
export const currencySettings = z.strictObject({
  /** Less than this waits for the next run. */
  minimum: minor.min(0),
  /** A run of more than this needs two approvers. */
  twoApproversOver: minor.min(0),
  account: ownAccount.nullable(),
});
export type CurrencySettings = z.infer<typeof currencySettings>;

/** The rules of payouts that administrators may change. */
export const payoutSettings = z.strictObject({
  currencies: z.record(currency, currencySettings),
  /** Days from a capture until its money may be paid out. */
  availableAfterDays: z.int().min(0).max(90),
  /** Of every capture so much is kept (basis points) for so many days; shops may have a rule of their own. */
  reserve: z.strictObject({ rate: z.int().min(0).max(10_000), days: z.int().min(0).max(730) }),
  /** Days a changed bank account is not paid to. */
  coolingDays: z.int().min(0).max(90),
  /** Days after a change of a bank account in which whoever made it approves no run with it, and a second approver is needed. */
  bankChangeWatchDays: z.int().min(0).max(365),
});
export type PayoutSettings = z.infer<typeof payoutSettings>;

/** An approval that was asked for and not answered lapses after so many days. Source: DOMAIN 2.3. */
export const APPROVAL_DAYS = 30;

/** Of a currency nobody set anything for: no run of it can be exported, and 100 000.00 need two approvers. */
const unset: CurrencySettings = { minimum: 0 as Minor, twoApproversOver: 10_000_000 as Minor, account: null };
export const settingsOf = ({ currencies }: PayoutSettings, code: Currency): CurrencySettings => currencies[code] ?? unset;
