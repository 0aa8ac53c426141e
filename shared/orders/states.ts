import type { Transitions } from '../kernel/state-machine.ts';
import type { EpochMs } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import { linesOf, type LineStanding } from './lines.ts';
import type { Order } from './model.ts';
import { disputesOf, receivedFor } from './money.ts';
import { isReturnOver, returnsOf, type ReturnState } from './returns.ts';
import { totalsOf } from './totals.ts';

export const orderStates = ['draft', 'placed', 'awaiting_acceptance', 'open', 'on_hold', 'closed', 'cancelled', 'archived'] as const;
export type OrderState = (typeof orderStates)[number];
export const paymentStates = ['pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'voided', 'disputed', 'charged_back'] as const;
export type PaymentState = (typeof paymentStates)[number];
export const fulfilmentStates = ['unfulfilled', 'scheduled', 'on_hold', 'in_progress', 'partially_fulfilled', 'fulfilled', 'delivered'] as const;
export type FulfilmentState = (typeof fulfilmentStates)[number];
export { returnStates, type ReturnState } from './returns.ts';

/** The four answers to "how is this order?", each read from the facts and never typed. `returned` null: nothing was asked back. */
export type OrderStates = { readonly order: OrderState; readonly payment: PaymentState; readonly fulfilment: FulfilmentState; readonly returned: ReturnState | null };

/** Where an order may go from each state; one fact may lead further than one step. */
export const orderTransitions: Transitions<OrderState> = {
  draft: ['placed', 'awaiting_acceptance', 'open'],
  placed: ['awaiting_acceptance', 'open', 'on_hold', 'cancelled', 'archived'],
  awaiting_acceptance: ['open', 'on_hold', 'cancelled', 'archived', 'placed'],
  open: ['closed', 'on_hold', 'cancelled', 'archived', 'placed', 'awaiting_acceptance'],
  on_hold: ['open', 'placed', 'awaiting_acceptance', 'cancelled', 'closed', 'archived'],
  closed: ['open', 'archived', 'on_hold', 'cancelled'],
  cancelled: ['archived', 'open', 'awaiting_acceptance', 'placed'],
  archived: ['open', 'closed', 'cancelled', 'on_hold', 'placed', 'awaiting_acceptance'],
};

/** Holds that were not released, the first one first. */
export function openHolds(order: Pick<Order, 'facts'>): readonly { readonly id: string; readonly at: EpochMs; readonly reason: string }[] {
  const all = happenedTo(order);
  const released = new Set(ofKind(all, 'released').map(({ fact }) => fact.holdId));
  return ofKind(all, 'held').filter(({ id }) => !released.has(id)).map(({ id, fact: { at, reason } }) => ({ id, at, reason }));
}

const isGone = ({ cancelled, ordered }: LineStanding): boolean => cancelled >= ordered;
const isOver = ({ cancelled, ordered, delivered, lost }: LineStanding): boolean => cancelled + delivered + lost >= ordered;

export function paymentOf(order: Order): PaymentState {
  const { authorized, captured, refunded, voided, lostInDisputes } = receivedFor(order);
  const open = disputesOf(order).some(({ state }) => state === 'open' || state === 'evidence_sent');
  if (open) return 'disputed';
  if (lostInDisputes > 0 && lostInDisputes + refunded >= captured) return 'charged_back';
  if (captured === 0) return voided ? 'voided' : authorized > 0 ? 'authorized' : 'pending';
  if (refunded >= captured) return 'refunded';
  if (refunded > 0) return 'partially_refunded';
  return captured < totalsOf(order).whole.gross ? 'partially_paid' : 'paid';
}

function fulfilmentOf(order: Order, lines: readonly LineStanding[]): FulfilmentState {
  const kept = lines.filter((line) => !isGone(line));
  const [shipped, left] = [kept.reduce((sum, line) => sum + line.shipped, 0), kept.reduce((sum, line) => sum + line.left, 0)];
  if (kept.length > 0 && left <= 0) return kept.every(isOver) ? 'delivered' : 'fulfilled';
  if (openHolds(order).length > 0) return 'on_hold';
  if (shipped > 0) return 'partially_fulfilled';
  const all = happenedTo(order);
  if (kept.length > 0 && ofKind(all, 'packing-started').length > 0) return 'in_progress';
  return kept.length > 0 && ofKind(all, 'shipping-scheduled').length > 0 ? 'scheduled' : 'unfulfilled';
}

/** The return that asks most of somebody: one that is not over, else the last one. */
function returnedOf(order: Order): ReturnState | null {
  const returns = returnsOf(order);
  return (returns.find((one) => !isReturnOver(one)) ?? returns.at(-1))?.state ?? null;
}

/** Whether somebody has to be paid before anything is done: nothing was authorised, and nobody pays at the door. */
const isUnpaid = (order: Order, payment: PaymentState): boolean => !order.cashOnDelivery && (payment === 'pending' || payment === 'voided');

/** How an order stands, on its four axes. */
export function statesOf(order: Order): OrderStates {
  const lines = linesOf(order);
  const payment = paymentOf(order);
  const states = { payment, fulfilment: fulfilmentOf(order, lines), returned: returnedOf(order) };
  const all = happenedTo(order);
  const kept = ofKind(all, 'archived', 'unarchived').at(-1)?.fact.kind;
  const name = (): OrderState => {
    if (ofKind(all, 'placed').length === 0) return 'draft';
    if (kept === 'archived') return 'archived';
    if (lines.every(isGone)) return 'cancelled';
    if (openHolds(order).length > 0) return 'on_hold';
    if (lines.every(isOver) && payment !== 'disputed' && payment !== 'authorized' && payment !== 'pending' && returnsOf(order).every(isReturnOver)) return 'closed';
    if (isUnpaid(order, payment)) return 'placed';
    return order.acceptBy !== null && lines.some(({ answered }) => !answered) ? 'awaiting_acceptance' : 'open';
  };
  return { order: name(), ...states };
}

/**
 * The next moment by which somebody has to do something about an order: say yes, send, answer a dispute. Null: nothing is due.
 *
 * @param states of this order, where the caller knows them
 */
export function dueAt(order: Order, states: OrderStates = statesOf(order)): EpochMs | null {
  const due: EpochMs[] = disputesOf(order).filter(({ state }) => state === 'open').flatMap(({ evidenceDueAt }) => evidenceDueAt ?? []);
  if (states.order === 'awaiting_acceptance' && order.acceptBy !== null) due.push(order.acceptBy);
  const toSend = states.order === 'open' && states.fulfilment !== 'fulfilled' && states.fulfilment !== 'delivered';
  if (toSend && order.shipBy !== null) due.push(order.shipBy);
  return due.length === 0 ? null : (Math.min(...due) as EpochMs);
}
