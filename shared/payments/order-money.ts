import { z } from 'zod';
import { channels } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate, epochMs } from '../kernel/time.ts';
import { paymentProviderName } from './model.ts';
import { shopFigures } from '../payouts/balance/figures.ts';
import { accountCode } from '../payouts/ledger/accounts.ts';
import { lineId, orderId } from '../orders/parts.ts';
import { refundWish } from '../orders/refunds/wish.ts';

const planned = z.object({
  amount: minor, shipping: minor,
  lines: z.record(lineId, z.object({ quantity: z.int(), amount: minor, commission: minor, vat: minor })),
});

/** What a refund would do, worked out by the server with the books as they stand; confirmed by its `hash` it does exactly this. */
export const refundPreview = z.object({
  plan: planned,
  currency,
  provider: paymentProviderName,
  /** What of the order's payment could go back, before this. */
  left: minor,
  /** Given back to the shop of what the marketplace had taken, and what the shop pays in the end. */
  commission: minor, vat: minor, shopPays: minor,
  /** What is posted in the books, in order. */
  entries: z.array(z.object({ account: accountCode, debit: minor, credit: minor })),
  /** The shop's balance now and afterwards. */
  before: shopFigures, after: shopFigures,
  hash: z.string(),
});
export type RefundPreview = z.infer<typeof refundPreview>;

/** What is confirmed. `refundId` is made by whoever confirms: sent again after a lost answer it is the same refund. */
const confirmedRefund = z.strictObject({ refundId: uuid, wish: refundWish, reason: z.string().trim().min(1).max(500), returnId: uuid.nullable(), askId: uuid.nullable(), hash: z.string().max(64) });
const refundState = z.enum(['asked', 'made', 'failed']);

/** What speaks for the shop in a dispute. */
export const evidence = z.strictObject({
  text: z.string().trim().min(1).max(5_000),
  carrier: z.string().trim().min(1).max(80).nullable(), tracking: z.string().trim().min(1).max(120).nullable(), shippedOn: calendarDate.nullable(),
});
export type Evidence = z.infer<typeof evidence>;

/** The money of an order as the server knows it now. `left` null: no payment through a provider is known of. */
export const orderMoney = z.object({
  left: minor.nullable(),
  disputes: z.array(z.object({
    disputeId: z.string(), amount: minor, state: z.enum(['open', 'won', 'lost']), evidenceDueAt: epochMs.nullable(),
    evidence: evidence.nullable(), sentAt: epochMs.nullable(),
  })),
});
export type OrderMoney = z.infer<typeof orderMoney>;

const ofOrder = z.strictObject({ id: uuid });
const disputeId = z.string().min(1).max(120);

export const orderMoneyEndpoints = endpoints({
  orderMoney: {
    method: 'get', path: '/orders/:id/money', auth: 'signed-in', summary: 'What of an order’s payment can go back, and its disputes with what was said in them.',
    params: ofOrder, reply: orderMoney, errors: ['signed-out', 'forbidden', 'not-found'],
  },
  previewRefund: {
    method: 'post', path: '/orders/:id/refunds/preview', auth: 'signed-in', summary: 'What a refund would do to the books and to the shop’s balance. Nothing moves.',
    params: ofOrder, body: z.strictObject({ wish: refundWish }), reply: refundPreview, errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken'],
  },
  makeRefund: {
    method: 'post', path: '/orders/:id/refunds', auth: 'signed-in', summary: 'Gives money back through the provider that took it, exactly as it was previewed. Sent again with the same number it is the same refund.',
    params: ofOrder, body: confirmedRefund, reply: z.object({ refundId: uuid, state: refundState }), errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken', 'conflict'],
  },
  sendEvidence: {
    method: 'post', path: '/orders/:id/disputes/:dispute/evidence', auth: 'signed-in', summary: 'Sends what speaks for the shop to the provider, once and before the deadline.',
    params: z.strictObject({ id: uuid, dispute: disputeId }), body: evidence, reply: z.object({ sentAt: epochMs }), errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken', 'conflict'],
  },
});

/** Money moves only with a connection: these ask the server, and answer `offline` without one. */
export const orderMoneyChannels = channels({
  'orders.money': { input: z.object({ id: orderId }), output: orderMoney },
  'orders.previewRefund': { input: z.object({ id: orderId, wish: refundWish }), output: refundPreview },
  'orders.makeRefund': { input: confirmedRefund.extend({ id: orderId }), output: z.object({ refundId: uuid, state: refundState }) },
  'orders.sendEvidence': { input: z.object({ id: orderId, disputeId, evidence }), output: z.object({ sentAt: epochMs }) },
});
