import { z } from 'zod';
import { locationId } from '../catalog/model.ts';
import { uuid } from '../kernel/ids.ts';
import { minor } from '../kernel/money.ts';
import { calendarDate, epochMs } from '../kernel/time.ts';
import { address, lineId } from './parts.ts';

/** Who did it. `id` null: a customer or a machine whose name nobody needs. */
export const factActor = z.object({ id: uuid.nullable(), role: z.enum(['customer', 'vendor', 'admin', 'moderator', 'support', 'system']) });
export type FactActor = z.infer<typeof factActor>;

/** So many pieces of each line named; at least one line. */
export const pieces = z.record(lineId, z.int().min(1).max(1_000_000)).refine((some) => Object.keys(some).length > 0, 'expected at least one line');
export type Pieces = z.infer<typeof pieces>;

const reason = z.string().trim().min(1).max(500);
const words = z.string().max(2_000);
/** A carrier's name and the number of what it carries. */
const carried = { carrier: z.string().trim().min(1).max(80), tracking: z.string().trim().max(120).nullable() };
/** How a provider of payments calls a payment, a dispute, a payout. */
const reference = z.string().min(1).max(120);
const slot = { startsAt: epochMs, endsAt: epochMs };

/** So much of each line and of the shipping; `amount` is their sum. */
const asked = { amount: minor, shipping: minor, lines: z.record(lineId, z.object({ quantity: z.int().min(0), amount: minor })) };
/** The same, with what of the commission went back to the shop. */
const given = { amount: minor, shipping: minor, lines: z.record(lineId, z.object({ quantity: z.int().min(0), amount: minor, commission: minor, vat: minor })) };

const fact = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) => z.strictObject({ kind: z.literal(kind), at: epochMs, by: factActor, ...shape });

/**
 * Something that happened to an order, once and for good. An order's states, its parcels, its returns and its timeline are read from these;
 * what one fact opens (a parcel, a return, a hold, a claim, a booking, a grant) others name by its id. `pieces` are quantities by line.
 */
export const orderFact = z.discriminatedUnion('kind', [
  fact('placed', {}),
  fact('line-added', { lineId }),
  fact('quantity-changed', { lineId, from: z.int().min(0), to: z.int().min(0), note: words.nullable() }),
  fact('address-corrected', { from: address.nullable(), to: address }),

  fact('line-accepted', { lineId }),
  fact('line-declined', { pieces, reason }),
  fact('lines-cancelled', { pieces, reason }),
  /** The time to accept ran out: these pieces are cancelled. */
  fact('acceptance-expired', { pieces }),
  /** The whole of what was not sent yet, by the customer or the marketplace. */
  fact('order-cancelled', { pieces, reason }),

  fact('held', { reason }),
  fact('released', { holdId: uuid, note: words.nullable() }),
  fact('packing-started', {}),
  fact('shipping-scheduled', { notBefore: epochMs }),
  fact('slip-printed', { what: z.enum(['pick-list', 'packing-slip']) }),

  fact('parcel-shipped', { pieces, ...carried, locationId: locationId.nullable() }),
  fact('tracking-changed', { parcelId: uuid, ...carried }),
  fact('delivery-failed', { parcelId: uuid, reason }),
  fact('parcel-delivered', { parcelId: uuid }),
  fact('parcel-lost', { parcelId: uuid, note: words.nullable() }),
  /** It never left: its pieces wait to be sent again. */
  fact('parcel-voided', { parcelId: uuid, reason }),

  fact('return-requested', { pieces, reason, note: words.nullable() }),
  fact('return-approved', { returnId: uuid, note: words.nullable() }),
  fact('return-refused', { returnId: uuid, reason }),
  fact('return-sent', { returnId: uuid, ...carried }),
  fact('return-received', { returnId: uuid }),
  /** What came back: pieces by line that can be sold again, and those that cannot. */
  fact('return-inspected', { returnId: uuid, good: z.record(lineId, z.int().min(0)), damaged: z.record(lineId, z.int().min(0)), note: words.nullable() }),
  fact('return-restocked', { returnId: uuid, pieces, locationId: locationId.nullable() }),
  fact('return-scrapped', { returnId: uuid, pieces }),
  fact('return-exchanged', { returnId: uuid, orderId: uuid.nullable() }),
  fact('return-cancelled', { returnId: uuid }),
  fact('return-closed', { returnId: uuid }),

  fact('claim-opened', { pieces, reason, note: words.nullable() }),
  fact('replacement-shipped', { claimId: uuid, pieces, ...carried }),
  fact('claim-settled', { claimId: uuid, outcome: z.enum(['replaced', 'refunded', 'declined']), note: words.nullable() }),

  fact('booking-requested', { lineId, ...slot }),
  fact('booking-confirmed', { bookingId: uuid }),
  fact('booking-rescheduled', { bookingId: uuid, ...slot }),
  fact('booking-completed', { bookingId: uuid }),
  fact('booking-missed', { bookingId: uuid }),
  fact('booking-cancelled', { bookingId: uuid, whose: z.enum(['customer', 'vendor']) }),

  /** A file or a key of a line, given to the buyer; `downloads` null: without limit. Of a key only its last letters are told. */
  fact('digital-granted', { lineId, fileId: uuid.nullable(), keyEnding: z.string().max(8).nullable(), downloads: z.int().min(1).nullable() }),
  fact('digital-used', { grantId: uuid }),
  fact('digital-revoked', { grantId: uuid, reason }),

  fact('note-written', { text: words.min(1), shown: z.enum(['shop', 'customer']) }),
  fact('note-withdrawn', { noteId: uuid }),
  fact('archived', {}),
  fact('unarchived', {}),

  fact('payment-authorized', { paymentId: reference, provider: z.string().max(40), amount: minor }),
  /** `fee` null: the provider tells it when it settles. */
  fact('payment-captured', { paymentId: reference, provider: z.string().max(40), amount: minor, fee: minor.nullable() }),
  fact('payment-settled', { paymentId: reference, fee: minor }),
  fact('payment-failed', { paymentId: reference, code: z.string().max(80) }),
  fact('payment-voided', { paymentId: reference }),
  /** Paid in cash to whoever brought the parcel. */
  fact('cash-collected', { amount: minor, parcelId: uuid.nullable() }),

  /** Given back to the buyer: `amount` is the sum of the lines' parts and of `shipping`; `commission` and `vat` went back to the shop with it. */
  fact('refund-made', {
    ...given, reason, returnId: uuid.nullable(), paymentId: reference.nullable(), transactionId: uuid.nullable(),
  }),
  /** Somebody asks that so much goes back; nothing has moved. */
  fact('refund-asked', { ...asked, reason, returnId: uuid.nullable() }),
  fact('refund-declined', { askId: uuid, reason }),
  /** A provider was told to give it back. `refundId`: the fact that says it did, or what `refund-failed` names. */
  fact('refund-begun', { refundId: uuid, askId: uuid.nullable(), ...given, reason, returnId: uuid.nullable() }),
  fact('refund-failed', { refundId: uuid, code: z.string().max(80) }),
  fact('dispute-opened', { disputeId: reference, amount: minor, reasonCode: z.string().max(80), evidenceDueAt: epochMs.nullable() }),
  fact('dispute-evidence-sent', { disputeId: reference }),
  fact('dispute-won', { disputeId: reference }),
  fact('dispute-lost', { disputeId: reference }),
  fact('payout-expected', { on: calendarDate }),
  fact('payout-made', { payoutId: uuid, amount: minor }),
  fact('payout-returned', { payoutId: uuid, code: z.string().max(80) }),
]);
export type OrderFact = z.infer<typeof orderFact>;
export type FactKind = OrderFact['kind'];
export type FactOf<K extends FactKind> = Extract<OrderFact, { kind: K }>;

/** Every kind of thing that can happen to an order, in the order of the list above. */
export const factKinds: readonly FactKind[] = orderFact.options.map((option) => option.shape.kind.value);
