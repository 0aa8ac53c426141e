import type { Transitions } from '../kernel/state-machine.ts';
import type { EpochMs } from '../kernel/time.ts';
import { allOf, happenedTo, ofKind } from './happened.ts';
import type { FactActor, FactKind, Order, Pieces } from './model.ts';

export const returnStates = ['requested', 'approved', 'refused', 'in_transit', 'received', 'inspected', 'refunded', 'exchanged', 'closed', 'cancelled'] as const;
export type ReturnState = (typeof returnStates)[number];

/** The way back of goods. A buyer may send back without a word, so what was not announced may arrive. */
export const returnTransitions: Transitions<ReturnState> = {
  requested: ['approved', 'refused', 'cancelled'],
  approved: ['in_transit', 'received', 'cancelled', 'refunded', 'closed'],
  refused: ['approved'],
  in_transit: ['received', 'cancelled', 'refunded', 'closed'],
  received: ['inspected', 'refunded', 'closed'],
  inspected: ['refunded', 'exchanged', 'closed'],
  refunded: ['closed', 'exchanged'],
  exchanged: ['closed', 'refunded'],
  closed: [],
  cancelled: [],
};

const stateAfter = {
  'return-approved': 'approved', 'return-refused': 'refused', 'return-sent': 'in_transit', 'return-received': 'received', 'return-inspected': 'inspected',
  'refund-made': 'refunded', 'return-exchanged': 'exchanged', 'return-cancelled': 'cancelled', 'return-closed': 'closed',
} as const satisfies Partial<Record<FactKind, ReturnState>>;
const moves = Object.keys(stateAfter) as (keyof typeof stateAfter)[];

/** What came back, is coming back, or was asked to. `good` and `damaged` are what an inspection counted. */
export type OrderReturn = {
  readonly id: string;
  readonly pieces: Pieces;
  readonly reason: string;
  readonly note: string | null;
  readonly requestedAt: EpochMs;
  readonly by: FactActor;
  readonly state: ReturnState;
  readonly since: EpochMs;
  readonly inspectedAt: EpochMs | null;
  readonly good: Readonly<Record<string, number>>;
  readonly damaged: Readonly<Record<string, number>>;
  /** Pieces put back on the shelf, and pieces thrown away, by line. */
  readonly restocked: Readonly<Record<string, number>>;
  readonly scrapped: Readonly<Record<string, number>>;
};

const added = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const some of all) for (const [line, count] of Object.entries(some)) sum[line] = (sum[line] ?? 0) + count;
  return sum;
};

/** An order's returns, the first one first. */
export function returnsOf(order: Pick<Order, 'facts'>): readonly OrderReturn[] {
  const all = happenedTo(order);
  return ofKind(all, 'return-requested').map(({ id, fact }) => {
    const about = all.filter((one) => 'returnId' in one.fact && one.fact.returnId === id);
    const last = ofKind(about, ...moves).at(-1)?.fact;
    const inspected = ofKind(about, 'return-inspected').at(-1)?.fact;
    return {
      id, pieces: fact.pieces, reason: fact.reason, note: fact.note, requestedAt: fact.at, by: fact.by,
      state: last ? stateAfter[last.kind] : 'requested', since: last?.at ?? fact.at, inspectedAt: inspected?.at ?? null,
      good: inspected?.good ?? {}, damaged: inspected?.damaged ?? {},
      restocked: added(ofKind(about, 'return-restocked').map((one) => one.fact.pieces)), scrapped: added(ofKind(about, 'return-scrapped').map((one) => one.fact.pieces)),
    };
  });
}

/** Over, one way or another. */
export const isReturnOver = ({ state }: Pick<OrderReturn, 'state'>): boolean => state === 'closed' || state === 'cancelled' || state === 'refused' || state === 'refunded' || state === 'exchanged';

/** Whether its pieces count as having come back or coming back. */
export const isReturnStanding = ({ state }: Pick<OrderReturn, 'state'>): boolean => state !== 'refused' && state !== 'cancelled';

/** How many good pieces wait to be put back, and damaged ones to be thrown away. */
export const leftToSort = (back: OrderReturn): number => allOf(back.good) + allOf(back.damaged) - allOf(back.restocked) - allOf(back.scrapped);
