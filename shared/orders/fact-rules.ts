import type { AppError } from '../kernel/errors.ts';
import { countIn, happenedTo, ofKind } from './happened.ts';
import { linesOf } from './lines.ts';
import type { FactOf, Order, OrderFact } from './model.ts';
import { disputesOf, receivedFor } from './money.ts';
import { parcelsOf, type Parcel } from './parcels.ts';
import { checkBooking, checkGrant } from './service-rules.ts';
import { checkReturnFact } from './return-rules.ts';
import { leftToRefund } from './refunds/left.ts';
import { planRefund } from './refunds/plan.ts';
import { refundAsksOf } from './refunds/under-way.ts';
import { openHolds, statesOf } from './states.ts';

type Broken = AppError | null;
const rule = (name: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', rule: name, details });

/**
 * Decides whether something may have happened to an order as it stands; consoles answer with it at once, the server decides with it.
 *
 * Over-shipping, shipping what is held or cancelled, receiving back more than was sent, giving back more than was paid: none of it happens, whoever says so.
 *
 * @returns the rule that stands against it, with figures; null when it may
 */
export function checkFact(order: Order, fact: OrderFact): Broken {
  switch (fact.kind) {
    case 'placed': return ofKind(happenedTo(order), 'placed').length > 0 ? rule('already-placed') : null;
    case 'line-added': return Object.hasOwn(order.lines, fact.lineId) ? null : rule('no-such-line');
    case 'quantity-changed': return quantityFits(order, fact);
    case 'line-accepted': return checkAccept(order, fact);
    case 'line-declined':
    case 'lines-cancelled':
    case 'acceptance-expired':
    case 'order-cancelled': return checkCancel(order, fact);
    case 'held': return isAtWork(order);
    case 'released': return openHolds(order).some(({ id }) => id === fact.holdId) ? null : rule('hold-not-open');
    case 'packing-started':
    case 'shipping-scheduled': return isAtWork(order) ?? notHeld(order);
    case 'parcel-shipped': return checkShip(order, fact);
    case 'tracking-changed': return onTheWay(order, fact.parcelId, ['shipped', 'failed', 'delivered', 'lost']);
    case 'delivery-failed': return onTheWay(order, fact.parcelId, ['shipped', 'failed']);
    case 'parcel-delivered': return onTheWay(order, fact.parcelId, ['shipped', 'failed', 'lost']);
    case 'parcel-lost': return onTheWay(order, fact.parcelId, ['shipped', 'failed']);
    case 'parcel-voided': return checkVoid(order, fact);
    case 'return-requested': case 'return-approved': case 'return-refused': case 'return-sent': case 'return-received': case 'return-inspected': case 'return-restocked':
    case 'return-scrapped': case 'return-exchanged': case 'return-cancelled': case 'return-closed': return checkReturnFact(order, fact);
    case 'claim-opened': return piecesWithin(order, fact.pieces, (line) => line.shipped, 'claim-more-than-shipped');
    case 'replacement-shipped': return claimOpen(order, fact.claimId) ?? piecesWithin(order, fact.pieces, (line) => line.shipped, 'claim-more-than-shipped') ?? notHeld(order);
    case 'claim-settled': return claimOpen(order, fact.claimId);
    case 'booking-requested': case 'booking-confirmed': case 'booking-rescheduled': case 'booking-completed': case 'booking-missed': case 'booking-cancelled': return checkBooking(order, fact);
    case 'digital-granted': case 'digital-used': case 'digital-revoked': return checkGrant(order, fact);
    case 'note-withdrawn': return ofKind(happenedTo(order), 'note-written').some(({ id }) => id === fact.noteId) ? null : rule('no-such-note');
    case 'archived': return ['closed', 'cancelled'].includes(statesOf(order).order) ? null : rule('archive-when-over', { state: statesOf(order).order });
    case 'unarchived': return statesOf(order).order === 'archived' ? null : rule('not-archived');
    case 'refund-made': return checkRefund(order, fact);
    case 'refund-asked': return checkAsk(order, fact);
    case 'refund-begun': return partsAddUp(fact) ?? morePaid(order, fact.amount, leftToRefund(order).amount);
    case 'refund-declined': return refundAsksOf(order).some(({ id, state }) => id === fact.askId && state === 'open') ? null : rule('refund-ask-over');
    case 'refund-failed': return ofKind(happenedTo(order), 'refund-made', 'refund-begun').some(({ id, fact: of }) => id === fact.refundId || ('refundId' in of && of.refundId === fact.refundId)) ? null : rule('no-such-refund');
    case 'dispute-evidence-sent': case 'dispute-won': case 'dispute-lost': return disputesOf(order).some(({ id }) => id === fact.disputeId) ? null : rule('no-such-dispute');
    // Told from outside, or of no consequence for anything else: they are taken as they come.
    case 'address-corrected': case 'slip-printed': case 'note-written': case 'payment-authorized': case 'payment-captured': case 'payment-settled': case 'payment-failed':
    case 'payment-voided': case 'cash-collected': case 'dispute-opened': case 'payout-expected': case 'payout-made': case 'payout-returned': return null;
  }
}

/** Every line that some pieces name has so many of them to give. */
export function piecesWithin(order: Order, pieces: Readonly<Record<string, number>>, most: (line: ReturnType<typeof linesOf>[number]) => number, name: string): Broken {
  const lines = linesOf(order);
  for (const [id, asked] of Object.entries(pieces)) {
    const line = lines.find((one) => one.id === id);
    if (line === undefined) return rule('no-such-line');
    const have = most(line);
    if (asked > have) return { ...rule(name, { asked, have: Math.max(0, have), sku: line.line.sku }), field: `lines/${id}` };
  }
  return null;
}

function quantityFits(order: Order, { lineId, to }: FactOf<'quantity-changed'>): Broken {
  const line = linesOf(order).find(({ id }) => id === lineId);
  if (line === undefined) return rule('no-such-line');
  return to < line.shipped + line.cancelled ? rule('fewer-than-done', { asked: to, have: line.shipped + line.cancelled, sku: line.line.sku }) : null;
}

/** What was neither placed nor is over waits for nobody. */
function isAtWork(order: Order): Broken {
  const { order: state, fulfilment } = statesOf(order);
  if (state === 'draft' || state === 'cancelled' || state === 'archived' || state === 'closed') return rule('order-not-open', { state });
  return fulfilment === 'delivered' || fulfilment === 'fulfilled' ? rule('nothing-left-to-ship') : null;
}

const notHeld = (order: Order): Broken => {
  const [hold] = openHolds(order);
  return hold === undefined ? null : rule('order-on-hold', { reason: hold.reason });
};

function checkAccept(order: Order, { lineId }: FactOf<'line-accepted'>): Broken {
  const line = linesOf(order).find(({ id }) => id === lineId);
  if (line === undefined) return rule('no-such-line');
  if (line.cancelled >= line.ordered) return { ...rule('line-cancelled', { sku: line.line.sku }), field: `lines/${lineId}` };
  const { order: state } = statesOf(order);
  return state === 'draft' || state === 'placed' || state === 'cancelled' || state === 'archived' ? rule('order-not-open', { state }) : null;
}

function checkCancel(order: Order, { kind, pieces }: FactOf<'line-declined' | 'lines-cancelled' | 'acceptance-expired' | 'order-cancelled'>): Broken {
  const declined = kind === 'line-declined' || kind === 'acceptance-expired' ? linesOf(order).find(({ id, accepted }) => accepted && countIn(pieces, id) > 0) : undefined;
  if (declined) return { ...rule('line-accepted-already', { sku: declined.line.sku }), field: `lines/${declined.id}` };
  return piecesWithin(order, pieces, ({ left }) => left, 'cancel-more-than-left');
}

function checkShip(order: Order, { pieces }: FactOf<'parcel-shipped'>): Broken {
  const { order: state, payment } = statesOf(order);
  const lines = linesOf(order).filter(({ id }) => countIn(pieces, id) > 0);
  const held = notHeld(order);
  if (held) return held;
  if (state === 'draft' || state === 'cancelled' || state === 'archived') return rule('order-not-open', { state });
  if (state === 'placed') return rule('ship-before-paid', { payment });
  const unanswered = order.acceptBy === null ? undefined : lines.find(({ accepted, ordered, cancelled }) => !accepted && cancelled < ordered);
  if (unanswered) return { ...rule('ship-before-accepted', { sku: unanswered.line.sku }), field: `lines/${unanswered.id}` };
  const other = lines.find(({ line }) => line.kind !== 'physical');
  if (other) return { ...rule('ship-goods-only', { sku: other.line.sku }), field: `lines/${other.id}` };
  return piecesWithin(order, pieces, ({ left }) => left, 'ship-more-than-left');
}

function onTheWay(order: Order, parcelId: string, from: readonly Parcel['state'][]): Broken {
  const parcel = parcelsOf(order).find(({ id }) => id === parcelId);
  if (parcel === undefined) return rule('no-such-parcel');
  return from.includes(parcel.state) ? null : rule('parcel-not-on-the-way', { state: parcel.state });
}

/** What was asked back or delivered has left for sure. */
function checkVoid(order: Order, { parcelId }: FactOf<'parcel-voided'>): Broken {
  const wrong = onTheWay(order, parcelId, ['shipped', 'failed']);
  if (wrong) return wrong;
  const { pieces } = parcelsOf(order).find(({ id }) => id === parcelId)!;
  return linesOf(order).some(({ id, shipped, returning }) => shipped - countIn(pieces, id) < returning && countIn(pieces, id) > 0) ? rule('parcel-asked-back') : null;
}

function claimOpen(order: Order, claimId: string): Broken {
  const all = happenedTo(order);
  if (!ofKind(all, 'claim-opened').some(({ id }) => id === claimId)) return rule('no-such-claim');
  return ofKind(all, 'claim-settled').some(({ fact }) => fact.claimId === claimId) ? rule('claim-settled') : null;
}

function partsAddUp({ amount, shipping, lines }: Pick<FactOf<'refund-asked'>, 'amount' | 'shipping' | 'lines'>): Broken {
  const parts = Object.values(lines).reduce((sum, part) => sum + part.amount, 0) + shipping;
  return parts === amount ? null : rule('refund-adds-up', { parts, amount });
}

/** No more than could be given back as the order stands, line by line. */
function checkAsk(order: Order, fact: FactOf<'refund-asked'>): Broken {
  const plan = planRefund(order, { by: 'parts', lines: fact.lines, shipping: fact.shipping });
  return partsAddUp(fact) ?? (plan.ok ? null : plan.error);
}

function checkRefund(order: Order, fact: FactOf<'refund-made'>): Broken {
  const { amount } = fact;
  const { captured, refunded, lostInDisputes } = receivedFor(order);
  const wrong = partsAddUp(fact);
  if (wrong) return wrong;
  const most = captured - refunded - lostInDisputes;
  return morePaid(order, amount, most);
}

const morePaid = ({ currency }: Order, asked: number, have: number): Broken => (asked > have ? rule('refund-more-than-paid', { asked, have, haveMinor: have, currency }) : null);
