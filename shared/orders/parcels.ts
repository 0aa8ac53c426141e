import type { EpochMs } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import type { FactActor, Order, Pieces } from './model.ts';

/** `voided`: it never left. `failed`: brought and not taken; it may be brought again. */
export type ParcelState = 'shipped' | 'failed' | 'delivered' | 'lost' | 'voided';

/** A parcel as it stands: what is in it, who carries it, and where it is. */
export type Parcel = {
  readonly id: string;
  readonly pieces: Pieces;
  readonly carrier: string;
  readonly tracking: string | null;
  readonly locationId: string | null;
  readonly shippedAt: EpochMs;
  readonly by: FactActor;
  readonly state: ParcelState;
  /** When it came to stand as it does. */
  readonly since: EpochMs;
};

const states = { 'delivery-failed': 'failed', 'parcel-delivered': 'delivered', 'parcel-lost': 'lost', 'parcel-voided': 'voided' } as const;

/** An order's parcels, the first one first. */
export function parcelsOf(order: Pick<Order, 'facts'>): readonly Parcel[] {
  const all = happenedTo(order);
  return ofKind(all, 'parcel-shipped').map(({ id, fact }) => {
    const moved = ofKind(all, 'delivery-failed', 'parcel-delivered', 'parcel-lost', 'parcel-voided').filter((one) => one.fact.parcelId === id);
    // Delivered is delivered: whatever is told late about the way there changes nothing. One that turns up again is delivered after it was lost.
    const last = moved.find(({ fact: { kind } }) => kind === 'parcel-voided') ?? moved.findLast(({ fact: { kind } }) => kind === 'parcel-delivered') ?? moved.at(-1);
    const tracked = ofKind(all, 'tracking-changed').findLast((one) => one.fact.parcelId === id)?.fact ?? fact;
    return {
      id, pieces: fact.pieces, carrier: tracked.carrier, tracking: tracked.tracking, locationId: fact.locationId, shippedAt: fact.at, by: fact.by,
      state: last ? states[last.fact.kind] : 'shipped', since: last?.fact.at ?? fact.at,
    };
  });
}
