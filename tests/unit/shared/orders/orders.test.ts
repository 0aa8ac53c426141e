import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { runCommand, type OrderCommand } from '#shared/orders/commands/run.ts';
import { waysBack } from '#shared/orders/commands/way-back.ts';
import { factKinds, order as orderShape, type Order } from '#shared/orders/model.ts';
import { linesOf } from '#shared/orders/lines.ts';
import { receivedFor } from '#shared/orders/money.ts';
import { returnsOf, returnTransitions } from '#shared/orders/returns.ts';
import { checkFact, withFact, writersOf } from '#shared/orders/rules.ts';
import { bookingTransitions } from '#shared/orders/services.ts';
import { orderTransitions, statesOf } from '#shared/orders/states.ts';
import { timelineOf } from '#shared/orders/timeline.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { anOrder, factIdOf, lineIdOf, ORDER_AT } from '#tests/builders/orders.ts';

const [A, B] = [lineIdOf(1), lineIdOf(2)];
const by = { id: '01970000-0000-7000-8000-0000000000aa', role: 'vendor' } as const;
let drawn = 1_000;
const doing = { by, at: (ORDER_AT + 60_000) as EpochMs, newId: () => factIdOf(++drawn) };
const ship = (pieces: OrderCommand extends infer C ? (C extends { do: 'ship'; pieces: infer P } ? P : never) : never): OrderCommand => ({ do: 'ship', pieces, carrier: 'Amana', tracking: 'MA1', locationId: null });
/** The order after these commands; every one of them has to be taken. */
const after = (order: Order, ...commands: readonly (OrderCommand | ((now: Order) => OrderCommand))[]): Order =>
  commands.reduce((now, command) => {
    const ran = runCommand(now, typeof command === 'function' ? command(now) : command, doing);
    if (!ran.ok) throw new Error(JSON.stringify(ran.error));
    return ran.value.order;
  }, order);
const firstOf = (now: Order, kind: string): string => Object.entries(now.facts).find(([, fact]) => fact.kind === kind)![0];

test('there are forty kinds of things that happen, and for each it is known who may say so', () => {
  expect(factKinds.length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(writersOf).sort()).toEqual([...factKinds].sort());
});

test.each([{ table: orderTransitions, start: 'draft' }, { table: returnTransitions, start: 'requested' }, { table: bookingTransitions, start: 'requested' }])('every state can be reached from $start', ({ table, start }) =>
  expect([...reachableFrom(table as unknown as Record<string, string[]>, start)].sort()).toEqual(Object.keys(table).sort()));

describe('states are read from facts', () => {
  test.each([
    { name: 'placed and not paid', order: anOrder({ paid: false }), states: { order: 'placed', payment: 'pending', fulfilment: 'unfulfilled', returned: null } },
    { name: 'paid at the door', order: anOrder({ cash: true }), states: { order: 'open', payment: 'pending' } },
    { name: 'waits for a yes', order: anOrder({ acceptBy: true }), states: { order: 'awaiting_acceptance', payment: 'paid' } },
    { name: 'one line has its yes', order: after(anOrder({ acceptBy: true }), { do: 'accept', lines: [A] }), states: { order: 'awaiting_acceptance' } },
    { name: 'a yes and a no to the rest', order: after(anOrder({ acceptBy: true }), { do: 'accept', lines: [A] }, { do: 'decline', pieces: null, reason: 'sold out' }), states: { order: 'open' } },
    { name: 'being packed', order: after(anOrder(), { do: 'start-packing' }), states: { order: 'open', fulfilment: 'in_progress' } },
    { name: 'held while being packed', order: after(anOrder(), { do: 'start-packing' }, { do: 'hold', reason: 'address' }), states: { order: 'on_hold', fulfilment: 'on_hold' } },
    { name: 'one parcel of two', order: after(anOrder(), ship({ [A]: 2 })), states: { order: 'open', fulfilment: 'partially_fulfilled' } },
    { name: 'everything left', order: after(anOrder(), ship(null)), states: { order: 'open', fulfilment: 'fulfilled' } },
    { name: 'everything arrived', order: after(anOrder(), ship(null), (now) => ({ do: 'deliver', parcelId: firstOf(now, 'parcel-shipped') })), states: { order: 'closed', fulfilment: 'delivered' } },
    { name: 'a parcel taken back', order: after(anOrder(), ship(null), (now) => ({ do: 'void', parcelId: firstOf(now, 'parcel-shipped'), reason: 'wrong label' })), states: { order: 'open', fulfilment: 'unfulfilled' } },
    { name: 'nothing kept', order: after(anOrder(), { do: 'cancel', pieces: null, reason: 'sold out' }), states: { order: 'cancelled' } },
    { name: 'a part given back', order: anOrder({ facts: [{ kind: 'refund-made', amount: 4_000, shipping: 0, lines: { [B]: { quantity: 1, amount: 4_000, commission: 140, vat: 28 } }, reason: 'damaged', returnId: null, paymentId: null, transactionId: null }] }), states: { payment: 'partially_refunded' } },
    { name: 'one payment let go of, another reserved', order: anOrder({ paid: false, facts: [{ kind: 'payment-authorized', paymentId: 'a', provider: 'local', amount: 34_000 }, { kind: 'payment-voided', paymentId: 'a' }, { kind: 'payment-authorized', paymentId: 'b', provider: 'local', amount: 34_000 }] }), states: { order: 'open', payment: 'authorized' } },
    { name: 'the only payment let go of', order: anOrder({ paid: false, facts: [{ kind: 'payment-authorized', paymentId: 'a', provider: 'local', amount: 34_000 }, { kind: 'payment-voided', paymentId: 'a' }] }), states: { order: 'placed', payment: 'voided' } },
    { name: 'disputed', order: anOrder({ facts: [{ kind: 'dispute-opened', disputeId: 'd1', amount: 4_000, reasonCode: 'fraud', evidenceDueAt: ORDER_AT + 9 }] }), states: { payment: 'disputed' } },
    { name: 'a dispute won', order: anOrder({ facts: [{ kind: 'dispute-opened', disputeId: 'd1', amount: 4_000, reasonCode: 'fraud', evidenceDueAt: null }, { kind: 'dispute-won', disputeId: 'd1' }] }), states: { payment: 'paid' } },
    { name: 'a dispute lost', order: anOrder({ facts: [{ kind: 'dispute-opened', disputeId: 'd1', amount: 34_000, reasonCode: 'fraud', evidenceDueAt: null }, { kind: 'dispute-lost', disputeId: 'd1' }] }), states: { payment: 'charged_back' } },
    { name: 'told twice by the provider', order: anOrder({ facts: [{ kind: 'payment-captured', paymentId: 'pay-1', provider: 'local', amount: 34_000, fee: null }] }), states: { payment: 'paid' } },
    { name: 'a download given', order: anOrder({ lines: [{ kind: 'digital' }], facts: [{ kind: 'digital-granted', lineId: A, fileId: null, keyEnding: '9X', downloads: 3 }] }), states: { order: 'closed', fulfilment: 'delivered' } },
    { name: 'an appointment kept', order: anOrder({ lines: [{ kind: 'service' }], facts: [{ kind: 'booking-requested', lineId: A, startsAt: 1, endsAt: 2 }, { kind: 'booking-confirmed', bookingId: factIdOf(3) }, { kind: 'booking-completed', bookingId: factIdOf(3) }] }), states: { order: 'closed' } },
  ])('$name', ({ order, states }) => expect(statesOf(order)).toMatchObject(states));
});

describe('what is refused', () => {
  const held = after(anOrder(), { do: 'hold', reason: 'fraud check' });
  const sent = after(anOrder(), ship({ [A]: 2 }));
  test.each<{ name: string; order: Order; command: OrderCommand; rule: string }>([
    { name: 'more than was ordered', order: anOrder(), command: ship({ [A]: 4 }), rule: 'ship-more-than-left' },
    { name: 'more than is left', order: sent, command: ship({ [A]: 2 }), rule: 'ship-more-than-left' },
    { name: 'what is held', order: held, command: ship(null), rule: 'order-on-hold' },
    { name: 'what was cancelled', order: after(anOrder(), { do: 'cancel', pieces: null, reason: 'x' }), command: ship({ [A]: 1 }), rule: 'order-not-open' },
    { name: 'before it is paid', order: anOrder({ paid: false }), command: ship(null), rule: 'ship-before-paid' },
    { name: 'before the yes', order: anOrder({ acceptBy: true }), command: ship({ [A]: 1 }), rule: 'ship-before-accepted' },
    { name: 'cancelling what left', order: sent, command: { do: 'cancel', pieces: { [A]: 2 }, reason: 'x' }, rule: 'cancel-more-than-left' },
    { name: 'asking back what never left', order: anOrder(), command: { do: 'ask-return', pieces: { [A]: 1 }, reason: 'x', note: null }, rule: 'return-more-than-shipped' },
    { name: 'declining after the yes', order: after(anOrder({ acceptBy: true }), { do: 'accept', lines: null }), command: { do: 'decline', pieces: { [A]: 1 }, reason: 'x' }, rule: 'line-accepted-already' },
    { name: 'a line of another order', order: anOrder(), command: ship({ [lineIdOf(9)]: 1 }), rule: 'no-such-line' },
    { name: 'releasing what is not held', order: anOrder(), command: { do: 'release', note: null }, rule: 'hold-not-open' },
    { name: 'archiving what is open', order: anOrder(), command: { do: 'archive' }, rule: 'archive-when-over' },
  ])('$name', ({ order, command, rule }) => expect(runCommand(order, command, doing)).toMatchObject({ ok: false, error: { rule } }));

  test('a refund is never more than what was paid', () => {
    const fact = { kind: 'refund-made', at: ORDER_AT, by: { id: null, role: 'system' }, amount: 34_001, shipping: 34_001, lines: {}, reason: 'x', returnId: null, paymentId: null, transactionId: null } as never;
    expect(checkFact(anOrder(), fact)).toMatchObject({ rule: 'refund-more-than-paid', details: { have: 34_000 } });
  });
});

describe('a return', () => {
  const delivered = after(anOrder(), ship(null), (now) => ({ do: 'deliver', parcelId: firstOf(now, 'parcel-shipped') }), { do: 'ask-return', pieces: { [A]: 2 }, reason: 'too small', note: null });
  const returnId = firstOf(delivered, 'return-requested');
  test('goes from the request to the shelf', () => {
    const back = after(delivered, { do: 'approve-return', returnId, note: null }, { do: 'return-sent', returnId, carrier: 'Amana', tracking: null }, { do: 'receive-return', returnId },
      { do: 'inspect-return', returnId, good: { [A]: 1 }, damaged: { [A]: 1 }, restockAt: '01970000-0000-7000-8000-0000000000cc' as never, scrap: true, note: null });
    expect(returnsOf(back)).toMatchObject([{ state: 'inspected', good: { [A]: 1 }, damaged: { [A]: 1 }, restocked: { [A]: 1 }, scrapped: { [A]: 1 } }]);
    expect(statesOf(back)).toMatchObject({ order: 'open', returned: 'inspected' });
  });
  test('is not received before it was agreed to, and the legal steps are named', () =>
    expect(runCommand(delivered, { do: 'receive-return', returnId }, doing)).toMatchObject({ ok: false, error: { code: 'illegal-transition', details: { allowed: ['approved', 'refused', 'cancelled'] } } }));
  test('counts no more than was asked back', () => {
    const here = after(delivered, { do: 'approve-return', returnId, note: null }, { do: 'receive-return', returnId });
    expect(runCommand(here, { do: 'inspect-return', returnId, good: { [A]: 2 }, damaged: { [A]: 1 }, restockAt: null, scrap: false, note: null }, doing)).toMatchObject({ ok: false, error: { rule: 'inspect-more-than-asked-back' } });
  });
});

test('what follows from a thing is never before it, whatever the clock says', () => {
  const slow = { ...doing, at: 1 as EpochMs };
  const ran = runCommand(anOrder(), { do: 'hold', reason: 'x' }, slow);
  expect(ran.ok && timelineOf(ran.value.order).at(-1)!.kind).toBe('held');
});

test('a hold is taken back by its release, a yes has no way back', () => {
  const held = after(anOrder({ acceptBy: true }), { do: 'hold', reason: 'x' }, { do: 'release', note: null }, { do: 'accept', lines: null });
  expect(waysBack(held, [firstOf(held, 'held')])).toMatchObject({ ok: true, value: [{ kind: 'released', holdId: firstOf(held, 'held') }] });
  expect(waysBack(held, [firstOf(held, 'line-accepted')])).toMatchObject({ ok: false, error: { rule: 'no-way-back' } });
});

describe('totals', () => {
  test('the worked example: 1,000.00 with 3.5 %, VAT on it, a fee of 1.4 % that the marketplace bears', () => {
    const order = anOrder({ lines: [{ unitPrice: 100_000 as never }], facts: [{ kind: 'payment-settled', paymentId: 'pay-1', fee: 1_400 }] });
    expect(totalsOf(order).whole).toEqual({ gross: 100_000, tax: 0, refunded: 0, commission: 3_500, vat: 700, fees: 1_400, net: 95_800 });
  });
  test('what a lost dispute took is gone, commission stays', () => {
    const dispute = { kind: 'dispute-opened', disputeId: 'dp_1', amount: 30_000, reasonCode: 'x', evidenceDueAt: null } as never;
    const opened = anOrder({ lines: [{ unitPrice: 100_000 as never }], facts: [dispute] });
    expect(totalsOf(opened).whole).toMatchObject({ refunded: 0, net: 95_800 });
    const lost = anOrder({ lines: [{ unitPrice: 100_000 as never }], facts: [dispute, { kind: 'dispute-lost', disputeId: 'dp_1' } as never] });
    expect(totalsOf(lost).whole).toMatchObject({ gross: 100_000, refunded: 30_000, net: 65_800 });
  });
  test('what is cancelled is not sold: its part of discount and commission goes', () => {
    const order = after(anOrder({ lines: [{ quantity: 3, unitPrice: 1_000 as never, discount: 100 as never }] }), { do: 'cancel', pieces: { [A]: 1 }, reason: 'x' });
    expect(totalsOf(order).lines[0]).toMatchObject({ gross: 1_933, commission: 68 });
  });
  const refund = (line: string, amount: number, commission: number, vat: number) =>
    ({ kind: 'refund-made', amount, shipping: 0, lines: { [line]: { quantity: 1, amount, commission, vat } }, reason: 'x', returnId: null, paymentId: null, transactionId: null }) as never;
  test.each([
    { name: 'what was paid for a cancelled line goes back: the other line is worth what it was', cancelled: [B], given: refund(B, 4_000, 140, 28), net: 30_000 - 1_050 - 210 },
    { name: 'of a line that is kept a part goes back', cancelled: [], given: refund(A, 10_000, 350, 70), net: 34_000 - 10_000 - 840 - 168 },
    { name: 'all is cancelled and given back', cancelled: [A, B], given: { ...(refund(B, 4_000, 140, 28) as object), amount: 34_000, lines: { [A]: { quantity: 3, amount: 30_000, commission: 1_050, vat: 210 }, [B]: { quantity: 1, amount: 4_000, commission: 140, vat: 28 } } } as never, net: 0 },
  ])('$name', ({ cancelled, given, net }) => {
    const paid = anOrder({ facts: [given] });
    const pieces = Object.fromEntries(cancelled.map((line) => [line, paid.lines[line]!.quantity]));
    const order = cancelled.length === 0 ? paid : after(paid, { do: 'cancel', pieces, reason: 'x' });
    expect(totalsOf(order).whole.net).toBe(net);
  });
  test('a cancelled line nobody had paid for takes nothing from the refund of another', () => {
    const unpaid = after(anOrder({ paid: false }), { do: 'cancel', pieces: { [B]: 1 }, reason: 'x' });
    const order = { ...unpaid, facts: { ...unpaid.facts, ...anOrder({ paid: false, facts: [{ kind: 'placed' }, { kind: 'placed' }, { kind: 'payment-captured', paymentId: 'pay-2', provider: 'local', amount: 30_000 as never, fee: null }, refund(A, 10_000, 350, 70)] }).facts } };
    expect(totalsOf(order).whole).toMatchObject({ gross: 30_000, refunded: 10_000, net: 20_000 - 700 - 140 });
  });
});

/** Any command about anything that is there, or nearly. */
const someCommand: fc.Arbitrary<(now: Order, chance: number) => OrderCommand> = fc.constantFrom<(now: Order, chance: number) => OrderCommand>(
  () => ({ do: 'accept', lines: null }), (_, n) => ({ do: 'accept', lines: [n % 2 === 0 ? A : B] }), (_, n) => ({ do: 'cancel', pieces: { [n % 2 === 0 ? A : B]: 1 + (n % 2) }, reason: 'x' }),
  (_, n) => ({ do: 'decline', pieces: n % 2 === 0 ? null : { [A]: 1 }, reason: 'x' }), () => ({ do: 'hold', reason: 'x' }), () => ({ do: 'release', note: null }),
  (_, n) => ship(n % 3 === 0 ? null : { [n % 2 === 0 ? A : B]: 1 + (n % 3) }), () => ({ do: 'start-packing' }),
  ...(['deliver', 'lose'] as const).map((what) => (now: Order, n: number): OrderCommand => ({ do: what, parcelId: pick(now, 'parcel-shipped', n), note: null }) as never),
  (now, n) => ({ do: 'void', parcelId: pick(now, 'parcel-shipped', n), reason: 'x' }),
  (_, n) => ({ do: 'ask-return', pieces: { [n % 2 === 0 ? A : B]: 1 + (n % 2) }, reason: 'x', note: null }),
  (now, n) => ({ do: 'approve-return', returnId: pick(now, 'return-requested', n), note: null }), (now, n) => ({ do: 'receive-return', returnId: pick(now, 'return-requested', n) }),
  (now, n) => ({ do: 'inspect-return', returnId: pick(now, 'return-requested', n), good: { [A]: n % 3 }, damaged: { [A]: n % 2 }, restockAt: null, scrap: true, note: null }),
  (now, n) => ({ do: 'cancel-return', returnId: pick(now, 'return-requested', n) }), () => ({ do: 'archive' }), () => ({ do: 'unarchive' }),
);
const pick = (now: Order, kind: string, n: number): string => {
  const found = Object.entries(now.facts).filter(([, fact]) => fact.kind === kind);
  return found.length === 0 ? factIdOf(9_999) : found[n % found.length]![0];
};

test('after any sequence of commands nothing was sent, cancelled or asked back that was not there, and every step was one of the table', () =>
  fc.assert(fc.property(fc.array(fc.tuple(someCommand, fc.nat(11)), { maxLength: 40 }), fc.boolean(), (commands, acceptBy) => {
    let now = anOrder({ acceptBy });
    for (const [make, n] of commands) {
      const ran = runCommand(now, make(now, n), doing);
      if (!ran.ok) continue;
      for (const [id, fact] of Object.entries(ran.value.order.facts)) {
        if (Object.hasOwn(now.facts, id)) continue;
        const [was, is] = [statesOf(now).order, statesOf(withFact(now, id, fact)).order];
        if (was !== is) expect(orderTransitions[was], `${was} → ${is} by ${fact.kind}`).toContain(is);
        now = withFact(now, id, fact);
      }
      expect(statesOf(now)).toEqual(statesOf(ran.value.order));
      for (const line of linesOf(now)) {
        expect(line.shipped + line.cancelled).toBeLessThanOrEqual(line.ordered);
        expect(line.returning).toBeLessThanOrEqual(line.shipped);
        expect(line.returned).toBeLessThanOrEqual(line.returning);
        expect(line.delivered + line.lost).toBeLessThanOrEqual(line.shipped);
      }
      const { whole, lines, shipping } = totalsOf(now);
      for (const name of ['gross', 'commission', 'vat', 'fees', 'net'] as const) expect(lines.reduce<number>((sum, one) => sum + one[name], shipping[name])).toBe(whole[name]);
    }
    const { captured, refunded } = receivedFor(now);
    expect(refunded).toBeLessThanOrEqual(captured);
    expect(orderShape.safeParse(now).success).toBe(true);
    expect(timelineOf(now)).toHaveLength(Object.keys(now.facts).length);
  }), { numRuns: 150 }));
