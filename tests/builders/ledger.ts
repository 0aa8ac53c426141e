import fc from 'fast-check';
import type { ShopId } from '#shared/auth/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { LedgerEntry, LedgerEvent } from '#shared/payouts/ledger/model.ts';
import * as post from '#shared/payouts/ledger/postings.ts';
import { shopIdOf } from './catalog.ts';

const m = (amount: number) => amount as Minor;
const amount = fc.integer({ min: 1, max: 900_000_000_000 }).map(m);
const from = fc.constantFrom('bank' as const, 'provider' as const);

/** Any event a shop can meet, with the entries it leads to. */
export const anyEvent = (shops: readonly ShopId[] = [shopIdOf(1), shopIdOf(2)]): fc.Arbitrary<{ readonly event: LedgerEvent; readonly entries: LedgerEntry[] }> => {
  const shopIds = fc.constantFrom(...shops);
  const moved = fc.record({ shopId: shopIds, amount });
  const charged = fc.record({ shopId: shopIds, commission: amount, vat: fc.oneof(amount, fc.constant(m(0))) });
  const back = fc.record({ shopId: shopIds, amount, from });
  const as = (event: LedgerEvent) => (entries: LedgerEntry[]) => ({ event, entries });
  return fc.oneof(
    moved.map(post.captured).map(as('captured')), charged.map(post.commissionCharged).map(as('commission')), charged.map(post.commissionReturned).map(as('commission-returned')),
    moved.map(post.affiliateShare).map(as('affiliate-share')), moved.map(post.reserveHeld).map(as('reserve-held')), moved.map(post.reserveReleased).map(as('reserve-released')),
    back.map(post.refunded).map(as('refunded')), moved.map(post.payoutExported).map(as('payout-exported')), moved.map(post.payoutConfirmed).map(as('payout-confirmed')),
    moved.map(post.payoutReturned).map(as('payout-returned')), moved.map(post.carriedAsReceivable).map(as('carried-as-receivable')), moved.map(post.receivableRecovered).map(as('receivable-recovered')),
    moved.map(post.chargebackOpened).map(as('chargeback-opened')), moved.map(post.chargebackWon).map(as('chargeback-won')), back.map(post.chargebackLost).map(as('chargeback-lost')),
    fc.tuple(amount, amount).map(([a, b]) => post.providerSettled({ amount: m(a + b), fee: a })).map(as('provider-settled')),
  );
};
