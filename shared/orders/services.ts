import type { Transitions } from '../kernel/state-machine.ts';
import type { EpochMs } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import type { FactKind, LineId, Order } from './model.ts';

export const bookingStates = ['requested', 'confirmed', 'completed', 'no_show', 'cancelled_by_customer', 'cancelled_by_vendor'] as const;
export type BookingState = (typeof bookingStates)[number];

/** The life of a booking; rescheduling leaves it where it stands, at another time. */
export const bookingTransitions: Transitions<BookingState> = {
  requested: ['confirmed', 'cancelled_by_customer', 'cancelled_by_vendor'],
  confirmed: ['completed', 'no_show', 'cancelled_by_customer', 'cancelled_by_vendor'],
  completed: [],
  no_show: ['completed'],
  cancelled_by_customer: [],
  cancelled_by_vendor: [],
};

/** A service at a time. */
export type Booking = { readonly id: string; readonly lineId: LineId; readonly startsAt: EpochMs; readonly endsAt: EpochMs; readonly state: BookingState; readonly since: EpochMs };

const bookingMoves = ['booking-confirmed', 'booking-completed', 'booking-missed', 'booking-cancelled'] as const satisfies readonly FactKind[];

/** An order's bookings, the first asked for first. */
export function bookingsOf(order: Pick<Order, 'facts'>): readonly Booking[] {
  const all = happenedTo(order);
  return ofKind(all, 'booking-requested').map(({ id, fact }) => {
    const last = ofKind(all, ...bookingMoves).findLast((one) => one.fact.bookingId === id)?.fact;
    const slot = ofKind(all, 'booking-rescheduled').findLast((one) => one.fact.bookingId === id)?.fact ?? fact;
    return { id, lineId: fact.lineId, startsAt: slot.startsAt, endsAt: slot.endsAt, state: last ? stateAfter(last) : 'requested', since: last?.at ?? fact.at };
  });
}

function stateAfter(fact: { readonly kind: (typeof bookingMoves)[number]; readonly whose?: 'customer' | 'vendor' }): BookingState {
  switch (fact.kind) {
    case 'booking-confirmed': return 'confirmed';
    case 'booking-completed': return 'completed';
    case 'booking-missed': return 'no_show';
    case 'booking-cancelled': return fact.whose === 'customer' ? 'cancelled_by_customer' : 'cancelled_by_vendor';
  }
}

/** `exhausted`: every download allowed was used. */
export type GrantState = 'granted' | 'used' | 'exhausted' | 'revoked';

/** A file or key that was given to the buyer; `left` null: without limit. */
export type Grant = { readonly id: string; readonly lineId: LineId; readonly fileId: string | null; readonly keyEnding: string | null; readonly used: number; readonly left: number | null; readonly state: GrantState; readonly at: EpochMs };

/** What of an order is digital and was given, the first one first. */
export function grantsOf(order: Pick<Order, 'facts'>): readonly Grant[] {
  const all = happenedTo(order);
  return ofKind(all, 'digital-granted').map(({ id, fact }) => {
    const used = ofKind(all, 'digital-used').filter((one) => one.fact.grantId === id).length;
    const left = fact.downloads === null ? null : Math.max(0, fact.downloads - used);
    const isRevoked = ofKind(all, 'digital-revoked').some((one) => one.fact.grantId === id);
    return { id, lineId: fact.lineId, fileId: fact.fileId, keyEnding: fact.keyEnding, used, left, state: isRevoked ? 'revoked' : left === 0 ? 'exhausted' : used > 0 ? 'used' : 'granted', at: fact.at };
  });
}
