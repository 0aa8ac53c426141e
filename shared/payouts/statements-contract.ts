import { z } from 'zod';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { shopId } from '../auth/model.ts';
import { minor } from '../kernel/money.ts';
import { calendarDate } from '../kernel/time.ts';
import { bankLine } from './bank-line.ts';
import { payoutStates } from './runs/states.ts';

const id = z.strictObject({ id: uuid });

/** A payout as it is told beside a line of the bank. */
const toldPayout = z.object({ id: uuid, runId: uuid, shopId, shopName: z.string(), amount: minor, state: z.enum(payoutStates), account: z.string().nullable(), exportedOn: calendarDate.nullable() });
/** A line of a statement with the payout it settles; `isKnown`: it came in before. */
const foundLine = bankLine.extend({ payout: toldPayout.nullable(), isKnown: z.boolean() });
export type FoundLine = z.infer<typeof foundLine>;
export type ToldPayout = z.infer<typeof toldPayout>;
/** So many lines of a statement are shown before it is booked. */
export const SHOWN_LINES = 2_000;

/** Statements of the marketplace's bank, and what of them fits no payout. */
export const statementEndpoints = endpoints({
  importStatement: {
    method: 'post', path: '/payouts/statements', auth: 'signed-in', summary: 'Take in a bank statement, a camt.053 file as the body: what the bank booked is paid, what came back is owed again, the rest waits for a person. For administrators.',
    query: z.strictObject({ /** `no`: only say what it would come to. */ book: z.enum(['yes', 'no']).default('yes') }),
    body: 'stream', reply: z.object({ lines: z.int(), matched: z.int(), unmatched: z.int(), known: z.int(), found: z.array(foundLine).max(SHOWN_LINES) }), errors: ['signed-out', 'forbidden', 'rule-broken', 'too-large'],
  },
  bankLines: {
    method: 'get', path: '/payouts/bank-lines', auth: 'signed-in', summary: 'Payments of bank statements, newest first. For administrators.',
    query: z.strictObject({ state: z.enum(['matched', 'unmatched', 'ignored']).default('unmatched'), before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ lines: z.array(bankLine.extend({ id: uuid, payout: toldPayout.nullable() })), more: z.boolean() }), errors: ['signed-out', 'forbidden'],
  },
  payoutsForLine: {
    method: 'get', path: '/payouts/bank-lines/:id/payouts', auth: 'signed-in', summary: 'Payouts an unmatched payment may belong to: of its currency and amount, and not settled in its direction yet. For administrators.',
    params: id, reply: z.object({ payouts: z.array(toldPayout) }), errors: ['signed-out', 'forbidden', 'not-found'],
  },
  settleBankLine: {
    method: 'post', path: '/payouts/bank-lines/:id', auth: 'signed-in', summary: 'Say which payout an unmatched payment belongs to; null: to none. For administrators.',
    params: id, body: z.strictObject({ payoutId: uuid.nullable() }), reply: id, errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken', 'illegal-transition'],
  },
});
