import { z } from 'zod';
import { channels } from '../contract/channel.ts';
import type { Endpoint, Replied } from '../contract/http.ts';
import { passedOn } from '../contract/passed-on.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs, type EpochMs } from '../kernel/time.ts';
import { payoutEndpoints } from './contract.ts';
import { vendorMoneyEndpoints } from './vendor-contract.ts';

/** What the server told, and when; `isOld`: it cannot be asked at this moment, and this is what it said last. */
export type Kept<T> = { readonly told: T; readonly at: EpochMs; readonly isOld: boolean };

const kept = <const E extends Endpoint>(endpoint: E): { readonly input: ReturnType<typeof passedOn<E>>['input']; readonly output: z.ZodType<Kept<Replied<E>>> } => {
  const { input, output } = passedOn(endpoint);
  return { input, output: z.object({ told: output, at: epochMs, isOld: z.boolean() }) as never };
};

/** What a vendor asks about their money. The last answer to each question is kept for times without a connection, on this device and for this person alone; changes need the server. */
export const vendorMoneyChannels = channels({
  'payouts.balances': kept(payoutEndpoints.shopBalances),
  'payouts.entries': kept(payoutEndpoints.balanceEntries),
  'payouts.calendar': kept(payoutEndpoints.reserveCalendar),
  'payouts.payouts': kept(vendorMoneyEndpoints.shopPayouts),
  'payouts.paidBy': kept(vendorMoneyEndpoints.shopEntries),
  'payouts.statement': kept(vendorMoneyEndpoints.shopStatement),
  'payouts.trend': kept(vendorMoneyEndpoints.shopTrend),
  'payouts.bankAccounts': kept(vendorMoneyEndpoints.shopBankAccounts),
  'payouts.ofOrder': kept(vendorMoneyEndpoints.orderPayout),
  'payouts.changeOwnBank': passedOn(vendorMoneyEndpoints.changeOwnBankAccount),
  /** Puts a statement as CSV into this person's downloads, or to the `place` a shell was given. */
  'payouts.saveStatement': {
    input: z.object({ params: vendorMoneyEndpoints.shopStatement.params, query: vendorMoneyEndpoints.shopStatement.query, name: z.string().min(1).max(200), place: uuid.nullable().default(null) }),
    output: z.object({ file: z.string(), rows: z.int() }),
  },
});
