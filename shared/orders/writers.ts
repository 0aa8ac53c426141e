import type { Role } from '../auth/model.ts';
import type { FactKind } from './model.ts';

const shop: readonly Role[] = ['vendor', 'admin'];
const staff: readonly Role[] = ['vendor', 'admin', 'support'];
const everyone: readonly Role[] = ['vendor', 'admin', 'moderator', 'support'];
/** Written by the server alone: what was placed and paid, what was given back, what a bank disputes. No console says so. */
const server: readonly Role[] = [];

/** Who may say that something happened, from a console. */
export const writersOf: Readonly<Record<FactKind, readonly Role[]>> = {
  'placed': server, 'line-added': server, 'quantity-changed': server, 'acceptance-expired': server,
  'address-corrected': staff, 'order-cancelled': ['admin', 'support'],
  'line-accepted': shop, 'line-declined': shop, 'lines-cancelled': shop,
  'held': staff, 'released': staff, 'packing-started': shop, 'shipping-scheduled': shop, 'slip-printed': shop,
  'parcel-shipped': shop, 'tracking-changed': staff, 'delivery-failed': staff, 'parcel-delivered': staff, 'parcel-lost': staff, 'parcel-voided': shop,
  'return-requested': staff, 'return-approved': staff, 'return-refused': staff, 'return-sent': staff, 'return-received': shop, 'return-inspected': shop,
  'return-restocked': shop, 'return-scrapped': shop, 'return-exchanged': shop, 'return-cancelled': staff, 'return-closed': staff,
  'claim-opened': staff, 'replacement-shipped': shop, 'claim-settled': staff,
  'booking-requested': server, 'booking-confirmed': shop, 'booking-rescheduled': shop, 'booking-completed': shop, 'booking-missed': shop, 'booking-cancelled': staff,
  'digital-granted': server, 'digital-used': server, 'digital-revoked': staff,
  'note-written': everyone, 'note-withdrawn': everyone, 'archived': shop, 'unarchived': shop,
  'payment-authorized': server, 'payment-captured': server, 'payment-settled': server, 'payment-failed': server, 'payment-voided': server, 'cash-collected': server,
  'refund-asked': staff, 'refund-declined': ['admin'], 'refund-begun': server, 'refund-made': server, 'refund-failed': server,
  'dispute-opened': server, 'dispute-evidence-sent': server, 'dispute-won': server, 'dispute-lost': server,
  'payout-expected': server, 'payout-made': server, 'payout-returned': server,
};
