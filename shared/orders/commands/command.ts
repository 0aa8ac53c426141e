import { z } from 'zod';
import { locationId } from '../../catalog/model.ts';
import { uuid } from '../../kernel/ids.ts';
import { lineId, pieces } from '../model.ts';
import { refundWish } from '../refunds/wish.ts';

const reason = z.string().trim().min(1).max(500);
const note = z.string().max(2_000).nullable().default(null);
const carried = { carrier: z.string().trim().min(1).max(80), tracking: z.string().trim().max(120).nullable() };
const counts = z.record(lineId, z.int().min(0).max(1_000_000));

/**
 * What a person does about an order; each becomes one or several facts (`factsOf`). `pieces` null: everything there is to do it to.
 */
export const orderCommand = z.discriminatedUnion('do', [
  /** `lines` null: every line that still waits for a yes. */
  z.strictObject({ do: z.literal('accept'), lines: z.array(lineId).min(1).max(500).nullable() }),
  z.strictObject({ do: z.literal('decline'), pieces: pieces.nullable(), reason }),
  z.strictObject({ do: z.literal('cancel'), pieces: pieces.nullable(), reason }),
  z.strictObject({ do: z.literal('hold'), reason }),
  /** Every hold that is open. */
  z.strictObject({ do: z.literal('release'), note }),
  z.strictObject({ do: z.literal('start-packing') }),
  z.strictObject({ do: z.literal('schedule'), notBefore: z.int().min(0) }),
  z.strictObject({ do: z.literal('ship'), pieces: pieces.nullable(), ...carried, locationId: locationId.nullable().default(null) }),
  z.strictObject({ do: z.literal('change-tracking'), parcelId: uuid, ...carried }),
  z.strictObject({ do: z.literal('deliver'), parcelId: uuid }),
  z.strictObject({ do: z.literal('delivery-failed'), parcelId: uuid, reason }),
  z.strictObject({ do: z.literal('lose'), parcelId: uuid, note }),
  z.strictObject({ do: z.literal('void'), parcelId: uuid, reason }),
  z.strictObject({ do: z.literal('ask-return'), pieces, reason, note }),
  z.strictObject({ do: z.literal('approve-return'), returnId: uuid, note }),
  z.strictObject({ do: z.literal('refuse-return'), returnId: uuid, reason }),
  z.strictObject({ do: z.literal('return-sent'), returnId: uuid, ...carried }),
  z.strictObject({ do: z.literal('receive-return'), returnId: uuid }),
  /** Good pieces go back on the shelf of a place, damaged ones away, in the same moment. */
  z.strictObject({ do: z.literal('inspect-return'), returnId: uuid, good: counts, damaged: counts, restockAt: locationId.nullable(), scrap: z.boolean(), note }),
  z.strictObject({ do: z.literal('exchange-return'), returnId: uuid, orderId: uuid.nullable().default(null) }),
  z.strictObject({ do: z.literal('cancel-return'), returnId: uuid }),
  z.strictObject({ do: z.literal('close-return'), returnId: uuid }),
  z.strictObject({ do: z.literal('open-claim'), pieces, reason, note }),
  z.strictObject({ do: z.literal('send-replacement'), claimId: uuid, pieces: pieces.nullable(), ...carried }),
  z.strictObject({ do: z.literal('settle-claim'), claimId: uuid, outcome: z.enum(['replaced', 'refunded', 'declined']), note }),
  z.strictObject({ do: z.literal('confirm-booking'), bookingId: uuid }),
  z.strictObject({ do: z.literal('reschedule-booking'), bookingId: uuid, startsAt: z.int().min(0), endsAt: z.int().min(0) }),
  z.strictObject({ do: z.literal('complete-booking'), bookingId: uuid }),
  z.strictObject({ do: z.literal('miss-booking'), bookingId: uuid }),
  z.strictObject({ do: z.literal('cancel-booking'), bookingId: uuid, whose: z.enum(['customer', 'vendor']) }),
  z.strictObject({ do: z.literal('revoke-grant'), grantId: uuid, reason }),
  z.strictObject({ do: z.literal('note'), text: z.string().trim().min(1).max(2_000), shown: z.enum(['shop', 'customer']) }),
  z.strictObject({ do: z.literal('withdraw-note'), noteId: uuid }),
  z.strictObject({ do: z.literal('print'), what: z.enum(['pick-list', 'packing-slip']) }),
  /** Asks whoever may move money to give so much back; nothing moves yet. */
  z.strictObject({ do: z.literal('ask-refund'), wish: refundWish, reason, returnId: uuid.nullable() }),
  z.strictObject({ do: z.literal('decline-refund'), askId: uuid, reason }),
  z.strictObject({ do: z.literal('archive') }),
  z.strictObject({ do: z.literal('unarchive') }),
]);
export type OrderCommand = z.infer<typeof orderCommand>;
export type CommandOf<D extends OrderCommand['do']> = Extract<OrderCommand, { do: D }>;
