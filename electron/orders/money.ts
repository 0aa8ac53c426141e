import type { Handlers } from '#shared/contract/channel.ts';
import type { orderMoneyChannels } from '#shared/payments/order-money.ts';
import type { HttpClient } from '../http/client.ts';

/** The money of an order is asked of the server each time: what moved a minute ago elsewhere counts. */
export const createOrderMoney = ({ http }: { readonly http: HttpClient }): { readonly handlers: Handlers<typeof orderMoneyChannels> } => ({
  handlers: {
    'orders.money': ({ id }) => http('orderMoney', { params: { id } }),
    'orders.previewRefund': ({ id, wish }) => http('previewRefund', { params: { id }, body: { wish } }),
    'orders.makeRefund': ({ id, ...body }) => http('makeRefund', { params: { id }, body }),
    'orders.sendEvidence': ({ id, disputeId, evidence }) => http('sendEvidence', { params: { id, dispute: disputeId }, body: evidence }),
  },
});
