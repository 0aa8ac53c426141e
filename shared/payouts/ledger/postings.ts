/**
 * What each business event does to the books, as entries that balance. Amounts are minor units of one currency and above zero; parts that are zero leave no entry.
 *
 * Source: DOMAIN 3, the worked example.
 */
import type { ShopId } from '../../auth/model.ts';
import type { Minor } from '../../kernel/money.ts';
import { accounts, type AccountCode } from './accounts.ts';
import type { LedgerEntry } from './model.ts';

type Of = { readonly shopId: ShopId; readonly amount: Minor };
type Charged = { readonly shopId: ShopId; readonly commission: Minor; /** VAT on the commission. */ readonly vat: Minor };
/** Where money leaves the marketplace: its bank account, or what a payment provider still owes it. */
export type PaidFrom = 'bank' | 'provider';

const sum = (...amounts: readonly Minor[]): Minor => amounts.reduce((total, amount) => total + amount, 0) as Minor;
const on = (account: AccountCode, shopId: ShopId | null): Pick<LedgerEntry, 'account' | 'shopId'> => ({ account, shopId: accounts[account].ofShop ? shopId : null });
const posted = (shopId: ShopId | null, debits: readonly (readonly [AccountCode, Minor])[], credits: readonly (readonly [AccountCode, Minor])[]): LedgerEntry[] => [
  ...debits.filter(([, amount]) => amount !== 0).map(([account, debit]) => ({ ...on(account, shopId), debit, credit: 0 as Minor })),
  ...credits.filter(([, amount]) => amount !== 0).map(([account, credit]) => ({ ...on(account, shopId), debit: 0 as Minor, credit })),
];
const moved = ({ shopId, amount }: Of, from: AccountCode, to: AccountCode): LedgerEntry[] => posted(shopId, [[from, amount]], [[to, amount]]);
const paidFrom = (from: PaidFrom): AccountCode => (from === 'bank' ? '1000' : '1100');

/** A customer's payment was captured: the provider owes it to us, we owe it to the shop. */
export const captured = (of: Of): LedgerEntry[] => moved(of, '1100', '2000');
/** Our commission on it, with the VAT on that. */
export const commissionCharged = ({ shopId, commission, vat }: Charged): LedgerEntry[] => posted(shopId, [['2000', sum(commission, vat)]], [['4000', commission], ['2100', vat]]);
/** Commission given back with a refund, in proportion. */
export const commissionReturned = ({ shopId, commission, vat }: Charged): LedgerEntry[] => posted(shopId, [['4000', commission], ['2100', vat]], [['2000', sum(commission, vat)]]);
/** The part of whoever brought the buyer. */
export const affiliateShare = (of: Of): LedgerEntry[] => moved(of, '2000', '2200');
export const reserveHeld = (of: Of): LedgerEntry[] => moved(of, '2000', '2010');
export const reserveReleased = (of: Of): LedgerEntry[] => moved(of, '2010', '2000');
/** The provider paid out what it had captured, less its fee. @param amount before the fee */
export const providerSettled = ({ amount, fee }: { readonly amount: Minor; readonly fee: Minor }): LedgerEntry[] => posted(null, [['1000', (amount - fee) as Minor], ['5000', fee]], [['1100', amount]]);
/** Money goes back to the buyer, at the shop's expense. */
export const refunded = (of: Of & { readonly from: PaidFrom }): LedgerEntry[] => moved(of, '2000', paidFrom(of.from));
/** A bank file with the payout was made: the money is on its way. */
export const payoutExported = (of: Of): LedgerEntry[] => moved(of, '2000', '2020');
/** The bank says that it arrived. */
export const payoutConfirmed = (of: Of): LedgerEntry[] => moved(of, '2020', '1000');
/** It came back before the bank had booked it: the shop is owed it again. */
export const payoutReturned = (of: Of): LedgerEntry[] => moved(of, '2020', '2000');
/** The shop owes us: its debt is carried, and set off against what it earns next. */
export const carriedAsReceivable = (of: Of): LedgerEntry[] => moved(of, '1200', '2000');
export const receivableRecovered = (of: Of): LedgerEntry[] => moved(of, '2000', '1200');
/** A buyer disputes a payment: so much is frozen until it is decided. */
export const chargebackOpened = (of: Of): LedgerEntry[] => moved(of, '2000', '2030');
export const chargebackWon = (of: Of): LedgerEntry[] => moved(of, '2030', '2000');
export const chargebackLost = (of: Of & { readonly from: PaidFrom }): LedgerEntry[] => moved(of, '2030', paidFrom(of.from));
