import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { LineId, OrderFact, Pieces } from '#shared/orders/model.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import { commissionReturnedBy } from '#shared/payouts/commission/rules.ts';
import { between, chance, drawnId, oneOf, type Draw } from './random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type Sold = { readonly placedAt: number; readonly gross: Minor; readonly cash: boolean; readonly asked: boolean; readonly lines: readonly { readonly id: LineId; readonly quantity: number; readonly gross: Minor; readonly commission: Minor; readonly vat: Minor }[] };

/**
 * What happens to an order of the demo, from the payment to the door and sometimes back: legal at every step, so that it may be cut off at any moment.
 *
 * @param until nothing happens after this moment
 */
export function demoStory(draw: Draw, { placedAt, gross, cash, asked, lines }: Sold, until: number): Record<string, OrderFact> {
  const facts: Record<string, OrderFact> = {};
  let at = placedAt;
  const say = (fact: Said, after: number, by: OrderFact['by']['role'] = 'vendor'): string => {
    at += Math.max(1_000, after);
    const id = drawnId(draw, at);
    if (at <= until) facts[id] = { ...fact, at: at as EpochMs, by: { id: null, role: by } } as OrderFact;
    return id;
  };
  const all = Object.fromEntries(lines.map(({ id, quantity }) => [id, quantity])) as Pieces;
  const carrier = oneOf(draw, ['Amana', 'Colissimo', 'DHL', 'Aramex']);
  const tracking = (): string => `${carrier.slice(0, 2).toUpperCase()}${between(draw, 10_000_000, 99_999_999)}`;
  say({ kind: 'placed' }, 0, 'customer');
  if (!cash) {
    if (chance(draw, 25)) say({ kind: 'payment-failed', paymentId: `demo-f-${placedAt}`, code: 'card_declined' }, 2_000, 'system');
    say({ kind: 'payment-captured', paymentId: `demo-${drawnId(draw, at)}`, provider: 'local', amount: gross, fee: Math.round((gross * 140) / 10_000) as Minor }, 20_000, 'system');
  }
  // What is unhurried: the newest orders wait for their shop.
  if (asked) for (const { id } of lines) say({ kind: 'line-accepted', lineId: id }, between(draw, 1, 14) * HOUR);
  if (chance(draw, 30)) {
    say({ kind: 'order-cancelled', pieces: all, reason: 'Changed my mind' }, between(draw, 1, 6) * HOUR, 'customer');
    if (!cash) say(refundOf(lines, gross, 'Cancelled before shipping', null), HOUR, 'system');
    return facts;
  }
  if (chance(draw, 20)) {
    const holdId = say({ kind: 'held', reason: 'Address to be confirmed' }, 2 * HOUR);
    say({ kind: 'released', holdId, note: null }, between(draw, 4, 40) * HOUR);
  }
  if (chance(draw, 400)) say({ kind: 'packing-started' }, between(draw, 1, 20) * HOUR);
  const first = lines.length > 1 && chance(draw, 250) ? ({ [lines[0]!.id]: lines[0]!.quantity } as Pieces) : null;
  const rest = first === null ? all : (Object.fromEntries(lines.slice(1).map(({ id, quantity }) => [id, quantity])) as Pieces);
  for (const pieces of first === null ? [all] : [first, rest]) {
    const parcelId = say({ kind: 'parcel-shipped', pieces, carrier, tracking: tracking(), locationId: null }, between(draw, 4, 40) * HOUR);
    if (chance(draw, 30)) say({ kind: 'delivery-failed', parcelId, reason: 'Nobody there' }, DAY, 'system');
    say({ kind: 'parcel-delivered', parcelId }, between(draw, 20, 90) * HOUR, 'system');
  }
  if (cash) say({ kind: 'cash-collected', amount: gross, parcelId: null }, HOUR, 'system');
  if (chance(draw, 45)) back(draw, say, lines, cash);
  else if (!cash && chance(draw, 6)) {
    const disputeId = `demo-d-${drawnId(draw, at)}`;
    say({ kind: 'dispute-opened', disputeId, amount: gross, reasonCode: 'product_not_received', evidenceDueAt: (at + 10 * DAY) as EpochMs }, 5 * DAY, 'system');
    say(chance(draw, 600) ? { kind: 'dispute-won', disputeId } : { kind: 'dispute-lost', disputeId }, 20 * DAY, 'system');
  }
  return facts;
}

function back(draw: Draw, say: (fact: Said, after: number, by?: OrderFact['by']['role']) => string, lines: Sold['lines'], cash: boolean): void {
  const line = lines[0]!;
  const one = { [line.id]: 1 } as Pieces;
  const returnId = say({ kind: 'return-requested', pieces: one, reason: oneOf(draw, ['Too small', 'Damaged on arrival', 'Not as described']), note: null }, between(draw, 1, 8) * DAY, 'customer');
  if (chance(draw, 80)) return void say({ kind: 'return-refused', returnId, reason: 'After the time to return' }, DAY);
  say({ kind: 'return-approved', returnId, note: null }, 9 * HOUR);
  say({ kind: 'return-sent', returnId, carrier: 'Amana', tracking: null }, 2 * DAY, 'customer');
  say({ kind: 'return-received', returnId }, 3 * DAY);
  const isGood = chance(draw, 700);
  say({ kind: 'return-inspected', returnId, good: isGood ? one : {}, damaged: isGood ? {} : one, note: null }, 5 * HOUR);
  say(isGood ? { kind: 'return-restocked', returnId, pieces: one, locationId: null } : { kind: 'return-scrapped', returnId, pieces: one }, HOUR);
  const amount = Math.floor(line.gross / line.quantity) as Minor;
  if (!cash) say({ kind: 'refund-made', amount, shipping: 0 as Minor, lines: { [line.id]: { quantity: 1, amount, ...comesBack(line, amount) } }, reason: 'Returned', returnId, paymentId: null, transactionId: null }, 6 * HOUR, 'system');
  say({ kind: 'return-closed', returnId }, HOUR);
}

const refundOf = (lines: Sold['lines'], gross: Minor, reason: string, returnId: string | null): Said => ({
  kind: 'refund-made', amount: gross, shipping: (gross - lines.reduce((sum, line) => sum + line.gross, 0)) as Minor, reason, returnId, paymentId: null, transactionId: null,
  lines: Object.fromEntries(lines.map((line) => [line.id, { quantity: line.quantity, amount: line.gross, ...comesBack(line, line.gross) }])),
});

/** The commission that comes back with the first refund of a line: as the books give it. */
function comesBack({ gross, commission, vat }: Sold['lines'][number], refunded: Minor): { readonly commission: Minor; readonly vat: Minor } {
  const back = commissionReturnedBy({ base: gross, amount: commission, vat }, refunded, 0 as Minor);
  return { commission: back.amount, vat: back.vat };
}
