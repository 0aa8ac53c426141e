import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { partOf, type BasisPoints, type Currency, type Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { PaidFrom } from '#shared/payouts/ledger/postings.ts';
import { cashCollected, disputeMoved, saleCaptured, saleRefunded, settlementArrived, type DisputeStep, type RefundedLine } from '#shared/payouts/ledger/sales.ts';
import type { PayoutSettings } from '#shared/payouts/settings.ts';
import { readSettings } from '../settings.ts';
import { post, type LedgerDeps, type Posted } from './post.ts';

type Part = { /** The message or act it comes from: `stripe:evt_1`. */ readonly source: string; readonly orderId: string; readonly shopId: ShopId; readonly currency: Currency };
type Charges = { readonly lines: readonly { readonly lineId: string; readonly amount: Minor; readonly vat: Minor }[]; readonly affiliate: Minor };

/**
 * Books a captured payment of one shop's part of an order: what the shop earns of it, pending until the days of the settings are over, and the part kept as reserve.
 * The same message books once, whatever the settings say by then.
 */
export async function bookCapture(trx: ServerTransaction, deps: LedgerDeps, sale: Part & Charges & { readonly amount: Minor; readonly at: EpochMs }): Promise<readonly Posted[]> {
  const known = await trx.selectFrom('ledger_source').select('source_key').where('source_key', '=', `${sale.source}/captured/${sale.orderId}`).executeTakeFirst();
  if (known !== undefined) return [];
  const { settings } = await readSettings(trx);
  const rule = await reserveRule(trx, sale.shopId, settings);
  const now = deps.clock();
  const reserve = partOf(sale.amount, rule.rate as BasisPoints);
  if (reserve > 0) {
    await trx.insertInto('payout_reserve').values({
      id: uuidv7(deps.clock, deps.random), shop_id: sale.shopId, currency: sale.currency, order_id: sale.orderId, source_key: `${sale.source}/reserve/${sale.orderId}`,
      amount: reserve, held_at: now, release_at: now + rule.days * DAY_MS, released_at: null,
    }).onConflict((on) => on.column('source_key').doNothing()).execute();
  }
  return post(trx, deps, saleCaptured({ ...sale, reserve, availableAt: (sale.at + settings.availableAfterDays * DAY_MS) as EpochMs }));
}

async function reserveRule(trx: ServerTransaction, shopId: ShopId, settings: PayoutSettings): Promise<PayoutSettings['reserve']> {
  const own = await trx.selectFrom('payout_standing').select('reserve').where('shop_id', '=', shopId).executeTakeFirst();
  return own?.reserve ? (JSON.parse(own.reserve) as PayoutSettings['reserve']) : settings.reserve;
}

/** Books cash a shop took at the door: it owes the commission from now on, and nothing becomes available. */
export const bookCash = (trx: ServerTransaction, deps: LedgerDeps, sale: Part & Charges): Promise<readonly Posted[]> => post(trx, deps, cashCollected({ ...sale, availableAt: deps.clock() }));

/** Remembers which order a refund, a dispute or a reserve belongs to. */
export const belongsTo = (trx: ServerTransaction, refs: readonly { readonly refId: string; readonly orderId: string }[]) =>
  trx.insertInto('ledger_ref_order').values(refs.map(({ refId, orderId }) => ({ ref_id: refId, order_id: orderId }))).onConflict((on) => on.column('ref_id').doNothing()).execute();

/** Books a refund; while what was earned is pending, it comes off that. */
export const bookRefund = async (trx: ServerTransaction, deps: LedgerDeps, refund: Part & { readonly refundId: string; readonly amount: Minor; readonly from: PaidFrom | 'shop'; readonly lines: readonly RefundedLine[] }): Promise<readonly Posted[]> => {
  await belongsTo(trx, [{ refId: refund.refundId, orderId: refund.orderId }]);
  return post(trx, deps, saleRefunded({ ...refund, availableAt: await availableWith(trx, deps, refund.orderId) }));
};

/** Books one step of a dispute. */
export const bookDispute = async (trx: ServerTransaction, deps: LedgerDeps, dispute: Part & { readonly disputeId: string; readonly amount: Minor }, step: DisputeStep): Promise<readonly Posted[]> => {
  await belongsTo(trx, [{ refId: dispute.disputeId, orderId: dispute.orderId }]);
  return post(trx, deps, disputeMoved({ ...dispute, availableAt: await availableWith(trx, deps, dispute.orderId) }, step));
};

/** Books what a provider paid to the marketplace's bank, and the fee it kept. @param settlement.amount before the fee */
export const bookSettlement = (trx: ServerTransaction, deps: LedgerDeps, settlement: { readonly source: string; readonly settlementId: string; readonly currency: Currency; readonly amount: Minor; readonly fee: Minor }): Promise<readonly Posted[]> =>
  post(trx, deps, settlementArrived({ ...settlement, at: deps.clock() }));

/** When the money of an order becomes available, or now where it is. */
async function availableWith(trx: ServerTransaction, { clock }: LedgerDeps, orderId: string): Promise<EpochMs> {
  const { at } = await trx.selectFrom('ledger_transaction').select((eb) => eb.fn.max('available_at').as('at')).where('ref_id', '=', orderId).where('event', '=', 'captured').executeTakeFirstOrThrow();
  return Math.max(clock(), at ?? 0) as EpochMs;
}
