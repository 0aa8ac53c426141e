import type { AppError } from '../kernel/errors.ts';
import { transition } from '../kernel/state-machine.ts';
import { countIn } from './happened.ts';
import { linesOf } from './lines.ts';
import type { FactKind, FactOf, Order } from './model.ts';
import { returnsOf, returnTransitions, type OrderReturn, type ReturnState } from './returns.ts';

type ReturnKind = Extract<FactKind, `return-${string}`>;
const rule = (name: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', rule: name, details });

const leadsTo: Partial<Record<FactKind, ReturnState>> = {
  'return-approved': 'approved', 'return-refused': 'refused', 'return-sent': 'in_transit', 'return-received': 'received', 'return-inspected': 'inspected',
  'return-exchanged': 'exchanged', 'return-cancelled': 'cancelled', 'return-closed': 'closed',
};

/** Whether a return may take this step from where it stands: asked for no more than was sent, counted no more than was asked for. */
export function checkReturnFact(order: Order, fact: FactOf<ReturnKind>): AppError | null {
  if (fact.kind === 'return-requested') return checkRequest(order, fact);
  const back = returnsOf(order).find(({ id }) => id === fact.returnId);
  if (back === undefined) return rule('no-such-return');
  const to = leadsTo[fact.kind];
  const step = to === undefined || (fact.kind === 'return-inspected' && back.state === 'refunded') ? null : transition(returnTransitions, back.state, to);
  if (step !== null && !step.ok) return { code: 'illegal-transition', rule: 'return-step', details: { from: back.state, to: step.error.to, allowed: step.error.legal } };
  switch (fact.kind) {
    // Refused by mistake and taken up again: the pieces may be asked back by another return by now.
    case 'return-approved': return back.state === 'refused' ? checkRequest(order, back) : null;
    case 'return-inspected': return checkInspection(back, fact);
    case 'return-restocked': return sortedWithin(back, fact.pieces, back.good, back.restocked);
    case 'return-scrapped': return sortedWithin(back, fact.pieces, sum(back.good, back.damaged), sum(back.restocked, back.scrapped));
    default: return null;
  }
}

function checkRequest(order: Order, { pieces }: Pick<OrderReturn, 'pieces'>): AppError | null {
  const lines = linesOf(order);
  for (const [id, asked] of Object.entries(pieces)) {
    const line = lines.find((one) => one.id === id);
    if (line === undefined) return rule('no-such-line');
    const have = line.shipped - line.returning;
    if (asked > have) return { ...rule('return-more-than-shipped', { asked, have: Math.max(0, have), sku: line.line.sku }), field: `lines/${id}` };
  }
  return null;
}

function checkInspection({ pieces }: OrderReturn, { good, damaged }: FactOf<'return-inspected'>): AppError | null {
  for (const id of new Set([...Object.keys(good), ...Object.keys(damaged)])) {
    const [found, most] = [countIn(good, id) + countIn(damaged, id), countIn(pieces, id)];
    if (found > most) return { ...rule('inspect-more-than-asked-back', { asked: found, have: most }), field: `lines/${id}` };
  }
  return null;
}

function sortedWithin(back: OrderReturn, pieces: Readonly<Record<string, number>>, counted: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>): AppError | null {
  if (back.inspectedAt === null) return rule('inspect-first');
  for (const [id, asked] of Object.entries(pieces)) {
    const have = countIn(counted, id) - countIn(before, id);
    if (asked > have) return { ...rule('sort-more-than-counted', { asked, have: Math.max(0, have) }), field: `lines/${id}` };
  }
  return null;
}

const sum = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((id) => [id, countIn(a, id) + countIn(b, id)]));
