import type { ServerTransaction } from '#server/db/transaction.ts';
import { postDated } from '#server/payouts/ledger/post.ts';
import type { PayoutDeps } from '#server/payouts/acts.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { bulkInsert } from '#server/sync/bulk-insert.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import { reserveReleased } from '#shared/payouts/ledger/postings.ts';
import { settlementArrived } from '#shared/payouts/ledger/sales.ts';
import { drawFrom, drawnId } from '../random.ts';
import { DEMO_NOW } from '../shops.ts';
import { EUR, MAD } from './bank-account.ts';
import { moneyOf, type Kept, type OrderMoney } from './order-money.ts';
import { pastRun, type DemoAccount, type PastRun } from './past-run.ts';
import { demoSettings } from './settings.ts';
import { Standings } from './standings.ts';

type Dated = Pick<OrderMoney, 'at' | 'postings'> & Partial<OrderMoney>;
type Told = { readonly deps: PayoutDeps; readonly accounts: ReadonlyMap<ShopId, DemoAccount>; readonly maker: string; readonly approver: string; /** Its payment of two months ago came back. */ readonly returned: ShopId };

const putReserves = bulkInsert('payout_reserve', ['id', 'shop_id', 'currency', 'order_id', 'source_key', 'amount', 'held_at', 'release_at', 'released_at']);
const putOrders = bulkInsert('ledger_ref_order', ['ref_id', 'order_id']);
const putRuns = bulkInsert('payout_run', ['id', 'currency', 'cutoff', 'state', 'version', 'maker', 'shop_ids', 'round', 'total', 'approvers_needed', 'snapshot_hash', 'submitted_at', 'expires_at', 'created_at', 'exported_at', 'exports', 'file_name', 'file_type', 'file_text']);
const putPayouts = bulkInsert('payout', ['id', 'run_id', 'shop_id', 'currency', 'amount', 'state', 'line', 'bank_account_id', 'original_payout_id', 'override_reason', 'failure_code', 'changed_at']);
const putApprovals = bulkInsert('payout_approval', ['id', 'run_id', 'maker', 'approver', 'decision', 'reason', 'snapshot_hash', 'decided_at']);
const putEvents = bulkInsert('payout_event', ['id', 'run_id', 'payout_id', 'shop_id', 'kind', 'actor_id', 'at', 'details']);

/** The first of each month of the demo's two years, at nine: when its payouts were drawn up. */
const months = Array.from({ length: 24 }, (_, n) => Date.UTC(2024, 11 + n, 1, 9));
const RETURNED_IN = Date.UTC(2026, 8, 1, 9);
/** Postings written at once: enough for large statements. */
const AT_ONCE = 2_000;
const ROW = -37_000;

/** Orders in the order they were placed; ids are made in the order of time. */
async function* ordersByAge(trx: ServerTransaction): AsyncGenerator<Order> {
  let after = '';
  for (;;) {
    const rows = await trx.selectFrom('orders').select(['id', 'doc']).where('id', '>', after).orderBy('id').limit(500).execute();
    for (const { doc } of rows) yield JSON.parse(doc) as Order;
    if (rows.length < 500) return;
    after = rows.at(-1)!.id;
  }
}

/**
 * Tells the money of the demo's orders to the books as it happened: what was captured, taken, kept, given back and disputed, what the provider paid each month, and the payouts.
 * Month by month, so that a hundred thousand orders need no more memory than a busy month.
 */
export async function tellHistory(trx: ServerTransaction, { deps, accounts, maker, approver, returned }: Told): Promise<void> {
  const now = deps.clock();
  const { dialect } = deps.db;
  const asleep = Math.max(0, now - DEMO_NOW);
  const wake = (at: number): EpochMs => (at > DEMO_NOW ? at + asleep : at) as EpochMs;
  const standings = new Standings();
  const orders = ordersByAge(trx);
  const draw = drawFrom(ROW, 0, 0);
  const fees = new Map<Currency, number>();
  const retry = new Map<ShopId, string>();
  let waiting: Dated[] = [];
  let next = await orders.next();

  const keep = async (all: readonly Kept[]): Promise<void> => {
    const rows = all.map(({ sourceKey, order, amount, heldAt }) => {
      const release = wake(heldAt + demoSettings.reserve.days * DAY_MS);
      const id = drawnId(draw, heldAt);
      const isOver = release <= now;
      if (isOver) waiting.push({ at: release, postings: [{ event: 'reserve-released', ref: { kind: 'reserve', id }, currency: order.currency, sourceKey: `reserve:${id}/released`, entries: reserveReleased({ shopId: order.shopId, amount }) }] });
      return { id, shop_id: order.shopId, currency: order.currency, order_id: order.id, source_key: sourceKey, amount, held_at: heldAt, release_at: release, released_at: isOver ? release : null };
    });
    await putReserves(trx, dialect, rows);
  };
  /** Writes what happened until a moment, the oldest first. */
  const flush = async (until: number): Promise<void> => {
    const due = waiting.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
    waiting = waiting.filter(({ at }) => at > until);
    const dated = due.flatMap(({ at, postings }) => postings.map((posting) => ({ ...posting, at })));
    for (let at = 0; at < dated.length; at += AT_ONCE) await postDated(trx, deps, dated.slice(at, at + AT_ONCE));
    for (const posting of dated) standings.take(posting, posting.at);
    for (const { fee = 0, postings } of due) if (fee > 0) fees.set(postings[0]!.currency, (fees.get(postings[0]!.currency) ?? 0) + fee);
  };
  const read = async (until: number): Promise<void> => {
    const kept: Kept[] = [];
    const belongs: { ref_id: string; order_id: string }[] = [];
    for (; next.done !== true && next.value.createdAt <= until; next = await orders.next()) {
      const order = next.value;
      for (const money of moneyOf(order, wake)) {
        waiting.push(money);
        if (money.kept !== null) kept.push(money.kept);
        if (money.belongs !== null) belongs.push({ ref_id: money.belongs, order_id: order.id });
      }
    }
    await keep(kept);
    await putOrders(trx, dialect, belongs);
  };
  /** The provider pays what it owes, less its fees. */
  const settle = async (currency: Currency, at: number): Promise<void> => {
    const amount = standings.owed(currency);
    const fee = Math.min(fees.get(currency) ?? 0, amount) as Minor;
    if (amount <= 0) return;
    fees.delete(currency);
    const source = `settlement:demo-${currency}-${at}`;
    const postings: Posting[] = settlementArrived({ source, settlementId: idOfRef(source), currency, amount, fee, at: at as EpochMs });
    await postDated(trx, deps, postings.map((posting) => ({ ...posting, at: at as EpochMs })));
    for (const posting of postings) standings.take(posting, at);
  };

  for (const at of months) {
    await read(at);
    await flush(at);
    for (const currency of [MAD, EUR]) {
      await settle(currency, at);
      const run = pastRun({ currency, at, positions: standings.at(currency, at), accountOf: (shopId) => accounts.get(shopId), maker, approver, returned: at === RETURNED_IN ? returned : null, retry });
      if (run === null) continue;
      await write(trx, deps, run);
      waiting.push(...run.books);
      for (const payout of run.payouts) if (payout['original_payout_id'] !== null) retry.delete(payout.shop_id as ShopId);
      for (const [shopId, payout] of run.cameBack) retry.set(shopId, payout);
    }
  }
  await read(Number.POSITIVE_INFINITY);
  await flush(Number.POSITIVE_INFINITY);
}

async function write(trx: ServerTransaction, { db: { dialect } }: PayoutDeps, { run, payouts, approval, events }: PastRun): Promise<void> {
  await putRuns(trx, dialect, [run as never]);
  await putPayouts(trx, dialect, payouts as never);
  await putApprovals(trx, dialect, [approval as never]);
  await putEvents(trx, dialect, events);
}
