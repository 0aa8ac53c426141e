import { hash } from 'node:crypto';
import type { ShopId } from '#shared/auth/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type CalendarDate, type EpochMs } from '#shared/kernel/time.ts';
import type { BankAccount } from '#shared/payouts/bank-account.ts';
import type { BankFile, CreditTransferOrder } from '#shared/payouts/bank/credit-transfer.ts';
import { madByRib } from '#shared/payouts/bank/domestic-ma.ts';
import { writePain001 } from '#shared/payouts/bank/pain-001.ts';
import { bankReferenceOf } from '#shared/payouts/bank/payment-ids.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import * as does from '#shared/payouts/ledger/postings.ts';
import { payoutLine, type ShopPosition } from '#shared/payouts/runs/preview.ts';
import { APPROVAL_DAYS, settingsOf } from '#shared/payouts/settings.ts';
import { drawFrom, drawnId } from '../random.ts';
import { MAD } from './bank-account.ts';
import { demoSettings } from './settings.ts';

/** The account a shop of the demo was paid to. */
export type DemoAccount = BankAccount & { readonly id: string };
type Dated = { readonly at: EpochMs; readonly postings: readonly Posting[] };
type Event = { readonly id: string; readonly run_id: string; readonly payout_id: string | null; readonly shop_id: string | null; readonly kind: string; readonly actor_id: string | null; readonly at: number; readonly details: string };
type RowOf = Readonly<Record<string, string | number | null>>;

/** A run of the past, whole: its rows, and what it did to the books and when. */
export type PastRun = { readonly run: RowOf; readonly payouts: readonly (RowOf & { readonly id: string; readonly shop_id: string })[]; readonly approval: RowOf; readonly events: readonly Event[]; readonly books: readonly Dated[]; readonly cameBack: ReadonlyMap<ShopId, string> };

type Asked = {
  readonly currency: Currency; readonly at: number; readonly positions: readonly Pick<ShopPosition, 'shopId' | 'available' | 'receivable'>[];
  readonly accountOf: (shopId: ShopId) => DemoAccount | undefined; readonly maker: string; readonly approver: string;
  /** The shop whose payment the bank sends back; null: none. */
  readonly returned: ShopId | null;
  /** Payouts of earlier runs that came back, by shop. */
  readonly retry: ReadonlyMap<ShopId, string>;
};

/** Why the demo's bank sends a payment back: the account is blocked (ISO 20022). */
const RETURN_CODE = 'AC06';

/** A payout run as two people made it on a day of the past: drawn up, approved an hour later, in the bank the same day, booked two days after. Null where nobody was due. */
export function pastRun({ currency, at, positions, accountOf, maker, approver, returned, retry }: Asked): PastRun | null {
  const draw = drawFrom(-35_000, Math.floor(at / DAY_MS), currency === MAD ? 1 : 2);
  const own = settingsOf(demoSettings, currency);
  assert(own.account, () => `the demo pays nobody in ${currency}`);
  const [submitted, approved, exported, booked] = [at + 10 * MINUTE_MS, at + HOUR_MS, at + 2 * HOUR_MS, at + 2 * DAY_MS] as [EpochMs, EpochMs, EpochMs, EpochMs];
  const id = drawnId(draw, at);
  const lines = positions.flatMap((position) => {
    const account = accountOf(position.shopId);
    const line = payoutLine({ ...position, reserveDue: 0 as Minor, holds: [], mayBePaid: true, bank: account === undefined ? null : { verified: true, coolingUntil: null } }, own.minimum, at as EpochMs);
    return line.leftOut === 'nothing-due' ? [] : [{ id: drawnId(draw, at), shopId: position.shopId, line, account, isPaid: line.leftOut === null }];
  }).toSorted((a, b) => (a.shopId < b.shopId ? -1 : 1));
  const paid = lines.filter(({ isPaid }) => isPaid);
  if (paid.length === 0) return null;
  const total = paid.reduce((sum, { line }) => sum + line.amount, 0);
  const snapshot = hash('sha256', JSON.stringify([id, 1, currency, at, ...paid.map((one) => [one.id, one.shopId, one.line.amount, one.account!.id])]));
  const order: CreditTransferOrder = {
    runId: id, createdAt: exported, executionDate: new Date(booked).toISOString().slice(0, 10) as CalendarDate, debtor: own.account,
    transfers: paid.map((one) => ({ payoutId: one.id, amount: one.line.amount, currency, creditor: { name: one.account!.holder, address: one.account!.address }, account: one.account!.account, bic: null, text: `Payout ${bankReferenceOf(one.id)}` })),
  };
  const file = fileOf(order);
  const back = (shopId: ShopId): boolean => shopId === returned;
  const isWhole = !paid.some(({ shopId }) => back(shopId));

  const posting = (payout: string, event: Posting['event'], what: string, entries: Posting['entries']): Posting => ({ event, ref: { kind: 'payout', id: payout }, currency, entries, sourceKey: `payout:${payout}/${what}` });
  const sent = lines.flatMap(({ id: payout, shopId, line, isPaid }) => {
    const debt = Math.max(0, -line.opening) as Minor;
    return [
      ...(line.recovered > 0 ? [posting(payout, 'receivable-recovered', 'recovered', does.receivableRecovered({ shopId, amount: line.recovered }))] : []),
      ...(!isPaid && debt > 0 ? [posting(payout, 'carried-as-receivable', 'carried', does.carriedAsReceivable({ shopId, amount: debt }))] : []),
      ...(isPaid ? [posting(payout, 'payout-exported', 'exported', does.payoutExported({ shopId, amount: line.amount }))] : []),
    ];
  });
  const settled = paid.map(({ id: payout, shopId, line: { amount } }) =>
    back(shopId) ? posting(payout, 'payout-returned', 'returned', does.payoutReturned({ shopId, amount })) : posting(payout, 'payout-confirmed', 'confirmed', does.payoutConfirmed({ shopId, amount })));

  const event = (kind: string, by: string | null, when: number, of: { readonly id: string; readonly shopId: string } | null = null, details: object = {}): Event =>
    ({ id: drawnId(draw, when), run_id: id, payout_id: of?.id ?? null, shop_id: of?.shopId ?? null, kind, actor_id: by, at: when, details: JSON.stringify(details) });
  return {
    run: {
      id, currency, cutoff: at, state: isWhole ? 'settled' : 'partly_settled', version: 6, maker, shop_ids: null, round: 1, total, approvers_needed: 1, snapshot_hash: snapshot, submitted_at: submitted,
      expires_at: submitted + APPROVAL_DAYS * DAY_MS, created_at: at, exported_at: exported, exports: 1, file_name: file.fileName, file_type: file.mediaType, file_text: file.text,
    },
    payouts: lines.map(({ id: payout, shopId, line, account, isPaid }) => ({
      id: payout, run_id: id, shop_id: shopId, currency, amount: line.amount, state: !isPaid ? 'on_hold' : back(shopId) ? 'reversed' : 'paid', line: JSON.stringify(line), bank_account_id: account?.id ?? null,
      original_payout_id: isPaid ? (retry.get(shopId) ?? null) : null, override_reason: null, failure_code: isPaid && back(shopId) ? RETURN_CODE : null, changed_at: isPaid ? booked : at,
    })),
    approval: { id: drawnId(draw, approved), run_id: id, maker, approver, decision: 'approve', reason: null, snapshot_hash: snapshot, decided_at: approved },
    events: [
      event('run-made', maker, at, null, { currency, cutoff: at }), event('run-submitted', maker, submitted, null, { hash: snapshot, total, approvers: 1 }), event('run-approved', approver, approved, null, { hash: snapshot }),
      event('run-exported', maker, exported, null, { count: file.count, total: file.total }),
      ...paid.map((one) => (back(one.shopId) ? event('payout-returned', null, booked, one, { code: RETURN_CODE }) : event('payout-paid', null, booked, one))),
    ],
    books: [{ at: exported, postings: sent }, { at: booked, postings: settled }],
    cameBack: new Map(paid.filter(({ shopId }) => back(shopId)).map((one) => [one.shopId, one.id])),
  };
}

function fileOf(order: CreditTransferOrder): BankFile {
  const written = order.transfers[0]!.currency === MAD ? madByRib.write(order) : writePain001(order);
  assert(written.ok, () => `the demo's run ${order.runId} cannot be written: ${written.ok ? '' : JSON.stringify(written.error[0])}`);
  return written.value;
}
