import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { linesOf, type LineStanding } from '../lines.ts';
import type { LineId, Order, Pieces } from '../model.ts';
import { openHolds } from '../states.ts';
import type { CommandOf } from './command.ts';
import type { Said } from './said.ts';

type Told = Result<readonly Said[], AppError>;
const nothing = (name: string): Told => err({ code: 'rule-broken', rule: name });

/** So many pieces of every line that has some. */
export function piecesOf(order: Order, count: (line: LineStanding) => number): Pieces | null {
  const some = linesOf(order).map((line) => [line.id, count(line)] as const).filter(([, pieces]) => pieces > 0);
  return some.length === 0 ? null : (Object.fromEntries(some) as Pieces);
}

/** Says yes to lines; those that have their yes are passed over when nobody named them. */
export function accept(order: Order, { lines }: CommandOf<'accept'>): Told {
  const asked: readonly LineId[] = lines ?? linesOf(order).filter(({ answered }) => !answered).map(({ id }) => id);
  const accepted = new Set(linesOf(order).filter((line) => line.accepted).map(({ id }) => id));
  const fresh = asked.filter((id) => !accepted.has(id));
  return fresh.length === 0 ? nothing('nothing-to-accept') : ok(fresh.map((lineId) => ({ kind: 'line-accepted', lineId })));
}

/** Says no to what waits for a yes. */
export function decline(order: Order, { pieces, reason }: CommandOf<'decline'>): Told {
  const asked = pieces ?? piecesOf(order, ({ accepted, left }) => (accepted ? 0 : left));
  return asked === null ? nothing('nothing-to-accept') : ok([{ kind: 'line-declined', pieces: asked, reason }]);
}

/** Takes back the yes for pieces that were not sent. */
export function cancel(order: Order, { pieces, reason }: CommandOf<'cancel'>): Told {
  const asked = pieces ?? piecesOf(order, ({ left }) => left);
  return asked === null ? nothing('nothing-left-to-cancel') : ok([{ kind: 'lines-cancelled', pieces: asked, reason }]);
}

export function release(order: Order, { note }: CommandOf<'release'>): Told {
  const holds = openHolds(order);
  return holds.length === 0 ? nothing('hold-not-open') : ok(holds.map(({ id: holdId }) => ({ kind: 'released', holdId, note })));
}

/** One parcel, with what is named or all that is accepted and still here. */
export function ship(order: Order, { pieces, carrier, tracking, locationId }: CommandOf<'ship'>): Told {
  const toSend = ({ line, left }: LineStanding): number => (line.kind === 'physical' ? left : 0);
  // Where nothing has its yes yet, everything is meant, and the rules say what is missing.
  const asked = pieces ?? piecesOf(order, (line) => (line.accepted || order.acceptBy === null ? toSend(line) : 0)) ?? piecesOf(order, toSend);
  return asked === null ? nothing('nothing-left-to-ship') : ok([{ kind: 'parcel-shipped', pieces: asked, carrier, tracking, locationId }]);
}
