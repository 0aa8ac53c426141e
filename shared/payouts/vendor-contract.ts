import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate, epochMs } from '../kernel/time.ts';
import { bankAccount } from './bank-account.ts';
import { accountCode } from './ledger/accounts.ts';
import { ledgerEvent, ledgerRef } from './ledger/model.ts';
import { leftOutReasons } from './runs/preview.ts';
import { payoutStates, runStates } from './runs/states.ts';

/** A sum of any size, as digits. */
const exactSum = z.string().regex(/^-?\d+$/);
const ofShop = z.strictObject({ shop: shopId });
const page = { before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

/** The order something in the books belongs to, as people call it; null: to none. */
export const orderNamed = z.object({ id: uuid, number: z.string() }).nullable();
export const vendorEntry = z.object({
  rid: z.int(), transactionId: uuid, event: ledgerEvent, ref: ledgerRef, account: accountCode, order: orderNamed,
  /** In the shop's direction, minor units: below zero it came off. */
  amount: minor, postedAt: epochMs, availableAt: epochMs,
});
export type VendorEntry = z.infer<typeof vendorEntry>;

/** A payout as the shop sees it: `opening + released − recovered − held = amount`, or why it got nothing. */
export const vendorPayout = z.object({
  id: uuid, currency, amount: minor, state: z.enum(payoutStates), runState: z.enum(runStates), drawnAt: epochMs, cutoff: epochMs, exportedAt: epochMs.nullable(),
  /** When it arrived or came back, as far as it has. */
  changedAt: epochMs,
  /** Its beginning and last four signs. */ account: z.string().nullable(),
  opening: minor, released: minor, recovered: minor, held: minor, carried: minor, leftOut: z.enum(leftOutReasons).nullable(),
  /** Why the bank sent it back, as banks code it. */ failureCode: z.string().nullable(),
  /** The payout this one paid again, and the one that pays this one again. */ originalId: uuid.nullable(), retryId: uuid.nullable(),
});
export type VendorPayout = z.infer<typeof vendorPayout>;

const sums = z.object({ opening: exactSum, movements: exactSum, closing: exactSum });
/** A statement on the wire; `statementFromWire` makes amounts of it again. */
export const wireStatement = z.object({
  shopId, currency, from: epochMs, until: epochMs,
  lines: z.array(z.object({ transactionId: uuid, at: epochMs, event: ledgerEvent, ref: ledgerRef, order: orderNamed, account: accountCode, amount: exactSum, balance: exactSum })),
  accounts: z.record(z.string(), sums), total: sums,
});
export type WireStatement = z.infer<typeof wireStatement>;

export const shopBankAccount = z.object({
  id: uuid, currency, holder: z.string(), /** Its beginning and last four signs. */ account: z.string(), town: z.string(), country: z.string(), changedAt: epochMs,
  /** Nothing is paid to it before. */ coolingUntil: epochMs, verifiedAt: epochMs.nullable(), replacedAt: epochMs.nullable(),
});
export type ShopBankAccount = z.infer<typeof shopBankAccount>;

/** When the money of an order is paid: in a payout already, or expected; `on` is a day in UTC. */
export const orderPayout = z.object({
  state: z.enum(['none', 'pending', 'available', 'in-payout', 'paid']),
  availableAt: epochMs.nullable(), on: calendarDate.nullable(), payoutId: uuid.nullable(),
});
export type OrderPayout = z.infer<typeof orderPayout>;

/** What a shop reads of its own money, and where it is paid. For the shop's administration and accounting, and for administrators. */
export const vendorMoneyEndpoints = endpoints({
  shopEntries: {
    method: 'get', path: '/payouts/shops/:shop/payouts/:payout/entries', auth: 'signed-in', summary: 'What a payout paid: the entries that became available for it, newest first, and what was left from before.',
    params: z.strictObject({ shop: shopId, payout: uuid }), query: z.strictObject({ before: z.coerce.number().int().min(1).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ payout: vendorPayout, /** Available before its time, and not paid by an earlier one. */ leftBefore: minor, total: minor, entries: z.array(vendorEntry), more: z.boolean() }), errors: ['signed-out', 'not-found'],
  },
  shopPayouts: {
    method: 'get', path: '/payouts/shops/:shop/payouts', auth: 'signed-in', summary: 'Payouts of a shop, newest first, with what became of each; and when the next is expected.',
    params: ofShop, query: z.strictObject({ currency: currency.optional(), ...page }),
    reply: z.object({ payouts: z.array(vendorPayout), more: z.boolean(), next: z.array(z.object({ currency, /** By the rhythm of those before; null: there is none yet. */ on: calendarDate.nullable() })) }), errors: ['signed-out', 'not-found'],
  },
  shopStatement: {
    method: 'get', path: '/payouts/shops/:shop/statement', auth: 'signed-in', summary: 'The statement of a shop in one currency: every entry of its accounts from a day through another (UTC), a year at most; opening + movements = closing.',
    params: ofShop, query: z.strictObject({ currency, from: calendarDate, through: calendarDate }), reply: wireStatement, errors: ['signed-out', 'not-found', 'rule-broken', 'too-large'],
  },
  shopTrend: {
    method: 'get', path: '/payouts/shops/:shop/trend', auth: 'signed-in', summary: 'What a shop earned and what it was paid, month by month, of the last twelve.',
    params: ofShop, query: z.strictObject({ currency }), reply: z.object({ months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), earned: minor, paid: minor })) }), errors: ['signed-out', 'not-found'],
  },
  shopBankAccounts: {
    method: 'get', path: '/payouts/shops/:shop/bank-accounts', auth: 'signed-in', summary: 'Where a shop is paid, currency by currency, and where it was; numbers are masked.',
    params: ofShop, reply: z.object({ accounts: z.array(shopBankAccount), /** Nothing is paid to a new account for so many days. */ coolingDays: z.int() }), errors: ['signed-out', 'not-found'],
  },
  changeOwnBankAccount: {
    method: 'put', path: '/payouts/shops/:shop/own-bank-account', auth: 'signed-in', summary: 'Say where the shop is paid from now on; the password is wanted first (`confirm`). It is verified by the marketplace, rests before anything goes to it, and whoever works for the shop is told.',
    params: ofShop, body: bankAccount, reply: z.object({ id: uuid }), errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken'],
  },
  orderPayout: {
    method: 'get', path: '/payouts/shops/:shop/orders/:order', auth: 'signed-in', summary: 'When the money of an order is paid out, or was.',
    params: z.strictObject({ shop: shopId, order: uuid }), reply: orderPayout, errors: ['signed-out', 'not-found'],
  },
});
