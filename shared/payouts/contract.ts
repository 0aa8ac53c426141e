import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate, epochMs } from '../kernel/time.ts';
import { balanceFigure, shopFigures } from './balance/figures.ts';
import { bankAccount } from './bank-account.ts';
import { accountCode } from './ledger/accounts.ts';
import { leftOutReasons } from './runs/preview.ts';
import { payoutStates, runStates } from './runs/states.ts';
import { payoutSettings } from './settings.ts';
import { vendorEntry } from './vendor-contract.ts';

/** A sum too large for a number in JSON, as digits. */
const exactSum = z.string().regex(/^-?\d+$/);
const runState = z.enum(runStates);
const reason = z.string().trim().min(3).max(500);
const id = z.strictObject({ id: uuid });
const ofShop = z.strictObject({ shop: shopId });

const payoutLine = z.object({ shopId, opening: minor, released: minor, recovered: minor, held: minor, carried: minor, payable: minor, amount: minor, leftOut: z.enum(leftOutReasons).nullable() });
const runPayout = z.object({
  id: uuid, shopId, shopName: z.string(), state: z.enum(payoutStates), amount: minor, line: payoutLine, /** Its beginning and last four signs. */ account: z.string().nullable(), accountChangedAt: epochMs.nullable(),
  originalId: uuid.nullable(), /** The run of the payout this one paid again. */ originalRunId: uuid.nullable(), /** The run in which it is paid again. */ retryRunId: uuid.nullable(), overrideReason: z.string().nullable(), failureCode: z.string().nullable(),
});
const runSummary = z.object({
  id: uuid, currency, cutoff: epochMs, state: runState, maker: uuid, total: minor, approversNeeded: z.int(), hash: z.string().nullable(), submittedAt: epochMs.nullable(), expiresAt: epochMs.nullable(),
  createdAt: epochMs, exportedAt: epochMs.nullable(), exports: z.int(), /** Whoever drew it up, by name. */ makerName: z.string(), /** How many shops it pays. */ paid: z.int(),
});
export type RunSummary = z.infer<typeof runSummary>;
const runEvent = z.object({ id: uuid, kind: z.string(), by: uuid.nullable(), at: epochMs });
const approval = z.object({ by: uuid, decision: z.enum(['approve', 'reject']), reason: z.string().nullable(), hash: z.string(), at: epochMs });
export const payoutRun = runSummary.extend({
  payouts: z.array(runPayout), approvals: z.array(approval), events: z.array(runEvent),
  /** What is no longer as it was drawn up; approving or exporting it sends it back to its maker. */
  changes: z.array(z.object({ shopId, reason: z.string(), amount: minor, now: minor })),
  /** Less than this is not paid in it. */
  minimum: minor,
  /** Names of those who had to do with it. */
  people: z.record(z.string(), z.string()),
  /** Why whoever asks may not decide on it, as a rule of `four-eyes.ts`; null: may. */
  mayNotDecide: z.string().nullable(),
  /** Under which the bank knows its file. */
  messageId: z.string(),
});
export type PayoutRun = z.infer<typeof payoutRun>;

/** What happens to money of vendors: for administrators, who are the marketplace's finance; a vendor reads its own balances. */
export const payoutEndpoints = endpoints({
  shopBalances: {
    method: 'get', path: '/payouts/shops/:shop/balances', auth: 'signed-in', summary: 'How a shop stands, per currency: pending, available, reserved, on hold, on its way, owed. For administrators, and for the shop itself.',
    params: ofShop, reply: z.object({ at: epochMs, balances: z.array(shopFigures), holds: z.array(z.object({ id: uuid, currency, amount: minor.nullable(), reason: z.string(), placedAt: epochMs })), mayBePaid: z.boolean() }),
    errors: ['signed-out', 'not-found'],
  },
  balanceEntries: {
    method: 'get', path: '/payouts/shops/:shop/entries', auth: 'signed-in', summary: 'The entries behind one figure of a balance, newest first. For administrators, and for the shop itself.',
    params: ofShop, query: z.strictObject({ currency, figure: balanceFigure, at: z.coerce.number().int().min(0).optional(), before: z.coerce.number().int().min(1).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ at: epochMs, total: minor, entries: z.array(vendorEntry), more: z.boolean() }), errors: ['signed-out', 'not-found'],
  },
  reserveCalendar: {
    method: 'get', path: '/payouts/shops/:shop/reserves', auth: 'signed-in', summary: 'What is kept as reserve and on which day it is given back. For administrators, and for the shop itself.',
    params: ofShop, reply: z.object({ days: z.array(z.object({ currency, day: calendarDate, amount: minor, parts: z.int() })) }), errors: ['signed-out', 'not-found'],
  },
  negativeBalances: {
    method: 'get', path: '/payouts/ageing', auth: 'signed-in', summary: 'Shops that owe the marketplace, with how long: up to 30, 60 and 90 days, and older. For administrators.',
    query: z.strictObject({ currency }), reply: z.object({ shops: z.array(z.object({ shopId, name: z.string(), total: minor, buckets: z.array(minor).length(4), since: epochMs.nullable() })) }), errors: ['signed-out', 'forbidden'],
  },
  trialBalance: {
    method: 'get', path: '/payouts/trial-balance', auth: 'signed-in', summary: 'Debits less credits of all accounts at the end of a day, which are 0; when asked, the first day whose kept balances are not what the entries say. For administrators.',
    query: z.strictObject({ day: calendarDate.optional(), /** Work all kept balances out of the entries again: seconds, where there are hundreds of thousands. */ check: z.enum(['yes', 'no']).default('no') }),
    reply: z.object({ closedThrough: calendarDate.nullable(), checked: z.boolean(), firstDayThatDiffers: calendarDate.nullable(), currencies: z.array(z.object({ currency, difference: exactSum, accounts: z.array(z.object({ account: accountCode, balance: exactSum })) })) }),
    errors: ['signed-out', 'forbidden'],
  },
  payoutSettings: { method: 'get', path: '/payouts/settings', auth: 'signed-in', summary: 'The rules of payouts. For administrators.', reply: z.object({ version: z.int(), settings: payoutSettings }), errors: ['signed-out', 'forbidden'] },
  changePayoutSettings: {
    method: 'put', path: '/payouts/settings', auth: 'signed-in', summary: 'Change the rules of payouts as they stood at a version. For administrators.',
    body: z.strictObject({ version: z.int(), settings: payoutSettings }), reply: z.object({ version: z.int() }), errors: ['signed-out', 'forbidden', 'conflict'],
  },
  holdMoney: {
    method: 'post', path: '/payouts/holds', auth: 'signed-in', summary: 'Keep a shop’s money back, some of it or all, with a reason the shop reads. For administrators.',
    body: z.strictObject({ shopId, currency, amount: minor.min(1).nullable(), reasonPublic: reason, reasonInternal: z.string().trim().max(1_000).nullable() }), reply: id, errors: ['signed-out', 'forbidden', 'not-found'],
  },
  releaseHold: { method: 'post', path: '/payouts/holds/:id/release', auth: 'signed-in', summary: 'Let held money go. For administrators.', params: id, body: z.strictObject({}), reply: id, errors: ['signed-out', 'forbidden', 'not-found'] },
  setStanding: {
    method: 'put', path: '/payouts/shops/:shop/standing', auth: 'signed-in', summary: 'Whether a shop may be paid, and its own rule for reserve. For administrators.',
    params: ofShop, body: z.strictObject({ mayBePaid: z.boolean(), reserve: payoutSettings.shape.reserve.nullable() }), reply: id, errors: ['signed-out', 'forbidden', 'not-found'],
  },
  changeBankAccount: {
    method: 'put', path: '/payouts/shops/:shop/bank-account', auth: 'signed-in', summary: 'Where a shop is paid in one currency. Somebody else verifies it, and it rests before anything goes to it. For administrators.',
    params: ofShop, body: bankAccount, reply: id, errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken'],
  },
  verifyBankAccount: { method: 'post', path: '/payouts/bank-accounts/:id/verify', auth: 'signed-in', summary: 'Say that a bank account is the shop’s. For administrators other than whoever entered it.', params: id, body: z.strictObject({}), reply: id, errors: ['signed-out', 'forbidden', 'not-found'] },
  payoutRuns: {
    method: 'get', path: '/payouts/runs', auth: 'signed-in', summary: 'Payout runs, newest first. For administrators.',
    query: z.strictObject({ state: runState.optional(), before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), reply: z.object({ runs: z.array(runSummary), more: z.boolean() }), errors: ['signed-out', 'forbidden'],
  },
  makePayoutRun: {
    method: 'post', path: '/payouts/runs', auth: 'signed-in', summary: 'Draw up a payout run: everything available by the cut-off. For administrators.',
    body: z.strictObject({ currency, cutoff: epochMs.optional(), minimum: minor.min(0).nullable().optional(), shopIds: z.array(shopId).min(1).max(1_000).optional() }), reply: id, errors: ['signed-out', 'forbidden'],
  },
  payoutRun: { method: 'get', path: '/payouts/runs/:id', auth: 'signed-in', summary: 'A run with its payouts, approvals, history, and what changed since it was drawn up. For administrators.', params: id, reply: payoutRun, errors: ['signed-out', 'forbidden', 'not-found'] },
  stepPayoutRun: {
    method: 'post', path: '/payouts/runs/:id/steps', auth: 'signed-in', summary: 'Draw a run up again, ask for approval, approve or reject it, take it back, give it up, or say that the bank has it. For administrators; who may not approve is refused.',
    params: id,
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('redraw'), leaveOut: z.array(shopId).max(1_000).default([]), takeIn: z.array(shopId).max(1_000).default([]) }),
      z.strictObject({ kind: z.literal('submit') }),
      z.strictObject({ kind: z.enum(['approve', 'reject']), /** Of the run as it was looked at. */ hash: z.string().max(128), reason: reason.nullable() }),
      z.strictObject({ kind: z.enum(['rework', 'cancel', 'sent']), reason: reason.nullable() }),
    ]),
    reply: z.object({ state: runState }), errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'rule-broken', 'illegal-transition'],
  },
  exportPayoutRun: {
    method: 'post', path: '/payouts/runs/:id/export', auth: 'signed-in', summary: 'The bank’s file of an approved run; asked again, the same file under the same message id, and `again` says so. For administrators.',
    params: id, body: z.strictObject({ executionDate: calendarDate }),
    reply: z.object({ messageId: z.string(), fileName: z.string(), mediaType: z.string(), text: z.string(), again: z.boolean(), exports: z.int() }), errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'rule-broken', 'illegal-transition'],
  },
  stepPayout: {
    method: 'post', path: '/payouts/payouts/:id/steps', auth: 'signed-in', summary: 'Say that a payout failed or came back, or pay it again; a second payment of what is on its way or has arrived needs a reason. For administrators.',
    params: id,
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['failed', 'returned']), code: z.string().trim().min(1).max(35) }),
      z.strictObject({ kind: z.literal('retry'), overrideReason: z.string().trim().min(10).max(500).nullable() }),
    ]),
    reply: z.object({ runId: uuid.nullable() }), errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'rule-broken', 'illegal-transition'],
  },
});
