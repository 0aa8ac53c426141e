import { z } from 'zod';
import { shopId } from '../../auth/model.ts';
import { currency } from '../../kernel/money.ts';

/** What an account stands for in the books: assets and expenses grow by debits, liabilities and income by credits. */
export const accountTypes = ['asset', 'liability', 'income', 'expense'] as const;
export type AccountType = (typeof accountTypes)[number];

/**
 * The chart of accounts. `ofShop`: there is one for each shop, and every entry on it names the shop.
 *
 * Source: DOMAIN 3.
 */
export const accounts = {
  '1000': { name: 'bank', type: 'asset', ofShop: false },
  '1100': { name: 'provider-receivable', type: 'asset', ofShop: false },
  '1200': { name: 'vendor-receivable', type: 'asset', ofShop: true },
  '2000': { name: 'vendor-payable', type: 'liability', ofShop: true },
  '2010': { name: 'vendor-reserve', type: 'liability', ofShop: true },
  '2020': { name: 'payout-in-transit', type: 'liability', ofShop: true },
  '2030': { name: 'disputed-funds', type: 'liability', ofShop: true },
  '2100': { name: 'vat-payable', type: 'liability', ofShop: false },
  '2200': { name: 'affiliate-payable', type: 'liability', ofShop: false },
  '4000': { name: 'commission-income', type: 'income', ofShop: false },
  '5000': { name: 'payment-fees', type: 'expense', ofShop: false },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly type: AccountType; readonly ofShop: boolean }>>;

export type AccountCode = keyof typeof accounts;
export const accountCodes = Object.keys(accounts) as [AccountCode, ...AccountCode[]];
export const accountCode = z.enum(accountCodes);

/** One account of the books: of one shop where the chart says so, and always of one currency. */
export const account = z.object({ code: accountCode, shopId: shopId.nullable(), currency });
export type Account = z.infer<typeof account>;
