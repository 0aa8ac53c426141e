import { z } from 'zod';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { bankLine } from './bank-line.ts';

const id = z.strictObject({ id: uuid });

/** Statements of the marketplace's bank, and what of them fits no payout. */
export const statementEndpoints = endpoints({
  importStatement: {
    method: 'post', path: '/payouts/statements', auth: 'signed-in', summary: 'Take in a bank statement, a camt.053 file as the body: what the bank booked is paid, what came back is owed again, the rest waits for a person. For administrators.',
    body: 'stream', reply: z.object({ lines: z.int(), matched: z.int(), unmatched: z.int(), known: z.int() }), errors: ['signed-out', 'forbidden', 'rule-broken', 'too-large'],
  },
  bankLines: {
    method: 'get', path: '/payouts/bank-lines', auth: 'signed-in', summary: 'Payments of bank statements, newest first. For administrators.',
    query: z.strictObject({ state: z.enum(['matched', 'unmatched', 'ignored']).default('unmatched'), before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ lines: z.array(bankLine.extend({ id: uuid, payoutId: uuid.nullable() })), more: z.boolean() }), errors: ['signed-out', 'forbidden'],
  },
  settleBankLine: {
    method: 'post', path: '/payouts/bank-lines/:id', auth: 'signed-in', summary: 'Say which payout an unmatched payment belongs to; null: to none. For administrators.',
    params: id, body: z.strictObject({ payoutId: uuid.nullable() }), reply: id, errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken', 'illegal-transition'],
  },
});
