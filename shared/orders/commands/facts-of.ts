import type { AppError } from '../../kernel/errors.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Order } from '../model.ts';
import type { OrderCommand } from './command.ts';
import { accept, cancel, decline, piecesOf, release, ship } from './lines.ts';
import { inspect } from './returns.ts';
import { askRefund } from './refunds.ts';
import type { Said } from './said.ts';

/** The facts a command comes to, before anybody has looked whether they may be; refused only where there is nothing to do. */
export function factsOf(order: Order, command: OrderCommand): Result<readonly Said[], AppError> {
  const one = (fact: Said): Result<readonly Said[], AppError> => ok([fact]);
  switch (command.do) {
    case 'accept': return accept(order, command);
    case 'decline': return decline(order, command);
    case 'cancel': return cancel(order, command);
    case 'hold': return one({ kind: 'held', reason: command.reason });
    case 'release': return release(order, command);
    case 'start-packing': return one({ kind: 'packing-started' });
    case 'schedule': return one({ kind: 'shipping-scheduled', notBefore: command.notBefore as EpochMs });
    case 'ship': return ship(order, command);
    case 'change-tracking': return one({ kind: 'tracking-changed', parcelId: command.parcelId, carrier: command.carrier, tracking: command.tracking });
    case 'deliver': return one({ kind: 'parcel-delivered', parcelId: command.parcelId });
    case 'delivery-failed': return one({ kind: 'delivery-failed', parcelId: command.parcelId, reason: command.reason });
    case 'lose': return one({ kind: 'parcel-lost', parcelId: command.parcelId, note: command.note });
    case 'void': return one({ kind: 'parcel-voided', parcelId: command.parcelId, reason: command.reason });
    case 'ask-return': return one({ kind: 'return-requested', pieces: command.pieces, reason: command.reason, note: command.note });
    case 'approve-return': return one({ kind: 'return-approved', returnId: command.returnId, note: command.note });
    case 'refuse-return': return one({ kind: 'return-refused', returnId: command.returnId, reason: command.reason });
    case 'return-sent': return one({ kind: 'return-sent', returnId: command.returnId, carrier: command.carrier, tracking: command.tracking });
    case 'receive-return': return one({ kind: 'return-received', returnId: command.returnId });
    case 'inspect-return': return ok(inspect(command));
    case 'exchange-return': return one({ kind: 'return-exchanged', returnId: command.returnId, orderId: command.orderId });
    case 'cancel-return': return one({ kind: 'return-cancelled', returnId: command.returnId });
    case 'close-return': return one({ kind: 'return-closed', returnId: command.returnId });
    case 'open-claim': return one({ kind: 'claim-opened', pieces: command.pieces, reason: command.reason, note: command.note });
    case 'send-replacement': return one({ kind: 'replacement-shipped', claimId: command.claimId, pieces: command.pieces ?? claimed(order, command.claimId), carrier: command.carrier, tracking: command.tracking });
    case 'settle-claim': return one({ kind: 'claim-settled', claimId: command.claimId, outcome: command.outcome, note: command.note });
    case 'confirm-booking': return one({ kind: 'booking-confirmed', bookingId: command.bookingId });
    case 'reschedule-booking': return one({ kind: 'booking-rescheduled', bookingId: command.bookingId, startsAt: command.startsAt as EpochMs, endsAt: command.endsAt as EpochMs });
    case 'complete-booking': return one({ kind: 'booking-completed', bookingId: command.bookingId });
    case 'miss-booking': return one({ kind: 'booking-missed', bookingId: command.bookingId });
    case 'cancel-booking': return one({ kind: 'booking-cancelled', bookingId: command.bookingId, whose: command.whose });
    case 'revoke-grant': return one({ kind: 'digital-revoked', grantId: command.grantId, reason: command.reason });
    case 'note': return one({ kind: 'note-written', text: command.text, shown: command.shown });
    case 'withdraw-note': return one({ kind: 'note-withdrawn', noteId: command.noteId });
    case 'print': return one({ kind: 'slip-printed', what: command.what });
    case 'ask-refund': return askRefund(order, command);
    case 'decline-refund': return one({ kind: 'refund-declined', askId: command.askId, reason: command.reason });
    case 'archive': return one({ kind: 'archived' });
    case 'unarchive': return one({ kind: 'unarchived' });
  }
}

/** What a claim is about; of one that is not there, everything that was sent: the rules refuse it by its name. */
function claimed(order: Order, claimId: string) {
  const claim = order.facts[claimId];
  return claim?.kind === 'claim-opened' ? claim.pieces : (piecesOf(order, ({ shipped }) => shipped) ?? ({} as NonNullable<ReturnType<typeof piecesOf>>));
}
