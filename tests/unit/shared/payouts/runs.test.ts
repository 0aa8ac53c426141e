import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { figuresOf } from '#shared/payouts/balance/figures.ts';
import { ageingOf } from '#shared/payouts/balance/ageing.ts';
import { approversNeeded, mayDecide } from '#shared/payouts/runs/four-eyes.ts';
import { leftOutReasons, payoutLine, type ShopPosition } from '#shared/payouts/runs/preview.ts';
import { payoutStates, payoutTransitions, runStates, runTransitions } from '#shared/payouts/runs/states.ts';

const NOW = 1_000_000 as EpochMs;
const m = (amount: number) => amount as Minor;
const aPosition = (more: Partial<ShopPosition> = {}): ShopPosition => ({
  shopId: '00000000-0000-7000-8000-000000000001' as ShopId, available: m(50_000), receivable: m(0), reserveDue: m(0), holds: [], mayBePaid: true, bank: { verified: true, coolingUntil: null }, ...more,
});

test('every state of a run and of a payout can be reached', () => {
  expect([...reachableFrom(runTransitions, 'draft')].sort()).toEqual([...runStates].sort());
  expect([...reachableFrom(payoutTransitions, 'included')].sort()).toEqual([...payoutStates].sort());
});

test.each<{ name: string; position: Partial<ShopPosition>; line: Partial<ReturnType<typeof payoutLine>> }>([
  { name: 'all that is available', position: {}, line: { amount: m(50_000), leftOut: null } },
  { name: 'with the reserve that is due', position: { reserveDue: m(7_000) }, line: { amount: m(57_000), released: m(7_000) } },
  { name: 'less what it owes', position: { receivable: m(20_000) }, line: { amount: m(30_000), recovered: m(20_000), carried: m(0) } },
  { name: 'nothing while it owes more', position: { receivable: m(60_000) }, line: { amount: m(0), recovered: m(50_000), carried: m(10_000), leftOut: 'negative' } },
  { name: 'nothing below zero', position: { available: m(-300), reserveDue: m(100) }, line: { amount: m(0), recovered: m(0), carried: m(200), leftOut: 'negative' } },
  { name: 'less what is held', position: { holds: [m(10_000), m(5_000)] }, line: { amount: m(35_000), held: m(15_000) } },
  { name: 'nothing when all is held', position: { holds: [null] }, line: { amount: m(0), held: m(50_000), leftOut: 'held' } },
  { name: 'nothing below the minimum', position: { available: m(9_999) }, line: { amount: m(0), payable: m(9_999), leftOut: 'below-minimum' } },
  { name: 'nothing to whom may not be paid', position: { mayBePaid: false }, line: { amount: m(0), leftOut: 'may-not-be-paid' } },
  { name: 'nothing without an account', position: { bank: null }, line: { leftOut: 'no-bank-account' } },
  { name: 'nothing to an account nobody verified', position: { bank: { verified: false, coolingUntil: null } }, line: { leftOut: 'bank-not-verified' } },
  { name: 'nothing to a new account yet', position: { bank: { verified: true, coolingUntil: (NOW + 1) as EpochMs } }, line: { leftOut: 'bank-cooling' } },
  { name: 'again once it has rested', position: { bank: { verified: true, coolingUntil: NOW } }, line: { amount: m(50_000), leftOut: null } },
  { name: 'nothing where nothing is due', position: { available: m(0) }, line: { amount: m(0), leftOut: 'nothing-due' } },
])('PAY-05 a run pays a shop $name', ({ position, line }) => expect(payoutLine(aPosition(position), m(10_000), NOW)).toMatchObject(line));

test('PAY-05 opening, reserve, debts and holds add up to what is paid, and no shop is paid more than it has', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 }).map(m);
  fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }).map(m), amount, amount, fc.array(fc.option(amount), { maxLength: 3 }), fc.boolean(), (available, receivable, reserveDue, holds, mayBePaid) => {
    const line = payoutLine(aPosition({ available, receivable, reserveDue, holds, mayBePaid }), m(100), NOW);
    if (line.leftOut === null) expect(line.amount).toBe(available + reserveDue - line.recovered - line.held);
    else expect([line.amount, leftOutReasons]).toEqual([0, expect.arrayContaining([line.leftOut])]);
    expect(line.amount).toBeLessThanOrEqual(Math.max(0, available + reserveDue - receivable));
    expect(line.carried).toBe(Math.max(0, -(available + reserveDue)) + receivable - line.recovered);
  }));
});

test.each([
  { person: 'maker', rule: 'approver-is-maker' }, { person: 'owner', rule: 'approver-is-beneficiary' }, { person: 'clerk', rule: 'approver-changed-bank' }, { person: 'first', rule: 'approved-already' }, { person: 'boss', rule: null },
])('PAY-06 $person: $rule', ({ person, rule }) =>
  expect(mayDecide(person, { maker: 'maker', beneficiaries: new Set(['owner']), bankChangers: new Set(['clerk']), approvers: new Set(['first']) })?.rule ?? null).toBe(rule));

test.each([
  { name: 'at the limit', run: {}, needed: 1 }, { name: 'over it', run: { total: m(1_001) }, needed: 2 }, { name: 'a new account', run: { hasNewAccount: true }, needed: 2 }, { name: 'a second payment', run: { hasOverride: true }, needed: 2 },
])('PAY-06 $name: $needed', ({ run, needed }) => expect(approversNeeded({ total: m(1_000), limit: m(1_000), hasNewAccount: false, hasOverride: false, ...run })).toBe(needed));

test.each<{ name: string; accounts: Partial<Parameters<typeof figuresOf>[1]>; figures: object }>([
  { name: 'earned', accounts: { payable: m(900) }, figures: { available: 900, negative: 0, onHold: 0 } },
  { name: 'owing what is carried', accounts: { payable: m(300), receivable: m(500) }, figures: { available: 0, negative: 200 } },
  { name: 'below zero', accounts: { payable: m(-40) }, figures: { available: 0, negative: 40 } },
  { name: 'held and disputed', accounts: { payable: m(900), disputed: m(50), holds: [m(100)] }, figures: { available: 800, onHold: 150 } },
  { name: 'held altogether', accounts: { payable: m(900), holds: [m(100), null] }, figures: { available: 0, onHold: 900 } },
])('PAY-01 figures of a shop: $name', ({ accounts, figures }) =>
  expect(figuresOf('MAD' as Currency, { pending: m(0), payable: m(0), receivable: m(0), reserved: m(0), disputed: m(0), inTransit: m(0), holds: [], ...accounts })).toMatchObject(figures));

const day = (n: number) => (n * 86_400_000) as EpochMs;
test.each([
  { name: 'no debt', movements: [[0, 100], [1, -60]], ages: [0, 0, 0, 0] },
  { name: 'a young one', movements: [[0, 100], [95, -160]], ages: [60, 0, 0, 0] },
  { name: 'one grown in two steps', movements: [[5, -60], [50, -30]], ages: [0, 30, 0, 60] },
  { name: 'the oldest is paid first', movements: [[5, -60], [50, -30], [99, 70]], ages: [0, 20, 0, 0] },
  { name: 'paid back, and owing again', movements: [[0, -10], [10, 500], [98, -510]], ages: [20, 0, 0, 0] },
])('PAY-09 how old a debt is after 100 days: $name', ({ movements, ages }) => {
  const { buckets } = ageingOf(movements.map(([at, amount]) => ({ at: day(at!), amount: m(amount!) })), day(100));
  expect(buckets).toEqual(ages);
});
