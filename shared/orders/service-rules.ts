import type { AppError } from '../kernel/errors.ts';
import { transition } from '../kernel/state-machine.ts';
import type { FactKind, FactOf, Order } from './model.ts';
import { bookingsOf, bookingTransitions, grantsOf, type BookingState } from './services.ts';

const rule = (name: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', rule: name, details });

/** Whether a booking may take this step from where it stands. That a slot is free is decided where all bookings are known, on the server. */
export function checkBooking(order: Order, fact: FactOf<Extract<FactKind, `booking-${string}`>>): AppError | null {
  if (fact.kind === 'booking-requested') return lineOfKind(order, fact.lineId, 'service') ?? inOrder(fact);
  const booking = bookingsOf(order).find(({ id }) => id === fact.bookingId);
  if (booking === undefined) return rule('no-such-booking');
  if (fact.kind === 'booking-rescheduled') return booking.state === 'requested' || booking.state === 'confirmed' ? inOrder(fact) : rule('booking-over', { state: booking.state });
  const to: BookingState = fact.kind === 'booking-confirmed' ? 'confirmed' : fact.kind === 'booking-completed' ? 'completed' : fact.kind === 'booking-missed' ? 'no_show' : fact.whose === 'customer' ? 'cancelled_by_customer' : 'cancelled_by_vendor';
  const step = transition(bookingTransitions, booking.state, to);
  return step.ok ? null : { code: 'illegal-transition', rule: 'booking-step', details: { from: booking.state, to, allowed: step.error.legal } };
}

const inOrder = ({ startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number }): AppError | null => (endsAt > startsAt ? null : rule('ends-before-it-begins', { from: startsAt, to: endsAt }));

function lineOfKind(order: Order, lineId: FactOf<'booking-requested'>['lineId'], kind: 'service' | 'digital'): AppError | null {
  const line = order.lines[lineId];
  if (line === undefined) return rule('no-such-line');
  return line.kind === kind ? null : { ...rule('line-of-another-kind', { kind: line.kind, sku: line.sku }), field: `lines/${lineId}` };
}

/** Whether a file or key may be given, used or taken away: used no more often than was allowed, and not after it was taken away. */
export function checkGrant(order: Order, fact: FactOf<Extract<FactKind, `digital-${string}`>>): AppError | null {
  if (fact.kind === 'digital-granted') return lineOfKind(order, fact.lineId, 'digital');
  const grant = grantsOf(order).find(({ id }) => id === fact.grantId);
  if (grant === undefined) return rule('no-such-grant');
  if (grant.state === 'revoked') return rule('grant-revoked');
  return fact.kind === 'digital-used' && grant.left === 0 ? rule('grant-exhausted') : null;
}
