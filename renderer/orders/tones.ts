import type { Tone } from '#renderer/ui/index.ts';
import type { ParcelState } from '#shared/orders/parcels.ts';
import type { FulfilmentState, OrderState, PaymentState, ReturnState } from '#shared/orders/states.ts';

/** The colour each state is drawn in, always beside its word: warn waits for the shop, bad went wrong. */
export const orderTones: Readonly<Record<OrderState, Tone>> = {
  draft: 'mute', placed: 'mute', awaiting_acceptance: 'warn', open: 'info', on_hold: 'bad', closed: 'ok', cancelled: 'mute', archived: 'mute',
};
export const paymentTones: Readonly<Record<PaymentState, Tone>> = {
  pending: 'mute', authorized: 'info', partially_paid: 'warn', paid: 'ok', partially_refunded: 'info', refunded: 'mute', voided: 'mute', disputed: 'bad', charged_back: 'bad',
};
export const fulfilmentTones: Readonly<Record<FulfilmentState, Tone>> = {
  unfulfilled: 'warn', scheduled: 'info', on_hold: 'bad', in_progress: 'info', partially_fulfilled: 'warn', fulfilled: 'ok', delivered: 'ok',
};
export const returnTones: Readonly<Record<ReturnState, Tone>> = {
  requested: 'warn', approved: 'info', refused: 'mute', in_transit: 'info', received: 'warn', inspected: 'info', refunded: 'ok', exchanged: 'ok', closed: 'mute', cancelled: 'mute',
};
export const parcelTones: Readonly<Record<ParcelState, Tone>> = { shipped: 'info', failed: 'warn', delivered: 'ok', lost: 'bad', voided: 'mute' };
